import { LogicalTypeError, schemaOf } from "../../src/stream/logical-type-text.ts";
import { rowFromValues } from "../../src/stream/row-class.ts";
import type { FormatFactory } from "../../src/runtime/format.ts";
import { FormatError } from "../../src/runtime/format.ts";
import { ByteWriter } from "../../src/stream/byte-buffer.ts";
import { Decimal } from "../../src/stream/decimal.ts";
import type { LogicalType, Schema } from "../../src/stream/logical-type.ts";
import { javaFloat } from "../../src/stream/java-text.ts";
import { PreciseTimestamp } from "../../src/stream/precise-timestamp.ts";
import type { Row, Value } from "../../src/stream/row.ts";
import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import type { Suite } from "./suite.ts";

/** A recorded case of a file format. */
export interface FileCase {
  readonly op: "read" | "write";
  readonly options: Readonly<Record<string, string>>;
  readonly columns: readonly (readonly [string, string])[];
  readonly text?: string;
  readonly base64?: string;
  readonly rows?: readonly (readonly unknown[])[];
  readonly select?: readonly string[];
  readonly level?: "message";
}

export interface FileResult {
  readonly rows?: readonly (readonly [string, readonly unknown[]])[];
  /** Rows that had been decoded when the job failed. */
  readonly decoded?: readonly (readonly [string, readonly unknown[]])[];
  readonly error?: { readonly phase: string; readonly message?: string; readonly row?: number };
  readonly text?: string;
  readonly base64?: string;
}

/** How a suite's format is opened: the product's factory, and its options of those of the case, whose values are texts. */
export interface FileFormat {
  readonly factory: FormatFactory;
  /** Throws where an option is refused. */
  options(given: FileCase): Readonly<Record<string, unknown>>;
  /** Throws where a column's type is none of the format. */
  check(schema: Schema): void;
}

/** The case's job fails before anything is read. */
class Refused extends Error {}

export function runFileCase(format: FileFormat, given: FileCase, expected: FileResult): FileResult {
  let opened: { readonly schema: Schema; readonly options: Readonly<Record<string, unknown>> };
  try {
    opened = openedOf(format, given);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { rows: [], error: { phase: "validate", message: error.message } };
  }
  return given.op === "read" ? readFile(format, { ...given, expected: expected.decoded ?? expected.rows ?? [] }, opened) : writeFile(format, given, opened);
}

function openedOf(format: FileFormat, given: FileCase): { readonly schema: Schema; readonly options: Readonly<Record<string, unknown>> } {
  try {
    const schema = schemaOf(given.columns.map(([name, type]) => ({ name, type })));
    format.check(schema);
    const options = format.options(given);
    if (given.op === "read") format.factory.createDecoder(schema, options);
    else format.factory.createEncoder(schema, options);
    return { schema, options };
  } catch (error) {
    if (error instanceof LogicalTypeError || error instanceof TypeError) throw new Refused(error.message, { cause: error });
    throw error;
  }
}

interface ReadCase extends FileCase {
  readonly expected: readonly (readonly [string, readonly unknown[]])[];
}

function readFile(format: FileFormat, given: ReadCase, { schema, options }: { readonly schema: Schema; readonly options: unknown }): FileResult {
  const decoder = format.factory.createDecoder(schema, options);
  const bytes = given.base64 === undefined ? Buffer.from(given.text ?? "") : Buffer.from(given.base64, "base64");
  const rows: (readonly [string, readonly unknown[]])[] = [];
  try {
    // In pieces that cut records anywhere.
    for (let at = 0; at < bytes.length; at += 7) {
      decoder.push(new Uint8Array(bytes.subarray(at, at + 7)));
      takeRows();
    }
    decoder.end();
    takeRows();
    return { rows };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { rows, error: { phase: "run", message: error.message } };
  }
  function takeRows(): void {
    for (let record = decoder.next(); record !== undefined; record = decoder.next()) {
      for (const row of record.rows) rows.push(["+I", rowValues(schema, row, given.expected[rows.length]?.[1])]);
    }
  }
}

function writeFile(format: FileFormat, given: FileCase, { schema, options }: { readonly schema: Schema; readonly options: unknown }): FileResult {
  const encoder = format.factory.createEncoder(schema, options);
  const writer = new ByteWriter();
  writer.append(encoder.prologue);
  const makeRow = rowFromValues(schema);
  for (const [place, values] of (given.rows ?? []).entries()) {
    try {
      encoder.encode(makeRow(schema.fields.map(({ type }, at) => parseValue(type, values[at]))), writer);
    } catch (error) {
      return { error: { phase: "run", message: String(error), row: place } };
    }
  }
  return { base64: Buffer.from(writer.bytes()).toString("base64") };
}

const rowValues = ({ fields }: { readonly fields: Schema["fields"] }, row: Row, expected?: readonly unknown[]): readonly unknown[] =>
  fields.map(({ name, type }, place) => {
    const value = row[name] ?? null;
    const awaited = expected?.[place];
    // A FLOAT has many spellings, of which Java 17 does not always take the shortest.
    const isSame = type.type === "FLOAT" && typeof awaited === "number" && awaited !== 0 && Math.fround(awaited) === value;
    return isSame ? awaited : encodeValue(type, value);
  });

