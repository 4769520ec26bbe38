import { excerpt } from "../../base/excerpt.ts";
import type { Random } from "../../base/random.ts";
import { unboundedLength, type Field, type LogicalType } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { parseTextValue } from "../../stream/text-value.ts";
import type { GeneratorOptions } from "./generator-options.ts";
import { optionTypes } from "./option-types.ts";

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
  refuseUnused(field.type, options);
  if (options.kind === "sequence") return sequence(field.type, options);
  const valueAt = randomValue(field.type, options);
  const nullRate = options["null-rate"] ?? 0;
  if (nullRate === 0) return { count: Infinity, valueAt };
  if (!field.type.nullable) throw new Error(`"null-rate" needs a nullable type, ${formatLogicalType(field.type)} is not.`);
  return { count: Infinity, valueAt: (index, seat) => (seat.random.next() < nullRate ? null : valueAt(index, seat)) };
}

/** Flink refuses options that the kind or the type has no use for; so does this, and says which have none. */
function refuseUnused(type: LogicalType, { kind = "random", ...options }: GeneratorOptions): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const wanted = key === "start" || key === "end" ? "sequence" : "random";
    if (wanted !== kind) throw new Error(`"${key}" belongs to kind "${wanted}".`);
    const types = optionTypes.get(key);
    if (types !== undefined && !types.includes(type.type)) {
      throw new Error(`"${key}" means nothing for ${formatLogicalType(type)}.`);
    }
  }
}

const integerRange: Readonly<Record<string, readonly [bigint, bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32768n, 32767n],
  INT: [-2147483648n, 2147483647n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
};

function sequence(type: LogicalType, options: GeneratorOptions): FieldGenerator {
  if (options.start === undefined || options.end === undefined) throw new Error('a sequence needs "start" and "end".');
  const text = type.type === "VARCHAR" || type.type === "CHAR";
  const range = text ? integerRange["BIGINT"] : integerRange[type.type];
  if (range === undefined && type.type !== "DOUBLE" && type.type !== "FLOAT" && type.type !== "DECIMAL") {
    throw new Error(`a sequence of ${formatLogicalType(type)} is not possible.`);
  }
  const start = wholeNumber("start", options.start);
  const end = wholeNumber("end", options.end);
  if (end < start) throw new Error(`"end" (${end}) is below "start" (${start}).`);
  if (range !== undefined && (start < range[0] || end > range[1])) throw new Error(`start and end must lie in ${range[0]}..${range[1]}.`);
  return { count: Number(end - start + 1n), valueAt: sequenceValue(type, start, end) };
}

/** Of numbers that a double holds exactly; what lies beyond goes by BigInt and text, row by row. */
function sequenceValue(type: LogicalType, start: bigint, end: bigint): ValueMaker {
  const from = Number(start);
  const isExact = Number.isSafeInteger(from) && Number.isSafeInteger(Number(end));
  if (!isExact || type.type === "DECIMAL") return (index) => parseTextValue(type, String(start + BigInt(index)));
  if (type.type === "VARCHAR" || type.type === "CHAR") return (index) => String(from + index);
  return type.type === "FLOAT" ? (index) => Math.fround(from + index) : (index) => from + index;
}

function randomValue(type: LogicalType, options: GeneratorOptions): ValueMaker {
  switch (type.type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      return randomInteger(integerRange[type.type] ?? [0n, 0n], options);
    case "FLOAT":
      return randomFraction(options, { max: 3.4028234663852886e38, finish: Math.fround });
    case "DOUBLE":
      return randomFraction(options, { max: Number.MAX_VALUE, finish: (value) => value });
    case "DECIMAL": {
      const max = 10 ** (type.precision - type.scale) - 10 ** -type.scale;
      return randomFraction(options, { max, finish: (value) => parseTextValue(type, value.toFixed(type.scale)) });
    }
    case "BOOLEAN":
      return (_index, { random }) => random.next() < 0.5;
    case "CHAR":
    case "VARCHAR":
      return randomText(randomLength({ fixed: type.type === "CHAR", length: type.length }, options));
    case "BINARY":
    case "VARBINARY": {
      const length = randomLength({ fixed: type.type === "BINARY", length: type.length }, options);
      return (_index, { random }) => randomBytes(length(random), random);
    }
    case "DATE":
      return (_index, { now }) => Math.floor(now() / 86_400_000);
    case "TIME":
      return (_index, { now }) => Math.floor(now() % 86_400_000);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ": {
      const past = options["max-past"] ?? 0;
      return (_index, { random, now }) => Math.floor(now() - random.next() * past);
    }
    default:
      throw new Error(`${formatLogicalType(type)} cannot be generated at random.`);
  }
}

/** Uniform over min..max, both inclusive (Flink: RandomDataGenerator.nextLong). */
function randomInteger(range: readonly [bigint, bigint], options: GeneratorOptions): ValueMaker {
  const min = options.min === undefined ? range[0] : wholeNumber("min", options.min);
  const max = options.max === undefined ? range[1] : wholeNumber("max", options.max);
  if (min < range[0] || max > range[1] || min > max) throw new Error(`min and max must lie in ${range[0]}..${range[1]}, min first.`);
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

/** Default min is the smallest positive value, not the most negative one. */
function randomFraction(
  options: GeneratorOptions,
  type: { readonly max: number; finish(value: number): unknown },
): ValueMaker {
  const min = options.min === undefined ? Number.MIN_VALUE : Number(options.min);
  const max = options.max === undefined ? type.max : Number(options.max);
  if (!(min <= max)) throw new Error(`min (${options.min ?? min}) and max (${options.max ?? max}) must be numbers, min first.`);
  return (_index, { random }) => type.finish(min + random.next() * (max - min));
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

function randomBytes(length: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = random.integer(256);
  return bytes;
}

interface SizedType {
  /** Its length is declared and cannot be set. */
  readonly fixed: boolean;
  readonly length: number;
}

/** Characters or bytes of one generated value. [GR59] */
const longestValue = 1_000_000;

/** Length of text and bytes; with `var-len` it is uniform in 1..length-1. */
function randomLength(type: SizedType, options: GeneratorOptions): (random: Random) => number {
  const bounded = type.fixed || type.length < unboundedLength;
  if (options.length !== undefined && options.length > type.length) throw new Error(`"length" must not exceed ${type.length}.`);
  const length = options.length ?? (bounded ? type.length : 100);
  if (length > longestValue) throw new Error(`a value of length ${length} is longer than ${longestValue}: set a smaller "length".`);
  if (options["var-len"] !== true) return () => length;
  return (random) => 1 + random.integer(Math.max(1, length - 1));
}

function wholeNumber(option: string, text: string): bigint {
  if (!/^[+-]?\d{1,40}$/.test(text)) throw new Error(`"${option}" must be a whole number, "${excerpt(text)}" is not.`);
  return BigInt(text);
}
