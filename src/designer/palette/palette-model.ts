import type { Catalog } from "../../graph/catalog.ts";
import type { OperatorCategory, OperatorDescriptor } from "../../graph/descriptor.ts";
import type { DocumentOperator } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { judgeInput, portsOf, type Refusal } from "../analysis/connection.ts";

/** What can be picked: an operator, or keyBy. */
export type PaletteItem = Pick<OperatorDescriptor, "type" | "label" | "summary" | "glyph">;

export interface PaletteEntry {
  readonly item: PaletteItem;
  /** Why it cannot stand behind the selected operator; an operator can still be placed by itself. */
  readonly refusal: Refusal | { readonly reason: "twoInputs" | "noOutput" | "noEdge" } | undefined;
}

export interface PaletteSection {
  readonly kind: "follow" | "between" | "notHere" | OperatorCategory;
  readonly entries: readonly PaletteEntry[];
}

/** A key is no operator but what an edge has; here it is found all the same. [UI165] */
export const keyByItem: PaletteItem = {
  type: "keyBy",
  label: { en: "keyBy", "zh-Hans": "keyBy" },
  summary: {
    en: "partition by a key, on an edge: all records with it to one subtask",
    "zh-Hans": "按 key 分区，设在边上：相同 key 的记录到同一个子任务",
  },
  glyph: "key",
};

/** Fields of the records at an output; `schema` is undefined where they are not known. */
interface PaletteOutput {
  readonly schema: Schema | undefined;
}

const categories: readonly OperatorCategory[] = ["source", "operator", "window", "join", "sink"];

/** The first output of an operator; undefined when it has none. */
export function firstOutput(catalog: Catalog, analysis: Analysis, operator: DocumentOperator | undefined): PaletteOutput | undefined {
  const output = operator && portsOf(operator, catalog).outputs[0];
  return output && operator && { schema: analysis.outputs.get(operator.id)?.[output.name] };
}

/**
 * Sections of the palette: what may follow the selected operator's `output` first, what may not, with the reason, last. `keyable`: there
 * are edges that can have a key. [UI3]
 */
export function paletteSections(catalog: Catalog, output: PaletteOutput | undefined, keyable: boolean): PaletteSection[] {
  const { follow, notHere } = output ? followers(catalog, output) : { follow: [], notHere: [] };
  const listed = new Set([...follow, ...notHere].map(({ item }) => item));
  const keyBy: PaletteEntry = { item: keyByItem, refusal: keyable ? undefined : { reason: "noEdge" } };
  const rest = categories.map((category): PaletteSection => {
    const entries = catalog
      .inCategory(category)
      .filter((descriptor) => !listed.has(descriptor))
      .map((item) => ({ item, refusal: undefined }));
    return { kind: category, entries: category === "operator" && keyable ? [keyBy, ...entries] : entries };
  });
  const last = keyable ? notHere : [...notHere, keyBy];
  return [{ kind: "follow" as const, entries: follow }, ...rest, { kind: "notHere" as const, entries: last }].filter(
    ({ entries }) => entries.length > 0,
  );
}

/** What may follow an output and nothing else, for a pick at the end of an edge. [UI161] */
export function sectionsBehind(catalog: Catalog, output: PaletteOutput): PaletteSection[] {
  const { follow, notHere } = followers(catalog, output);
  return [
    { kind: "follow" as const, entries: follow },
    { kind: "notHere" as const, entries: notHere },
  ].filter(({ entries }) => entries.length > 0);
}

/** What may stand between the ends of an edge: all that may follow its beginning and passes something on; and the edge's key. [UI162] */
export function sectionsBetween(catalog: Catalog, output: PaletteOutput, keyable: boolean): PaletteSection[] {
  const { follow, notHere } = followers(catalog, output);
  const passesOn = ({ item }: PaletteEntry): boolean => {
    const descriptor = catalog.find(item.type);
    return descriptor !== undefined && descriptor.outputs(descriptor.initial).length > 0;
  };
  const ends = follow.filter((entry) => !passesOn(entry)).map(({ item }) => ({ item, refusal: { reason: "noOutput" as const } }));
  const between = [...follow.filter(passesOn), ...(keyable ? [{ item: keyByItem, refusal: undefined }] : [])];
  return [
    { kind: "between" as const, entries: between },
    { kind: "notHere" as const, entries: [...notHere, ...ends] },
  ].filter(({ entries }) => entries.length > 0);
}

function followers(catalog: Catalog, { schema }: PaletteOutput): { readonly follow: PaletteEntry[]; readonly notHere: PaletteEntry[] } {
  const follow: PaletteEntry[] = [];
  const notHere: PaletteEntry[] = [];
  for (const item of catalog.descriptors) {
    const inputs = item.inputs(item.initial);
    const [input] = inputs;
    if (!input) continue;
    const verdict = judgeInput(input, schema);
    if (inputs.length > 1) notHere.push({ item, refusal: { reason: "twoInputs" } });
    else if (verdict.allowed) follow.push({ item, refusal: undefined });
    else notHere.push({ item, refusal: verdict.refusal });
  }
  return { follow, notHere };
}

/** Sections with only what matches every word of `query`, in either language, by name, type or summary. */
export function searchSections(sections: readonly PaletteSection[], query: string): PaletteSection[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const matches = ({ item }: PaletteEntry): boolean => {
    const { type, label, summary } = item;
    const haystack = [type, label.en, label["zh-Hans"], summary.en, summary["zh-Hans"]].join(" ").toLowerCase();
    return words.every((word) => haystack.includes(word));
  };
  return sections
    .map((section) => ({ ...section, entries: section.entries.filter(matches) }))
    .filter(({ entries }) => entries.length > 0);
}
