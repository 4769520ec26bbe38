import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { parseTextValue } from "../../stream/text-value.ts";

/** The log ends a text that it has cut with these. */
const cutEnd = "...";
/** Length at which it does. */
const cutAt = 120;

/**
 * A row as the log shows it, as JSON of its values in order; undefined where the text does not tell it: it was cut, or a field has parts
 * of its own, or the bytes of one. NULL and the text "null" look the same there: it is taken for NULL. [OB50]
 */
export function loggedRow(text: string, { fields }: Schema): string | undefined {
  if (text.length >= cutAt && text.endsWith(cutEnd)) return undefined;
  const parts = fields.length === 1 ? [text] : partsOf(text);
  if (parts.length !== fields.length) return undefined;
  const values = fields.map(({ type }, place) => jsonOf(type, parts[place] ?? ""));
  return values.every((value) => value !== undefined) ? `[${values.join(",")}]` : undefined;
}

/** Values as text, null for NULL, as JSON of the row; undefined where one cannot be read back. */
export function writtenRow(values: readonly (string | null)[], { fields }: Schema): string | undefined {
  if (values.length !== fields.length) return undefined;
  const texts = fields.map(({ type }, place) => {
    const value = values[place] ?? null;
    return value === null ? "null" : isText(type) ? JSON.stringify(value) : jsonOf(type, value);
  });
  return texts.every((text) => text !== undefined) ? `[${texts.join(",")}]` : undefined;
}

const between = ", ";

/** What stands between the commas, a quoted text whole. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quoted = /^"(?:[^"\\]|\\.)*"/su.exec(text.slice(at))?.[0];
    const comma = text.indexOf(between, quoted === undefined ? at : at + quoted.length);
    const end = comma < 0 ? text.length : comma;
    parts.push(text.slice(at, end));
    at = end + between.length;
    if (comma < 0) break;
  }
  return parts;
}

const isText = ({ type }: LogicalType): boolean => type === "CHAR" || type === "VARCHAR";

function jsonOf(type: LogicalType, text: string): string | undefined {
  if (text === "null") return text;
  if (isText(type)) return text.startsWith('"') ? text : JSON.stringify(text);
  try {
    parseTextValue(type, text);
  } catch {
    return undefined;
  }
  switch (type.type) {
    case "BOOLEAN":
      return text;
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      return text;
    case "FLOAT":
    case "DOUBLE":
      return Number.isFinite(Number(text)) ? String(Number(text)) : JSON.stringify(text);
    case "BINARY":
    case "VARBINARY":
      return undefined;
    default:
      return JSON.stringify(text);
  }
}
