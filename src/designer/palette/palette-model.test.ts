import { describe, expect, it } from "vitest";
import { analyse } from "../analysis/analysis.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { paletteSections, searchSections, type PaletteSection } from "./palette-model.ts";

const document = editDocument();
const analysis = analyse(document, editCatalog, undefined);
const summary = (sections: readonly PaletteSection[]): string[] =>
  sections.map(
    ({ kind, entries }) =>
      `${kind}: ${entries.map(({ descriptor, refusal }) => (refusal ? `${descriptor.type} (${refusal.reason})` : descriptor.type)).join(", ")}`,
  );
const sectionsFor = (id: string | undefined): readonly PaletteSection[] =>
  paletteSections(
    editCatalog,
    analysis,
    document.operators.find((operator) => operator.id === id),
  );

describe("[UI3] palette", () => {
  it("lists by category while nothing is selected", () => {
    expect(summary(sectionsFor(undefined))).toEqual([
      "source: numbers",
      "operator: plain, keyed",
      "join: join, enrich",
      "sink: drain",
    ]);
  });

  it("lists first what may follow, last what may not, with the reason", () => {
    expect(summary(sectionsFor("source"))).toEqual([
      "follow: plain, keyed, drain",
      "source: numbers",
      "notHere: join (twoInputs), enrich (twoInputs)",
    ]);
    expect(summary(sectionsFor("free"))).toEqual([
      "follow: plain, drain",
      "source: numbers",
      "notHere: keyed (needsKey), join (twoInputs), enrich (twoInputs)",
    ]);
  });

  it("offers nothing behind a sink", () => {
    expect(summary(sectionsFor("sink"))[0]).toBe("source: numbers");
  });

  it("searches in both languages, every word", () => {
    expect(summary(searchSections(sectionsFor(undefined), "中keyed"))).toEqual(["operator: keyed"]);
    expect(summary(searchSections(sectionsFor(undefined), "PLAIN summ"))).toEqual(["operator: plain"]);
    expect(searchSections(sectionsFor(undefined), "nothing like it")).toEqual([]);
  });
});
