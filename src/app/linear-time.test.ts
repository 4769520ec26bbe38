import { describe, expect, it } from "vitest";
import { costMs, processorSlowness } from "../base/testing/processor-time.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { readPasted } from "../designer/document/clipboard.ts";
import { readLink } from "../designer/document/share-link.ts";
import { parseDuration } from "../designer/inspector/config-value.ts";
import { parseRows } from "../designer/inspector/rows-input.tsx";
import { parseDateText } from "../expression/date-text.ts";
import { lintFunction } from "../expression/lint.ts";
import { toIsoDate } from "../formats/date-order.ts";
import { formatFactories as formats } from "../formats/factories.ts";
import { jsonFault } from "../formats/json/json-fault.ts";
import { readConfiguration } from "../graph/configuration.ts";
import { options } from "../graph/option.ts";
import { boolean, decimal, duration, integer, memorySize, oneOf } from "../graph/option-value.ts";
import { parseDocumentText } from "../graph/parse-document.ts";
import { fieldTextsOf } from "../observe/field-test.ts";
import { parseExactJson } from "../stream/exact-json.ts";
import { parseLogicalType, schemaOf } from "../stream/logical-type-text.ts";
import { inferTextType, parseTextValue } from "../stream/text-value.ts";

/** Shapes of text that make a pattern or a parser try again and again, each of about `length` characters. */
const shapes: Readonly<Record<string, (length: number) => string>> = {
  "digits and an x": (length) => `${"1".repeat(length)}x`,
  "digits, a point, digits and an x": (length) => `${"1".repeat(length / 2)}.${"1".repeat(length / 2)}x`,
  "an exponent of digits and an x": (length) => `1e${"1".repeat(length)}x`,
  "a number, blanks and an x": (length) => `1${" ".repeat(length)}x`,
  "a number, blanks and a point": (length) => `1${" ".repeat(length)}.`,
  "digits and an e": (length) => `${"1".repeat(length)}e`,
  "blanks and an x": (length) => `${" ".repeat(length)}x`,
  "letters, blanks and a point": (length) => `a${" ".repeat(length)}.`,
  "open brackets": (length) => "[".repeat(length),
  "open brackets of every kind": (length) => "{[(<".repeat(length / 4),
  "open objects": (length) => '{"a":'.repeat(length / 5),
  "open arrays of a type": (length) => "ARRAY<".repeat(length / 6),
  "arrays behind a type": (length) => `INT${" ARRAY".repeat(length / 6)}`,
  "fields of a row": (length) => `ROW<${"a INT, ".repeat(length / 7)}`,
  "quotes": (length) => '"'.repeat(length),
  "quotes in quotes": (length) => `"${'""a'.repeat(length / 3)}`,
  "escaped quotes": (length) => `"${'\\"'.repeat(length / 2)}`,
  "back quotes": (length) => `a ${"`".repeat(length)}`,
  "quoted cells that go on": (length) => '"a" "b",'.repeat(length / 8),
  "quoted numbers of many digits": (length) => '"1111111111111111",'.repeat(length / 19),
  "numbers of many digits": (length) => "1111111111111111 ".repeat(length / 17),
  "numbers that are none": (length) => `[${"1111111111111111.1.e+-".repeat(length / 22)}`,
  "numbers and blanks": (length) => "1 ".repeat(length / 2),
  "commas": (length) => ",".repeat(length),
  "lines": (length) => `${"a".repeat(99)}\n`.repeat(length / 100),
  "line ends": (length) => "\r\n".repeat(length / 2),
  "comments that begin": (length) => "/*".repeat(length / 2),
  "imports and blanks": (length) => `import${" ".repeat(20)}`.repeat(length / 26),
  "terms": (length) => "1+".repeat(length / 2),
  "members": (length) => `row${".a".repeat(length / 2)}`,
  "negations": (length) => "!".repeat(length),
  "arrows": (length) => "a=>".repeat(length / 3),
  "templates": (length) => "`${".repeat(length / 3),
  "a pattern of groups": (length) => `/${"(".repeat(length)}/`,
  "times": (length) => "1:11".repeat(length / 4),
  "dates": (length) => "2026-01-31 ".repeat(length / 11),
  "hexadecimal digits": (length) => `${"ab".repeat(length / 2)}x`,
  "letters": (length) => "n".repeat(length),
};

const types = [
  "BOOLEAN", "INT", "BIGINT", "DOUBLE", "FLOAT", "DECIMAL(10, 2)", "DATE", "TIME", "TIMESTAMP(3)", "TIMESTAMP_LTZ(9)", "BYTES", "STRING",
];
const rowType = schemaOf([{ name: "a", type: "DOUBLE" }, { name: "b", type: "STRING" }, { name: "c", type: "DECIMAL(38, 10)" }]);

/** Bytes that a file source hands on at once. */
const piece = 64 * 1024;
/** Bytes of a stream that drips. */
const drop = 256;

