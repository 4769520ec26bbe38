import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentLimits } from "./document-limits.ts";
import { parseDocument, parseDocumentText } from "./parse-document.ts";
import { formatDocument } from "./format-document.ts";
import { wordCount } from "./testing/sample-job.ts";

const only = (value: unknown): unknown => parseDocument(value).diagnostics[0];

describe("reading job JSON", () => {
  it("[DC21] gives back what was written", () => {
    expect(parseDocumentText(formatDocument(wordCount))).toEqual({ document: wordCount, diagnostics: [] });
  });

  it("[DC21] never throws, whatever it is given", () => {
    fc.assert(fc.property(fc.anything(), (value) => parseDocument(value).document === undefined));
    fc.assert(fc.property(fc.string(), (text) => parseDocumentText(text).document === undefined));
  });

  it("[DC21] never throws on a document with a part replaced", () => {
    const parts = Object.keys(wordCount);
    fc.assert(fc.property(fc.constantFrom(...parts), fc.anything(), (part, value) => {
      const { diagnostics } = parseDocument({ ...wordCount, [part]: value });
      expect(diagnostics.every(({ message }) => message.length > 0)).toBe(true);
    }));
  });

  it("[DC21] says where and what", () => {
    const broken = { ...wordCount, operators: [{ ...wordCount.operators[0], parallelism: 0 }] };
    expect(only(broken)).toMatchObject({ severity: "error", code: "document.invalid", values: { path: "operators[0].parallelism" } });
    expect(only(7)).toMatchObject({ code: "document.not-a-job" });
    expect(parseDocumentText("{").diagnostics).toMatchObject([{ code: "document.not-json" }]);
  });

  it("[DC22] refuses what is too large", () => {
    const many = Array.from({ length: documentLimits.operators + 1 }, (_, at) => ({ id: `${at}`, type: "pass", name: "", config: {} }));
    expect(only({ ...wordCount, operators: many })).toMatchObject({ code: "document.too-large" });
    expect(parseDocumentText(" ".repeat(documentLimits.characters + 1)).diagnostics).toMatchObject([{ code: "document.too-large" }]);
  });

  it("[DC23] refuses a format it does not know", () => {
    expect(only({ ...wordCount, format: "weir.job/99" })).toMatchObject({ code: "document.format" });
    expect(only({})).toMatchObject({ code: "document.format" });
  });

  it("[UI150] gives a note an id of its own where an operator, or another note, has it", () => {
    const [operator] = wordCount.operators;
    const note = { id: operator?.id ?? "", x: 0, y: 0, text: "watch" };
    const layout = { positions: {}, notes: [note, note, { ...note, id: `${note.id}-2` }, { ...note, id: "own" }] };
    const { document, diagnostics } = parseDocument({ ...wordCount, layout });
    expect(diagnostics).toEqual([]);
    expect(document?.layout?.notes?.map(({ id }) => id)).toEqual(["-2", "-3", "-2-2"].map((end) => `${note.id}${end}`).concat("own"));
    expect(document?.operators).toEqual(wordCount.operators);
  });

  it("[DC24] says what it leaves out", () => {
    const { document, diagnostics } = parseDocument({ ...wordCount, operators: [{ ...wordCount.operators[0], paralelism: 2 }] });
    expect(document).toBeDefined();
    expect(diagnostics).toMatchObject([{ severity: "warning", code: "document.unknown-key", values: { path: "operators[0].paralelism" } }]);
  });
});

describe("writing job JSON", () => {
  it("[DC25] does not depend on the order of keys", () => {
    const shuffled = Object.fromEntries(Object.entries(wordCount).toReversed());
    const reordered = { ...wordCount, ...shuffled, config: Object.fromEntries(Object.entries(wordCount.config).toReversed()) };
    expect(formatDocument(reordered)).toBe(formatDocument(wordCount));
    expect(formatDocument(wordCount).startsWith('{\n  "format"')).toBe(true);
  });
});
