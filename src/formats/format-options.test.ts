import { expect, test } from "vitest";
import { formats } from "./descriptors.ts";
import { readFormatOptions } from "./option-spec.ts";
import { optionsSchema } from "./options-schema.ts";

const label = { en: "x", "zh-Hans": "x" };
const specs = {
  delimiter: { type: "character", default: "," },
  header: { type: "boolean", default: false },
  nothing: { type: "text" },
} as const;

test.each([
  [{}, { delimiter: ",", header: false, nothing: undefined }],
  [{ header: true, nothing: "NULL" }, { delimiter: ",", header: true, nothing: "NULL" }],
])("[CN17] options %j are read with their defaults", (options, read) => {
  expect(readFormatOptions(specs, options)).toEqual(read);
  expect(optionsSchema(specs, { delimiter: label, header: label, nothing: label }).parse(options)).toEqual(Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)));
});

test.each([[{ delimiter: ";;" }], [{ header: "yes" }], [{ nothing: 1 }], [{ quote: '"' }], ["header"], [null]])(
  "[CN17] options %j are refused, by the reader as by the schema",
  (options) => {
    expect(() => readFormatOptions(specs, options)).toThrow();
    expect(optionsSchema(specs, { delimiter: label, header: label, nothing: label }).safeParse(options).success).toBe(false);
  },
);

test("[UI104] a source is offered what counts where records are read, a sink what counts where they are written", () => {
  const offered = formats.map(({ forms }) => [Object.keys(forms.reading.shape), Object.keys(forms.writing.shape)]);
  for (const [reading = [], writing = []] of offered) {
    expect(reading).toEqual(expect.arrayContaining(["ignore-parse-errors", "encoding", "date-order"]));
    expect(writing).not.toEqual(expect.arrayContaining(["ignore-parse-errors"]));
    expect(writing).not.toEqual(expect.arrayContaining(["encoding"]));
  }
  expect(offered.flatMap(([, writing]) => writing)).toEqual([
    "header", "field-delimiter", "quote-character", "disable-quote-character", "escape-character", "null-literal", "array-element-delimiter", "encode.ignore-null-fields",
  ]);
});