/** A value as the cases write it. */
function encodeValue(type: LogicalType, value: Value): unknown {
  if (value === null) return null;
  switch (type.type) {
    case "BIGINT":
      return String(value);
    case "DECIMAL":
      return Decimal.is(value) ? plainDecimal(value, type.scale) : value;
    case "FLOAT":
    case "DOUBLE":
      return encodeDouble(type.type === "FLOAT" ? Number(javaFloat(Number(value))) : Number(value));
    case "BINARY":
    case "VARBINARY":
      return Buffer.from(value as Uint8Array).toString("hex");
    case "DATE":
      return isoText(Number(value) * 86_400_000).slice(0, -13);
    case "TIME":
      return isoText(Number(value)).slice(-12);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ": {
      const [millis, nanos] = PreciseTimestamp.is(value) ? [value.millisecond, value.nanoOfMillisecond] : [Number(value), 0];
      const text = isoText(millis);
      const digits = (text.slice(-3) + String(nanos).padStart(6, "0")).slice(0, type.precision);
      return `${text.slice(0, -4)}${digits === "" ? "" : `.${digits}`}${type.type === "TIMESTAMP" ? "" : "Z"}`;
    }
    case "ARRAY":
      return (value as readonly Value[]).map((each) => encodeValue(type.element, each));
    case "MAP":
      return [...(value as ReadonlyMap<Value, Value>)]
        .map(([key, each]) => [encodeValue(type.key, key), encodeValue(type.value, each)] as const)
        .sort(([one], [other]) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    case "ROW":
      return rowValues(type, value as Row);
    default:
      return value;
  }
}

/** Date and time of a millisecond, without zone; years as LocalDate writes them. */
function isoText(millis: number): string {
  const text = new Date(millis).toISOString().slice(0, -1).replace("T", " ");
  return text.replace(/^([+-])0?0?(\d{4,6}-)/, (_, sign: string, rest: string) => (sign === "-" ? "-" : "+") + rest);
}

function plainDecimal(value: Decimal, scale: number): string {
  const { unscaled } = value.rescale(scale);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const sign = unscaled < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function encodeDouble(value: number): unknown {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return String(value);
  return value;
}

/** The product's value of one that a case writes. */
function parseValue(type: LogicalType, value: unknown): Value {
  if (value === null || value === undefined) return null;
  switch (type.type) {
    case "BIGINT": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : BigInt(String(value));
    }
    case "DECIMAL":
      return Decimal.parse(String(value))?.rescale(type.scale) ?? null;
    case "FLOAT":
    case "DOUBLE":
      return type.type === "FLOAT" ? Math.fround(Number(value)) : Number(value);
    case "BINARY":
    case "VARBINARY":
      return new Uint8Array(Buffer.from(String(value), "hex"));
    case "DATE":
      return Date.parse(`${String(value)}T00:00:00Z`) / 86_400_000;
    case "TIME":
      return Date.parse(`1970-01-01T${String(value)}Z`);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ": {
      const [, start = "", fraction = ""] = /^([^.Z]*)(?:\.(\d+))?Z?$/.exec(String(value)) ?? [];
      const nanos = Number(fraction.padEnd(9, "0"));
      const millis = Date.parse(`${start.replace(" ", "T")}Z`) + Math.floor(nanos / 1e6);
      return type.precision <= 3 ? millis : new PreciseTimestamp(millis, nanos % 1e6);
    }
    case "ARRAY":
      return (value as readonly unknown[]).map((each) => parseValue(type.element, each));
    case "MAP":
      return new Map((value as readonly (readonly [unknown, unknown])[]).map(([key, each]) => [parseValue(type.key, key), parseValue(type.value, each)]));
    case "ROW":
      return rowFromValues(type)(type.fields.map((field, at) => parseValue(field.type, (value as readonly unknown[])[at])));
    default:
      return value as Value;
  }
}

/** Everything exactly; of an error that there is one and when; rows in front of it are any first part of those decoded. */
export function compareFiles(expected: FileResult, actual: FileResult): string | undefined {
  const told = `  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`;
  if ((expected.error === undefined) !== (actual.error === undefined)) return told;
  if (expected.error !== undefined) {
    const [then, now] = [expected.error, actual.error].map((error) => error?.phase === "run");
    const decoded = expected.decoded ?? expected.rows ?? [];
    const rows = actual.rows ?? [];
    return then === now && expected.error.row === actual.error?.row && isDeepStrictEqual(rows, decoded.slice(0, rows.length)) ? undefined : told;
  }
  if (expected.rows !== undefined) return isDeepStrictEqual(expected.rows, actual.rows) ? undefined : told;
  const bytes = expected.base64 ?? Buffer.from(expected.text ?? "").toString("base64");
  return bytes === actual.base64 ? undefined : `${told}\n  as text  ${Buffer.from(actual.base64 ?? "", "base64").toString()}`;
}

/** The option's value of a text, as Flink reads it. */
export function booleanOption(name: string, text: string): boolean {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw new TypeError(`Option ${name} is true or false.`);
}

export const fileSuite = (name: string, format: FileFormat, notApplicable: Suite["notApplicable"]): Suite => ({
  name,
  run: (given: FileCase, expected: FileResult) => runFileCase(format, given, expected),
  compare: (expected: FileResult, actual: FileResult) => compareFiles(expected, actual),
  ...(notApplicable !== undefined && { notApplicable }),
});

