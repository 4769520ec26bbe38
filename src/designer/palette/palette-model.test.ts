import { describe, expect, it } from "vitest";
import { analyse } from "../analysis/analysis.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { firstOutput, paletteSections, searchSections, sectionsBehind, sectionsBetween, type PaletteSection } from "./palette-model.ts";

const document = editDocument();
const analysis = analyse(document, editCatalog, undefined);
const summary = (sections: readonly PaletteSection[]): string[] =>
  sections.map(
    ({ kind, entries }) =>
      `${kind}: ${entries.map(({ item, refusal }) => (refusal ? `${item.type} (${refusal.reason})` : item.type)).join(", ")}`,
  );
const sectionsFor = (id: string | undefined): readonly PaletteSection[] =>
  paletteSections(
    editCatalog,
    firstOutput(editCatalog, analysis, document.operators.find((operator) => operator.id === id)),
    true,
  );

describe("[UI3] palette", () => {
  it("lists by category while nothing is selected", () => {
    expect(summary(sectionsFor(undefined))).toEqual([
      "source: numbers",
      "operator: keyBy, plain, keyed",
      "join: join, enrich",
      "sink: drain",
    ]);
  });

  it("lists first what may follow, last what may not, with the reason", () => {
    expect(summary(sectionsFor("source"))).toEqual([
      "follow: plain, keyed, drain",
      "source: numbers",
      "operator: keyBy",
      "notHere: join (twoInputs), enrich (twoInputs)",
    ]);
    expect(summary(sectionsFor("free"))).toEqual([
      "follow: plain, drain",
      "source: numbers",
      "operator: keyBy",
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

  it("[UI165] finds keyBy by its name and by what it does, in both languages", () => {
    for (const word of ["keyby", "partition", "分区"]) expect(summary(searchSections(sectionsFor("source"), word))).toEqual(["operator: keyBy"]);
    const without = paletteSections(editCatalog, undefined, false);
    expect(summary(searchSections(without, "keyby"))).toEqual(["notHere: keyBy (noEdge)"]);
  });

  it("[UI161] asks what follows an output with what may, and says of the rest why not", () => {
    const schema = analysis.outputs.get("source")?.["out"];
    expect(summary(sectionsBehind(editCatalog, { schema }))).toEqual(["follow: plain, keyed, drain", "notHere: join (twoInputs), enrich (twoInputs)"]);
  });

  it("[UI162] asks what goes on an edge with what passes something on, and with the edge's own key", () => {
    const schema = analysis.outputs.get("source")?.["out"];
    expect(summary(sectionsBetween(editCatalog, { schema }, true))).toEqual([
      "between: plain, keyed, keyBy",
      "notHere: join (twoInputs), enrich (twoInputs), drain (noOutput)",
    ]);
  });
});
