import { expect, test } from "vitest";
import { oneLine, ownLines } from "./one-line.ts";

const everyUnit = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
const ranges = [[0, 0x1f], [0x7f, 0x9f], [0x2028, 0x202e], [0x2066, 0x2069], [0xd800, 0xdfff]] as const;
const actsOnTerminals = (text: string): boolean =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)).some((unit) => ranges.some(([from, to]) => unit >= from && unit <= to));

test("[CL30] of all UTF-16 units, exactly those a terminal may act on are escaped, and each reads back as JSON", () => {
  const wrong = everyUnit.filter((unit) => {
    const written = oneLine(unit);
    return actsOnTerminals(unit) ? actsOnTerminals(written) || JSON.parse(`"${written}"`) !== unit : written !== unit;
  });
  expect(wrong.map((unit) => unit.charCodeAt(0).toString(16))).toEqual([]);
});

test("[CL30] whole text stays: letters of all scripts, pairs of surrogates, backslashes", () => {
  const text = "weir \\n 堰 \u{1f30a} سد é C:\\new";
  expect(oneLine(text)).toBe(text);
});

test("[CL30] a line feed survives only where it is the product's own", () => {
  expect(oneLine("a\nFINISHED")).toBe("a\\nFINISHED");
  expect(ownLines("a\n\u001b[2Kb\r")).toBe("a\n\\u001b[2Kb\\r");
});
