import type { Catalog } from "../../graph/catalog.ts";
import type { OperatorCategory, OperatorDescriptor } from "../../graph/descriptor.ts";
import type { DocumentOperator } from "../../graph/job-document.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { judgeInput, portsOf, type Refusal } from "../analysis/connection.ts";

export interface PaletteEntry {
  readonly descriptor: OperatorDescriptor;
  /** Why it cannot stand behind the selected operator; it can still be placed by itself. */
  readonly refusal: Refusal | { readonly reason: "twoInputs" } | undefined;
}

export interface PaletteSection {
  readonly kind: "follow" | "notHere" | OperatorCategory;
  readonly entries: readonly PaletteEntry[];
}

const categories: readonly OperatorCategory[] = ["source", "operator", "window", "join", "sink"];

/** Sections of the palette: what may follow the selected operator first, what may not, with the reason, last. [UI3] */
export function paletteSections(
  catalog: Catalog,
  analysis: Analysis,
  selected: DocumentOperator | undefined,
): PaletteSection[] {
  const output = selected && portsOf(selected, catalog).outputs[0];
  const schema = output && selected && analysis.outputs.get(selected.id)?.[output.name];
  const follow: PaletteEntry[] = [];
  const notHere: PaletteEntry[] = [];
  if (output) {
    for (const descriptor of catalog.descriptors) {
      const inputs = descriptor.inputs(descriptor.initial);
      const [input] = inputs;
      if (!input) continue;
      const verdict = judgeInput(input, schema);
      if (inputs.length > 1) notHere.push({ descriptor, refusal: { reason: "twoInputs" } });
      else if (verdict.allowed) follow.push({ descriptor, refusal: undefined });
      else notHere.push({ descriptor, refusal: verdict.refusal });
    }
  }
  const listed = new Set([...follow, ...notHere].map(({ descriptor }) => descriptor));
  const rest = categories.map((category): PaletteSection => ({
    kind: category,
    entries: catalog
      .inCategory(category)
      .filter((descriptor) => !listed.has(descriptor))
      .map((descriptor) => ({ descriptor, refusal: undefined })),
  }));
  return [{ kind: "follow" as const, entries: follow }, ...rest, { kind: "notHere" as const, entries: notHere }].filter(
    ({ entries }) => entries.length > 0,
  );
}

/** Sections with only what matches every word of `query`, in either language, by name, type or summary. */
export function searchSections(sections: readonly PaletteSection[], query: string): PaletteSection[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const matches = ({ descriptor }: PaletteEntry): boolean => {
    const { type, label, summary } = descriptor;
    const haystack = [type, label.en, label["zh-Hans"], summary.en, summary["zh-Hans"]].join(" ").toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
  return sections
    .map((section) => ({ ...section, entries: section.entries.filter(matches) }))
    .filter(({ entries }) => entries.length > 0);
}