function decode(type: string, text: string, pieceBytes = piece): void {
  const format = formats.find((each) => each.type === type);
  const decoder = format?.createDecoder(rowType, { "ignore-parse-errors": true });
  if (decoder === undefined) throw new Error(`there is no format ${type}`);
  const bytes = encodeUtf8(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    decoder.push(bytes.subarray(at, at + pieceBytes));
    while (decoder.next() !== undefined);
  }
  decoder.end();
  while (decoder.next() !== undefined);
}

/** Everything that reads a text which somebody else may have written. */
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  "a job document": parseDocumentText,
  "a pasted text": readPasted,
  "a link": (text) => readLink(`#w1=${text}`),
  "a logical type": parseLogicalType,
  "a column": (text) => schemaOf([{ name: text, type: text }]),
  "a function": (text) => lintFunction({ field: "function", source: text, parameters: ["row"] }, { rows: { row: ["a", "b"] }, givesValue: true }),
  "options of a job": (text) => readConfiguration({ [text]: text, [options.checkpointInterval.key]: text }),
  "a duration": duration,
  "a size": memorySize,
  "a whole number of an option": integer(0),
  "a number of an option": decimal(0),
  "a truth value of an option": boolean,
  "a choice of an option": oneOf("STREAMING", "BATCH"),
  "a duration of a form": parseDuration,
  "rows of a form": parseRows,
  "exact JSON": parseExactJson,
  "a date of a function": parseDateText,
  "the type of a column of text": (text) => inferTextType([text, text]),
  "a row of the log": (text) => fieldTextsOf(text, rowType.fields),
  "CSV": (text) => decode("csv", text),
  "JSON lines": (text) => decode("json", text),
  "CSV, drop by drop": (text) => decode("csv", text, drop),
  "JSON lines, drop by drop": (text) => decode("json", text, drop),
  "columns of a CSV file": (text) => formats.find(({ type }) => type === "csv")?.inferFields(text.slice(0, piece), { header: true }),
  "columns of a JSON file": (text) => formats.find(({ type }) => type === "json")?.inferFields(text.slice(0, piece), {}),
  "options of a CSV file": (text) => formats.find(({ type }) => type === "csv")?.guessOptions(text.slice(0, piece)),
  "options of a JSON file": (text) => formats.find(({ type }) => type === "json")?.guessOptions(text.slice(0, piece)),
  "a fault of JSON": jsonFault,
  "a date as people write it": (text) => toIsoDate(text, "month-day-year"),
  ...Object.fromEntries(types.map((type) => [`a value of ${type}`, (text: string) => parseTextValue(parseLogicalType(type), text)])),
};

/** Processor time of one call. */
const costOf = (parse: (text: string) => unknown, text: string): number =>
  costMs(() => {
    try {
      parse(text);
    } catch {
      // That it is refused is right; how long that takes is the question.
    }
  });

const length = 1_000_000;

const wantedMs = 200;
/** Below this, twice the text takes a time that says nothing. */
const noiseMs = 60;

describe("[GR56] a text of a million characters takes a time in proportion to it", () => {
  const slowness = processorSlowness();
  for (const [name, parse] of Object.entries(parsers)) {
    it(`as ${name}`, { timeout: 300_000 }, () => {
      for (const [shape, make] of Object.entries(shapes)) {
        const text = make(length);
        let cost = costOf(parse, text);
        // Once more where it was much: the first time pays for what the engine learns.
        if (cost > wantedMs * slowness) cost = Math.min(cost, costOf(parse, text));
        expect(cost, shape).toBeLessThan(wantedMs * slowness);
        if (cost < noiseMs * slowness) continue;
        const twice = Math.min(costOf(parse, make(2 * length)), costOf(parse, make(2 * length)));
        expect(twice, `${shape}, twice as long, after ${cost} ms`).toBeLessThan(3 * Math.max(cost, noiseMs * slowness));
      }
    });
  }
});

/** Patterns that were in the product, and the text that each took a time with its square for. */
const slowPatterns: Readonly<Record<string, readonly [pattern: RegExp, shape: string]>> = {
  "a duration or size": [/^\s*(\d+)\s*(\p{L}*)\s*$/u, "a number, blanks and a point"],
  "a DOUBLE": [/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/, "digits and an x"],
  "a number in JSON": [/"(?:[^"\\]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?(?![\d.eE+-]|\s*:)/g, "digits and an e"],
  "a duration of a form": [/^\s*([-−]?\d+(?:\.\d+)?)\s*(d|h|min|m|s|ms)?\s*$/, "a number, blanks and an x"],
};

describe("[GR56] the measure of a time in proportion can fail", () => {
  for (const [name, [pattern, shape]] of Object.entries(slowPatterns)) {
    it(`and does for the pattern that once read ${name}`, { timeout: 120_000 }, () => {
      const text = (of: number): string => shapes[shape]?.(of) ?? "";
      const cost = (of: number): number => costOf((given) => given.replace(pattern, ""), text(of));
      const once = Math.min(cost(3000), cost(3000));
      expect(Math.min(cost(12_000), cost(12_000))).toBeGreaterThan(8 * once);
    });
  }
});
