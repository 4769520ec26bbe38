import fc from "fast-check";
import { expect, it } from "vitest";
import { numberText, type Digits } from "./number-text.ts";

const languages = ["en", "zh-Hans"];
const forms: readonly (readonly [Digits, Intl.NumberFormatOptions])[] = [
  [{}, {}],
  [{ most: 0 }, { maximumFractionDigits: 0 }],
  [{ most: 1 }, { maximumFractionDigits: 1 }],
  [{ least: 2, most: 2 }, { minimumFractionDigits: 2, maximumFractionDigits: 2 }],
  [{ significant: 3 }, { maximumSignificantDigits: 3 }],
  [{ wide: 2 }, { minimumIntegerDigits: 2 }],
];
const edges = [0, -0, 0.5, -0.5, 1.005, 2.5, 9.995, 99.95, 999.5, 999_999.5, 0.0004, 0.0005, -0.0001, 1e21, 1.5e300, 5e-324, 1e-7, NaN, Infinity, -Infinity];

it("[UI20] numbers are written as Intl writes them, in both languages", () => {
  const number = fc.oneof(fc.constantFrom(...edges), fc.integer(), fc.double(), fc.double({ min: -2000, max: 2000 }), fc.integer().map((thousandths) => thousandths / 1000));
  const intl = forms.map(([, options]) => languages.map((language) => new Intl.NumberFormat(language, options)));
  fc.assert(
    fc.property(number, (value) => {
      forms.forEach(([digits], form) => {
        for (const format of intl[form] ?? []) expect(numberText(value, digits), JSON.stringify(digits)).toBe(format.format(value));
      });
    }),
    { numRuns: 500, examples: edges.map((edge) => [edge]) },
  );
});
