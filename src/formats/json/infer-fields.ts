import { parseExactJson } from "../../stream/exact-json.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import type { Field } from "../../stream/logical-type.ts";
import { inferTextType } from "../../stream/text-value.ts";

/** Lines of a sample that are looked at when types are guessed. */
const sampleLines = 200;

/** Fields of the first lines of a file, by the types that fit every value. [CN16] */
export function inferJsonFields(sample: string): readonly Field[] {
  const lines = sample.split("\n");
  const complete = (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, sampleLines);
  const columns = new Map<string, unknown[]>();
  for (const line of complete) {
    for (const [name, value] of parsedObjects(line).flatMap((object) => Object.entries(object))) {
      const seen = columns.get(name) ?? [];
      if (value !== null) seen.push(value);
      columns.set(name, seen);
    }
  }
  return [...columns].map(([name, seen]) => ({ name, type: parseLogicalType(typeOf(seen)) }));
}

/** The objects of a line: one, or those of an array. */
function parsedObjects(line: string): readonly object[] {
  try {
    const value: unknown = parseExactJson(line);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.filter((each): each is object => typeof each === "object" && each !== null && !Array.isArray(each));
  } catch {
    // A bad line says nothing about types; the decoder will report it with its place.
    return [];
  }
}

/** A number that `parseExactJson` left as text; a text of so many digits would be taken for one, too. */
const isLongNumber = (value: unknown): boolean => typeof value === "string" && /^-?\d[\d.]{15,}$/.test(value);

function typeOf(values: readonly unknown[]): string {
  if (values.length === 0) return "STRING";
  if (values.every((value) => typeof value === "boolean")) return "BOOLEAN";
  if (values.every((value) => typeof value === "number" || isLongNumber(value))) return inferTextType(values.map(String));
  if (values.every((value) => typeof value === "string")) {
    const type = inferTextType(values.filter((value) => typeof value === "string"));
    return type.startsWith("TIMESTAMP") || type === "DATE" ? type : "STRING";
  }
  return values.every(Array.isArray) ? "ARRAY<STRING>" : "STRING";
}
