import { parseLogicalType } from "../stream/logical-type-text.ts";
import { writtenTypeLimits } from "../stream/type-limits.ts";
import type { Field, LogicalType } from "../stream/logical-type.ts";
import { parseDateTime, parseTime } from "../stream/time-text.ts";

export const comparisons = ["=", "!=", "<", "<=", ">", ">=", "contains"] as const;
export type ComparisonOperator = (typeof comparisons)[number];

/** What a field of a record is compared with; `value` as the log writes values of that type. */
export interface FieldTest {
  readonly field: string;
  readonly is: ComparisonOperator;
  readonly value: string;
}

/** Columns of a channel, from `TopologyChannel.schemaText`. */
export function fieldsOfSchema(schemaText: string): readonly Field[] {
  if (schemaText === "") return [];
  const type = parseLogicalType(`ROW<${schemaText}>`, writtenTypeLimits);
  return type.type === "ROW" ? type.fields : [];
}

/**
 * Texts of a row's fields, from the row's text in the log (`rowLogText`): as many as the text still has, for it ends at 120 characters.
 * The last one of a text that was cut is left out.
 */
export function fieldTextsOf(text: string, fields: readonly Field[]): readonly string[] {
  const texts: string[] = [];
  let from = 0;
  for (const { type } of fields) {
    if (from > text.length) break;
    const nested = type.type === "ROW" || type.type === "ARRAY" || type.type === "MAP" || type.type.endsWith("BINARY");
    const to = text.startsWith('"', from) ? endOfQuoted(text, from) : endOfPlain(text, from, nested);
    const cut = to === text.length && text.endsWith("...");
    if (cut) break;
    const piece = text.slice(from, to);
    texts.push(piece.startsWith('"') ? unquoted(piece) : piece);
    from = to + separator.length;
  }
  return texts;
}

const separator = ", ";

function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** Separators inside of brackets belong to a nested value. */
function endOfPlain(text: string, from: number, nested: boolean): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (nested && "[{".includes(letter)) depth++;
    else if (nested && "]}".includes(letter)) depth--;
    else if (depth <= 0 && text.startsWith(separator, at)) return at;
  }
  return text.length;
}

function unquoted(piece: string): string {
  try {
    return String(JSON.parse(piece));
  } catch {
    return piece;
  }
}

/** Says whether a row's text in the log passes the test; false when the row has no such field or its text was cut before it. */
export function testOfField({ field, is, value }: FieldTest, fields: readonly Field[]): (text: string) => boolean {
  const place = fields.findIndex(({ name }) => name === field);
  if (place < 0) return () => false;
  const type = fields[place]?.type.type ?? "RAW";
  const instant = instantOf(value, type);
  return (text) => {
    const found = fieldTextsOf(text, fields)[place];
    if (found === undefined) return false;
    if (is === "contains") return found.includes(value);
    const foundInstant = instant === undefined ? undefined : instantOf(found, type);
    return instant === undefined || foundInstant === undefined ? compares(found, is, value) : compares(foundInstant, is, instant);
  };
}

const numbers: ReadonlySet<LogicalType["type"]> = new Set(["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL"]);

/** What the value of a test would have to be for a field of its type. */
export type WantedValue = "number" | "boolean" | "timeOfDay" | "time";

/** That which `value` is not for a field of the type; undefined where it can be compared. [UI91] */
export function wantedValue({ is, value }: Pick<FieldTest, "is" | "value">, { type }: LogicalType): WantedValue | undefined {
  if (is === "contains" || value === "null") return undefined;
  if (numbers.has(type)) return numberOf(value) === undefined ? "number" : undefined;
  if (isTime(type)) return instantOf(value, type) !== undefined ? undefined : type === "TIME" ? "timeOfDay" : "time";
  return type === "BOOLEAN" && value !== "true" && value !== "false" ? "boolean" : undefined;
}

const isTime = (type: LogicalType["type"]): boolean => type === "DATE" || type === "TIME" || type.startsWith("TIMESTAMP");

/** A date or time as a whole number: `2026-01-31`, with a `T`, or with fewer digits of a second is the same time. */
function instantOf(text: string, type: LogicalType["type"]): string | undefined {
  if (!isTime(type)) return undefined;
  try {
    if (type === "TIME") return String(parseTime(text));
    const { millis, nanoOfMilli } = parseDateTime(text);
    return String(BigInt(millis) * 1_000_000n + BigInt(nanoOfMilli));
  } catch {
    // It is none: told by `wantedValue` where it is typed.
    return undefined;
  }
}

function compares(found: string, is: Exclude<ComparisonOperator, "contains">, value: string): boolean {
  if ((found === "null" || value === "null") && is !== "=" && is !== "!=") return false;
  const order = orderOf(found, value);
  switch (is) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

const integer = /^-?\d+$/;

/** Numbers by value, whole ones of any size exactly; everything else by text. */
function orderOf(found: string, value: string): number {
  const [a, b] = integer.test(found) && integer.test(value) ? [BigInt(found), BigInt(value)] : [numberOf(found), numberOf(value)];
  if (a === undefined || b === undefined) return found < value ? -1 : found > value ? 1 : 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberOf(text: string): number | undefined {
  const number = text.trim() === "" ? NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}
