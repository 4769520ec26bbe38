import { excerpt } from "../../base/excerpt.ts";
import { unboundedLength, type Field, type LogicalType } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { GeneratorOptions } from "./generator-options.ts";
import { optionTypes } from "./option-types.ts";

/** How the values of a field are made: the options of a generator, read, checked and with the defaults of the field's type. */
export type FieldPlan = SequencePlan | RandomPlan;

export interface SequencePlan {
  readonly kind: "sequence";
  /** Both are emitted. */
  readonly start: bigint;
  readonly end: bigint;
}

export interface RandomPlan {
  readonly kind: "random";
  readonly nullRate: number;
  readonly range: RandomRange;
}

/** Bounds of random values, both inclusive. */
export type RandomRange =
  | { readonly of: "integers"; readonly min: bigint; readonly max: bigint }
  | { readonly of: "fractions"; readonly min: number; readonly max: number }
  /** Text and bytes; of a varying length: 1 to `length` - 1. */
  | { readonly of: "lengths"; readonly length: number; readonly varies: boolean }
  /** Times up to `past` milliseconds ago. */
  | { readonly of: "moments"; readonly past: number }
  /** The type leaves nothing to choose. */
  | { readonly of: "type" };

/** The plan of one field. Throws an Error whose message says what is wrong with the options. */
export function planField({ type }: Pick<Field, "type">, options: GeneratorOptions): FieldPlan {
  refuseUnused(type, options);
  if (options.kind === "sequence") return planSequence(type, options);
  const range = rangeOf(type, options);
  const nullRate = options["null-rate"] ?? 0;
  if (nullRate > 0 && !type.nullable) throw new Error(`"null-rate" needs a nullable type, ${formatLogicalType(type)} is not.`);
  return { kind: "random", nullRate, range };
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

function planSequence(type: LogicalType, options: GeneratorOptions): SequencePlan {
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
  return { kind: "sequence", start, end };
}

function rangeOf(type: LogicalType, options: GeneratorOptions): RandomRange {
  switch (type.type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      return integers(integerRange[type.type] ?? [0n, 0n], options);
    case "FLOAT":
      return fractions(3.4028234663852886e38, options);
    case "DOUBLE":
      return fractions(Number.MAX_VALUE, options);
    case "DECIMAL":
      return fractions(10 ** (type.precision - type.scale) - 10 ** -type.scale, options);
    case "CHAR":
    case "BINARY":
      return lengths({ fixed: true, length: type.length }, options);
    case "VARCHAR":
    case "VARBINARY":
      return lengths({ fixed: false, length: type.length }, options);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return { of: "moments", past: options["max-past"] ?? 0 };
    case "BOOLEAN":
    case "DATE":
    case "TIME":
      return { of: "type" };
    default:
      throw new Error(`${formatLogicalType(type)} cannot be generated at random.`);
  }
}

function integers(range: readonly [bigint, bigint], options: GeneratorOptions): RandomRange {
  const min = options.min === undefined ? range[0] : wholeNumber("min", options.min);
  const max = options.max === undefined ? range[1] : wholeNumber("max", options.max);
  if (min < range[0] || max > range[1] || min > max) throw new Error(`min and max must lie in ${range[0]}..${range[1]}, min first.`);
  return { of: "integers", min, max };
}

/** Default min is the smallest positive value, not the most negative one. */
function fractions(most: number, options: GeneratorOptions): RandomRange {
  const min = options.min === undefined ? Number.MIN_VALUE : Number(options.min);
  const max = options.max === undefined ? most : Number(options.max);
  if (!(min <= max)) throw new Error(`min (${options.min ?? min}) and max (${options.max ?? max}) must be numbers, min first.`);
  return { of: "fractions", min, max };
}

interface SizedType {
  /** Its length is declared and cannot be set. */
  readonly fixed: boolean;
  readonly length: number;
}

/** Characters or bytes of one generated value. [GR59] */
const longestValue = 1_000_000;

function lengths(type: SizedType, options: GeneratorOptions): RandomRange {
  const bounded = type.fixed || type.length < unboundedLength;
  if (options.length !== undefined && options.length > type.length) throw new Error(`"length" must not exceed ${type.length}.`);
  const length = options.length ?? (bounded ? type.length : 100);
  if (length > longestValue) throw new Error(`a value of length ${length} is longer than ${longestValue}: set a smaller "length".`);
  return { of: "lengths", length, varies: options["var-len"] === true };
}

function wholeNumber(option: string, text: string): bigint {
  if (!/^[+-]?\d{1,40}$/.test(text)) throw new Error(`"${option}" must be a whole number, "${excerpt(text)}" is not.`);
  return BigInt(text);
}
