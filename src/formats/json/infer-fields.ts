import { decodeUtf8, encodeUtf8 } from "../../base/utf8.ts";
import { parseExactJson } from "../../stream/exact-json.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import { nameProblem } from "../../stream/field-names.ts";
import type { Field } from "../../stream/logical-type.ts";
import { inferTextType } from "../../stream/text-value.ts";
import { toIsoDate } from "../date-order.ts";
import { guessedFieldsMax } from "../field-names.ts";
import { JsonCutter } from "./json-cutter.ts";
import type { JsonOptions } from "./options.ts";

/** Objects of a sample that are looked at when types are guessed. */
const sampleObjects = 1_000;
/** Fields of the first objects of a file, by the types that fit every value. [CN16] */
export function inferJsonFields(sample: string, options: Pick<JsonOptions, "date-order">, isWhole: boolean): readonly Field[] {
  return [...sampleColumns(sample, isWhole)].map(([name, seen]) => ({ name, type: parseLogicalType(typeOf(seen, options["date-order"])) }));
}

/** Options that a sample tells: whether texts are dates as people write them. */
export function guessJsonOptions(sample: string, isWhole = false): Readonly<Record<string, unknown>> {
  const columns = [...sampleColumns(sample, isWhole).values()];
  const helps = columns.some((seen) => typeOf(seen, "iso") === "STRING" && typeOf(seen, "year-month-day") !== "STRING");
  return helps ? { "date-order": "year-month-day" } : {};
}

/** What is not null, by the name of the member. */
function sampleColumns(sample: string, isWhole: boolean): ReadonlyMap<string, readonly unknown[]> {
  const cutter = new JsonCutter();
  cutter.push(encodeUtf8(sample));
  if (isWhole) cutter.end();
  const columns = new Map<string, unknown[]>();
  let objects = 0;
  for (let record = cutter.next(); record !== undefined && objects < sampleObjects; record = cutter.next()) {
    objects++;
    for (const [name, value] of Object.entries(parsedObject(decodeUtf8(record.bytes)))) {
      if (nameProblem(name) !== undefined || (!columns.has(name) && columns.size === guessedFieldsMax)) continue;
      const seen = columns.get(name) ?? [];
      if (value !== null) seen.push(value);
      columns.set(name, seen);
    }
  }
  return columns;
}

function parsedObject(text: string): object {
  try {
    const value: unknown = parseExactJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // A bad record says nothing about types; the decoder will report it with its place.
    return {};
  }
}

/** A number that `parseExactJson` left as text; a text of so many digits would be taken for one, too. */
const isLongNumber = (value: unknown): boolean => typeof value === "string" && /^-?(?!0\d)\d[\d.]{15,}$/.test(value);

function typeOf(values: readonly unknown[], order: string): string {
  if (values.length === 0) return "STRING";
  if (values.every((value) => typeof value === "boolean")) return "BOOLEAN";
  if (values.every((value) => typeof value === "number" || isLongNumber(value))) return inferTextType(values.map(String));
  if (values.every((value) => typeof value === "string")) {
    const type = inferTextType(values.map((value) => toIsoDate(String(value), order)));
    return type.startsWith("TIMESTAMP") || type === "DATE" ? type : "STRING";
  }
  return values.every(isTextArray) ? "ARRAY<STRING>" : "STRING";
}

const isTextArray = (value: unknown): boolean => Array.isArray(value) && value.every((each) => each === null || typeof each !== "object");
