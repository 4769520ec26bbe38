import { describe, expect, it } from "vitest";
import { costMs, processorSlowness } from "../base/testing/processor-time.ts";
import { checkJob } from "../graph/check-job.ts";
import type { Diagnostic } from "../graph/diagnostic.ts";
import { findingsMax } from "../graph/document-limits.ts";
import { parseDocumentText } from "../graph/parse-document.ts";
import { hostileDocuments } from "../graph/testing/hostile-documents.ts";
import { createDesignCatalog } from "./design-catalog.ts";

const catalog = createDesignCatalog();

/** What a person is told about a document, read and checked as the page and the command line do. */
function findingsOf(text: string): readonly Diagnostic[] {
  const { document, diagnostics } = parseDocumentText(text);
  return [...diagnostics, ...(document === undefined ? [] : checkJob(document, catalog).diagnostics)];
}

/** Far above the processor time that any of them takes on a quick machine, far below what they took. */
const patienceMs = 2_000;

describe("[GR49] a document that is made to stop whoever opens it", () => {
  for (const { name, text, refusal } of hostileDocuments) {
    it(`is answered soon and clearly: ${name}`, () => {
      const document = text();
      let findings: readonly Diagnostic[] = [];
      expect(costMs(() => (findings = findingsOf(document)))).toBeLessThan(patienceMs * processorSlowness());
      const errors = findings.filter(({ severity }) => severity === "error");
      if (refusal === undefined) expect(errors).toEqual([]);
      else expect(errors.map(({ code }) => code)).toContain(refusal);
      expect(findings.length).toBeLessThanOrEqual(2 * findingsMax + 3);
      for (const { message } of findings) expect(message.length).toBeLessThanOrEqual(2000);
    });
  }
});

describe("what a document may hold", () => {
  const refusals = (name: string): string[] => {
    const hostile = hostileDocuments.find((each) => each.name === name);
    return findingsOf(hostile?.text() ?? "").map(({ code, values }) => `${code} ${values?.["path"] ?? values?.["noun"] ?? ""}`.trim());
  };

  it("[DC22] is said with its place", () => {
    expect(refusals("100,000 notes")).toEqual(["document.too-large"]);
    expect(refusals("100,000 columns")).toEqual(["document.too-large operators[0].config.fields"]);
    expect(refusals("a DOUBLE of 400,000 digits and an x")).toEqual(["document.too-large operators[0].config.rows[0][0]"]);
    expect(refusals("JSON nested 200,000 deep")).toEqual(["document.too-large depth"]);
  });

  it("[GR55] is no id that every object has, no endless time and no place that is none", () => {
    expect(refusals("ids that every object has")).toEqual(["document.reserved-name operators[0].id"]);
    expect(refusals("a run of infinite times")).toContain("document.invalid run.serviceTimeMs");
    expect(refusals("places at the end of the world")).toContain("document.invalid layout.positions.src.x");
  });

  it("[GR59] is no window in which a record falls too often, and no value of any length", () => {
    expect(refusals("a window that slides by a millisecond for ever")).toContain("window.overlap");
    expect(refusals("generated texts of a terabyte")).toContain("datagen.options");
  });
});
