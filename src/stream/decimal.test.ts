import fc from "fast-check";
import { expect, it } from "vitest";
import { costMs, processorSlowness } from "../base/testing/processor-time.ts";
import { conform, ConformError } from "./conform.ts";
import { Decimal } from "./decimal.ts";
import { parseLogicalType } from "./logical-type-text.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass } from "./row-class.ts";

const schema = { fields: [{ name: "n", type: parseLogicalType("INT") }] };
const reachable = { Decimal, PreciseTimestamp, ConformError, Row: rowClass(schema) };

it.each(Object.entries(reachable))("[SB22] %s is frozen with all its functions, and an instance does not give it away", (_, Class) => {
  expect(Reflect.get(Class.prototype, "constructor")).toBe(Object);
  for (const holder of [Class, Class.prototype]) {
    expect(Object.isFrozen(holder)).toBe(true);
    for (const [name, { value, get }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (name === "constructor") expect(Object.isFrozen(value), "an intrinsic, not ours to freeze").toBe(false);
      else for (const member of [value, get]) if (typeof member === "function") expect(Object.isFrozen(member), member.name).toBe(true);
    }
  }
});

const guest = { toString: () => "7", valueOf: () => 7n, [Symbol.toPrimitive]: () => 7 };

it.each<[string, () => unknown]>([
  ["an object for a bigint", () => new Decimal(guest as never, 2)],
  ["a number for a bigint", () => new Decimal(1 as never, 2)],
  ["an object for a scale", () => new Decimal(1n, guest as never)],
  ["a negative scale", () => new Decimal(1n, -1e7)],
  ["a scale beyond all bounds", () => new Decimal(1n, 1e9)],
  ["a fraction as scale", () => new Decimal(1n, 0.5)],
  ["a million digits", () => new Decimal(10n ** 1_000_000n, 2)],
  ["a scale to be rescaled to", () => new Decimal(1n, 2).rescale(1e9)],
  ["something else to compare with", () => new Decimal(1n, 2).compare({ scale: 1, rescale: () => guest } as never)],
  ["an object for milliseconds", () => new PreciseTimestamp(guest as never, 0)],
  ["a fraction of a millisecond", () => new PreciseTimestamp(0.5, 0)],
  ["a million nanoseconds", () => new PreciseTimestamp(0, 1_000_000)],
  ["an object for nanoseconds", () => new PreciseTimestamp(0, guest as never)],
])("[SB22] %s is refused", (_, make) => expect(make).toThrow(/a decimal|the scale|a timestamp|the nanoseconds/));

it("[SB22] texts of decimals are read exactly, whatever their form", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), fc.integer({ min: 0, max: 80 }), fc.integer({ min: -90, max: 90 }), (unscaled, scale, exponent) => {
      const text = new Decimal(unscaled, scale).toString();
      expect(Decimal.parse(text)).toEqual(text.includes("E") ? Decimal.parse(text) : new Decimal(unscaled, scale));
      const scaled = Decimal.parse(`${unscaled}e${exponent}`);
      const expected = exponent < 0 ? new Decimal(unscaled, -exponent) : new Decimal(unscaled * 10n ** BigInt(exponent), 0);
      expect(scaled).toEqual(expected);
    }),
  );
});

it("[SB22] digits and exponents beyond all bounds take no time", () => {
  const type = parseLogicalType("DECIMAL(10, 2)");
  const cost = costMs(() => {
    for (let times = 0; times < 1000; times++) expect(() => conform("1e99999", type)).toThrow(ConformError);
    expect(conform("1e-99999", type)).toEqual(new Decimal(0n, 2));
    expect(conform(`0.${"3".repeat(400_000)}`, type)).toEqual(new Decimal(33n, 2));
    expect(conform(`0.005${"0".repeat(500)}`, type)).toEqual(new Decimal(1n, 2));
    expect(conform(5e-324, type)).toEqual(new Decimal(0n, 2));
    expect(() => conform("9".repeat(400_000), type)).toThrow(ConformError);
    expect(() => conform(10n ** 1_000_000n, type)).toThrow(ConformError);
    expect(() => conform(1.7976931348623157e308, type)).toThrow(/outside the range of DECIMAL\(10, 2\)/);
  });
  expect(cost, "milliseconds").toBeLessThan(2000 * processorSlowness());
});
