import { expect, test } from "vitest";
import { emptyDocument } from "../document/empty-document.ts";
import { KeptTexts, readNumberAt } from "./kept-texts.ts";

const label = { en: "seed", "zh-Hans": "种子" };
const place = { key: "seed" };
const limits = { label, min: 0, max: 100, whole: true };
const read = (text: string): unknown => {
  const found = readNumberAt(text, limits, place, "7");
  return typeof found === "object" ? `${found.code} ${found.message}` : found;
};

test.each([
  ["12", 12],
  [" 12 ", 12],
  ["-1", "form.least seed must be at least 0, not -1. Until then it is 7."],
  ["101", "form.most seed must be at most 100, not 101. Until then it is 7."],
  ["2.5", "form.whole seed must be a whole number, not 2.5. Until then it is 7."],
  ["1e999", 'form.number seed must be a number, not "1e999". Until then it is 7.'],
  ["abc", 'form.number seed must be a number, not "abc". Until then it is 7.'],
])("[UI106] a typed number: %s", (text, expected) => {
  expect(read(text)).toBe(expected);
});

test("[UI106] a text is kept until something else is set there, and is a problem of the document meanwhile", () => {
  const texts = new KeptTexts();
  const document = emptyDocument("kept");
  const problem = readNumberAt("abc", limits, place, "7");
  if (typeof problem === "number") throw new Error("abc was read");
  texts.keep(document, "abc", problem, place);
  expect(texts.textAt(place, document)).toBe("abc");
  expect(texts.problemsOf(document)).toEqual([problem]);
  const changed = { ...document, run: { ...document.run, seed: 8 } };
  expect(texts.textAt(place, changed)).toBeUndefined();
  expect(texts.problemsOf(changed)).toEqual([]);
});

test("[UI106] a text in an operator that is gone is no problem", () => {
  const texts = new KeptTexts();
  const at = { operator: "gone", key: "parallelism" };
  texts.keep(emptyDocument("kept"), "x", { severity: "error", code: "form.number", message: "x" }, at);
  expect(texts.problemsOf(emptyDocument("kept"))).toEqual([]);
});
