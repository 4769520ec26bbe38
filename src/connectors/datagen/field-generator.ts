import type { Random } from "../../base/random.ts";
import type { Field, LogicalType } from "../../stream/logical-type.ts";
import { parseTextValue } from "../../stream/text-value.ts";
import { planField, type RandomRange, type SequencePlan } from "./field-plan.ts";
import type { GeneratorOptions } from "./generator-options.ts";

/** Where a reader stands: the share of a sequence it emits, and the world it may ask. */
export interface GeneratorSeat {
  readonly random: Random;
  now(): number;
}

export interface FieldGenerator {
  /** Values in all: those of a sequence; Infinity where they are random. */
  readonly count: number;
  /** Value of row `index`, counted from 0. */
  readonly valueAt: ValueMaker;
}

type ValueMaker = (index: number, seat: GeneratorSeat) => unknown;

/** The generator of one field. Throws an Error whose message says what is wrong with the options. */
export function createFieldGenerator(field: Field, options: GeneratorOptions): FieldGenerator {
  const plan = planField(field, options);
  if (plan.kind === "sequence") return { count: Number(plan.end - plan.start + 1n), valueAt: sequenceValue(field.type, plan) };
  const valueAt = randomValue(field.type, plan.range);
  const { nullRate } = plan;
  if (nullRate === 0) return { count: Infinity, valueAt };
  return { count: Infinity, valueAt: (index, seat) => (seat.random.next() < nullRate ? null : valueAt(index, seat)) };
}

/** Of numbers that a double holds exactly; what lies beyond goes by BigInt and text, row by row. */
function sequenceValue(type: LogicalType, { start, end }: SequencePlan): ValueMaker {
  const from = Number(start);
  const isExact = Number.isSafeInteger(from) && Number.isSafeInteger(Number(end));
  if (!isExact || type.type === "DECIMAL") return (index) => parseTextValue(type, String(start + BigInt(index)));
  if (type.type === "VARCHAR" || type.type === "CHAR") return (index) => String(from + index);
  return type.type === "FLOAT" ? (index) => Math.fround(from + index) : (index) => from + index;
}

function randomValue(type: LogicalType, range: RandomRange): ValueMaker {
  switch (range.of) {
    case "integers":
      return randomInteger(range.min, range.max);
    case "fractions":
      return randomFraction(type, range);
    case "lengths":
      return type.type === "CHAR" || type.type === "VARCHAR" ? randomText(lengthOf(range)) : randomBytes(lengthOf(range));
    case "moments": {
      const { past } = range;
      return (_index, { random, now }) => Math.floor(now() - random.next() * past);
    }
    case "type":
      if (type.type === "DATE") return (_index, { now }) => Math.floor(now() / 86_400_000);
      if (type.type === "TIME") return (_index, { now }) => Math.floor(now() % 86_400_000);
      return (_index, { random }) => random.next() < 0.5;
  }
}

/** Uniform over min..max, both inclusive (Flink: RandomDataGenerator.nextLong). */
function randomInteger(min: bigint, max: bigint): ValueMaker {
  const span = max - min + 1n;
  const low = Number(min);
  const width = Number(span);
  const isExact = Number.isSafeInteger(low) && Number.isSafeInteger(Number(max));
  if (isExact && span <= 2n ** 32n) return (_index, { random }) => low + random.integer(width);
  if (isExact && span <= 2n ** 42n) return (_index, { random }) => low + remainder(random.integer(2 ** 32), random.integer(2 ** 32), width);
  return (_index, { random }) => {
    const bits = (BigInt(random.integer(2 ** 32)) << 32n) | BigInt(random.integer(2 ** 32));
    const value = min + (bits % span);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  };
}

/** `(high * 2^32 + low) % width` for a width of at most 2^42: eleven bits at a time, no number in between has more than 53. */
function remainder(high: number, low: number, width: number): number {
  const first = ((high % width) * 2 ** 11 + (low >>> 21)) % width;
  const second = (first * 2 ** 11 + ((low >>> 10) & 0x7ff)) % width;
  return (second * 2 ** 10 + (low & 0x3ff)) % width;
}

function randomFraction(type: LogicalType, { min, max }: { readonly min: number; readonly max: number }): ValueMaker {
  if (type.type === "FLOAT") return (_index, { random }) => Math.fround(min + random.next() * (max - min));
  if (type.type !== "DECIMAL") return (_index, { random }) => min + random.next() * (max - min);
  const { scale } = type;
  return (_index, { random }) => parseTextValue(type, (min + random.next() * (max - min)).toFixed(scale));
}

const hexDigits = "0123456789abcdef";

/** Hexadecimal digits. */
function randomText(length: (random: Random) => number): ValueMaker {
  return (_index, { random }) => {
    let text = "";
    for (let left = length(random); left > 0; left--) text += hexDigits[random.integer(16)];
    return text;
  };
}

function randomBytes(length: (random: Random) => number): ValueMaker {
  return (_index, { random }) => {
    const bytes = new Uint8Array(length(random));
    for (let at = 0; at < bytes.length; at++) bytes[at] = random.integer(256);
    return bytes;
  };
}

function lengthOf({ length, varies }: Extract<RandomRange, { readonly of: "lengths" }>): (random: Random) => number {
  return varies ? (random) => 1 + random.integer(Math.max(1, length - 1)) : () => length;
}
