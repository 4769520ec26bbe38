import { excerpt } from "../base/excerpt.ts";

/** What a number of an option measures; it is milliseconds or bytes where no unit is written. */
export type Quantity = "duration" | "size";

/** Reads the text of an option. Throws an `OptionValueError` that says what would be right. */
export interface OptionParser<T> {
  (text: string): T;
  readonly quantity?: Quantity;
}

const measures = (quantity: Quantity, parse: (text: string) => number): OptionParser<number> => Object.assign(parse, { quantity });

/** What is wrong with the text of an option; each kind is a sentence in every language. */
export type OptionFault = "duration" | "size" | "tooLarge" | "boolean" | "integer" | "number" | "tooShort" | "tooSmall" | "choice";

/** The text of an option is not a value of its type. `values` are those of the fault's sentence. */
export class OptionValueError extends Error {
  override readonly name = "OptionValueError";
  readonly fault: OptionFault;
  readonly values: Readonly<Record<"text" | "range", string>>;

  constructor(fault: OptionFault, message: string, values: { readonly text: string; readonly range?: string }) {
    super(message);
    this.fault = fault;
    this.values = { range: "", ...values, text: excerpt(values.text) };
  }
}

const durationUnits: Readonly<Record<string, number>> = {
  d: 86_400_000, day: 86_400_000, days: 86_400_000,
  h: 3_600_000, hour: 3_600_000, hours: 3_600_000,
  m: 60_000, min: 60_000, minute: 60_000, minutes: 60_000,
  s: 1000, sec: 1000, secs: 1000, second: 1000, seconds: 1000,
  ms: 1, milli: 1, millis: 1, millisecond: 1, milliseconds: 1,
  µs: 1e-3, micro: 1e-3, micros: 1e-3, microsecond: 1e-3, microseconds: 1e-3,
  ns: 1e-6, nano: 1e-6, nanos: 1e-6, nanosecond: 1e-6, nanoseconds: 1e-6,
};

const memoryUnits: Readonly<Record<string, number>> = {
  b: 1, byte: 1, bytes: 1,
  k: 1024, kb: 1024, kibibytes: 1024,
  m: 1024 ** 2, mb: 1024 ** 2, mebibytes: 1024 ** 2,
  g: 1024 ** 3, gb: 1024 ** 3, gibibytes: 1024 ** 3,
  t: 1024 ** 4, tb: 1024 ** 4, tebibytes: 1024 ** 4,
};

/** Flink's TimeUtils.parseDuration: digits and a unit, milliseconds without one. Result in milliseconds. [GR20] */
export const duration = measures("duration", (text) => quantity(text, durationUnits, "duration"));

/** Flink's MemorySize.parse: digits and a unit, bytes without one. Result in bytes. [GR20] */
export const memorySize = measures("size", (text) => quantity(text, memoryUnits, "size"));

const wanted = {
  duration: `a duration such as "10 s", "500 ms" or "1 min"; a number without a unit is milliseconds`,
  size: `a size such as "32 kb" or "5 mb"; a number without a unit is bytes`,
} as const;

function quantity(text: string, units: Readonly<Record<string, number>>, fault: Quantity): number {
  // Trimmed first: white space that two parts of a pattern could match is what makes it slow. [GR56]
  const match = /^(\d+)\s*(\p{L}*)$/u.exec(text.trim());
  const [, digits = "", unit = ""] = match ?? [];
  const factor = unit === "" ? 1 : Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (match === null || factor === undefined) throw new OptionValueError(fault, `"${excerpt(text)}" is not ${wanted[fault]}`, { text });
  const value = Number(digits) * factor;
  if (value > Number.MAX_SAFE_INTEGER) throw new OptionValueError("tooLarge", `"${excerpt(text)}" is too large`, { text });
  return value;
}

export const boolean: OptionParser<boolean> = (text) => {
  const word = text.trim().toLowerCase();
  if (word !== "true" && word !== "false") {
    throw new OptionValueError("boolean", `"${excerpt(text)}" is neither "true" nor "false"`, { text });
  }
  return word === "true";
};

export const anyText: OptionParser<string> = (value) => value;

/** Integer within [min, max]. */
export function integer(min: number, max = 2147483647): OptionParser<number> {
  return (value) => within(value, /^[+-]?\d+$/.test(value.trim()) ? Number(value) : Number.NaN, { min, max, fault: "integer" });
}

/** Decimal number within [min, max]; `above` excludes `min` itself. */
export function decimal(min: number, max = Infinity): OptionParser<number> {
  return (value) => within(value, value.trim() === "" ? Number.NaN : Number(value), { min, max, fault: "number" });
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly fault: "integer" | "number";
}

function within(text: string, value: number, { min, max, fault }: Range): number {
  if (value >= min && value <= max) return value;
  const open = max === Infinity || max === 2147483647;
  const noun = fault === "integer" ? "a whole number" : "a number";
  const limits = open ? `from ${min}` : `between ${min} and ${max}`;
  const range = open ? `≥ ${min}` : `${min} – ${max}`;
  throw new OptionValueError(fault, `"${excerpt(text)}" is not ${noun} ${limits}`, { text, range });
}

/** Duration of at least `min` milliseconds. */
export function durationFrom(min: number): OptionParser<number> {
  return measures("duration", (value) => {
    const ms = duration(value);
    if (ms >= min) return ms;
    throw new OptionValueError("tooShort", `"${excerpt(value)}" is shorter than ${min} ms`, { text: value, range: `${min} ms` });
  });
}

/** Size of at least `min` bytes, whole mebibytes. */
export function memoryFrom(min: number): OptionParser<number> {
  return measures("size", (value) => {
    const bytes = memorySize(value);
    const range = `${min / 1024 ** 2} mb`;
    if (bytes < min) throw new OptionValueError("tooSmall", `"${value}" is less than ${range}`, { text: value, range });
    return bytes;
  });
}

/** One of `names`, without regard to case. */
export function oneOf<const Name extends string>(...names: readonly Name[]): OptionParser<Name> {
  return (value) => {
    const found = names.find((name) => name.toLowerCase() === value.trim().toLowerCase());
    if (found !== undefined) return found;
    const range = names.join(", ");
    throw new OptionValueError("choice", `"${excerpt(value)}" is none of ${range}`, { text: value, range });
  };
}
