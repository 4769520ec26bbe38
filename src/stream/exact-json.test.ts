import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExactJson } from "./exact-json.ts";

test.each([
  ['{"id":9007199254740993,"n":5}', { id: "9007199254740993", n: 5 }],
  ["[-9223372036854775808, 123456789012345]", ["-9223372036854775808", 123456789012345]],
  ["[12345678901234567890.1234, 1.5, 1e300, -0.000000000000000000001]", ["12345678901234567890.1234", 1.5, 1e300, -1e-21]],
  ['{"9007199254740993":"9007199254740993 \\" 9007199254740993"}', { "9007199254740993": '9007199254740993 " 9007199254740993' }],
])("[CN19] %s", (text, value) => expect(parseExactJson(text)).toEqual(value));

const wrong = ["[1234567890123456789", "[12345678901234567.1.2]", "[012345678901234567890]", "{9007199254740993: 1}"];
test.each(wrong)("[CN19] %s is not JSON", (text) => {
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});

test("[CN19] anything without long numbers reads as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const exact = JSON.stringify(parseExactJson(text));
      const quoted = /"-?[\d.]{15,}"/.test(exact) && exact !== text;
      if (!quoted) expect(exact).toBe(text);
    }),
  );
});
