import { javaDate, javaDouble, javaFloat } from "../../stream/java-text.ts";
import { Decimal } from "../../stream/decimal.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import { valueToText } from "../../stream/text-value.ts";
import { formatBase64, strippedDecimal } from "../java-values.ts";
import { timeOfDayText, timestampText } from "../java-time-text.ts";
import type { CsvOptions } from "./options.ts";

/** Texts that are longer are put in quotes unread. */
const unquotedMax = 24;

/** Writes the values of a column as cells, as Flink's csv does; null and undefined are the text of NULL. [CN106] */
export function cellWriter(type: LogicalType, options: CsvOptions): (value: unknown) => string {
  const text = valueText(type, options);
  const absent = options["null-literal"] ?? "";
  const quotes = quotesOf(options);
  const isText = !plainTypes.has(type.type);
  return (value) => {
    if (value === null || value === undefined) return absent;
    return isText ? quotes(text(value)) : text(value);
  };
}

/** Types whose texts never need quotes. */
const plainTypes: ReadonlySet<LogicalType["type"]> = new Set([
  "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL",
]);

/** Puts a text in quotes where it might be taken for something else. */
export function quotesOf(options: CsvOptions): (text: string) => string {
  const escape = options["escape-character"];
  const quote = options["quote-character"];
  // Nothing is protected then, as by Flink.
  if (options["disable-quote-character"]) return same;
  const escaped = escape === undefined ? same : (text: string): string => text.replaceAll(escape, () => escape + escape);
  const escapeUnit = (escape ?? "\\").charCodeAt(0);
  const safeFrom = Math.max(options["field-delimiter"].charCodeAt(0), quote.charCodeAt(0), 13) + 1;
  return (text) => {
    if (!needsQuotes(text, safeFrom, escapeUnit)) return text;
    return quote + escaped(text).replaceAll(quote, () => quote + quote) + quote;
  };
}

const same = (text: string): string => text;

function needsQuotes(text: string, safeFrom: number, escape: number): boolean {
  if (text.length > unquotedMax) return true;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < safeFrom || unit === escape) return true;
  }
  return false;
}

function valueText(type: LogicalType, options: CsvOptions): (value: unknown) => string {
  switch (type.type) {
    case "FLOAT":
      return (value) => javaFloat(Number(value));
    case "DOUBLE":
      return (value) => javaDouble(Number(value));
    case "DECIMAL":
      return (value) => (Decimal.is(value) ? strippedDecimal(value) : String(value));
    case "DATE":
      return (value) => javaDate(Number(value));
    case "TIME":
      return (value) => timeOfDayText(Number(value));
    case "TIMESTAMP":
      return (value) => timestampText(value);
    case "TIMESTAMP_LTZ":
      return (value) => `${timestampText(value)}Z`;
    case "BINARY":
    case "VARBINARY":
      return (value) => (value instanceof Uint8Array ? formatBase64(value) : "");
    case "ARRAY": {
      const element = partText(type.element, options);
      return (value) => (Array.isArray(value) ? value.map(element).join(options["array-element-delimiter"]) : "");
    }
    case "ROW": {
      const members = type.fields.map((field) => [field.name, partText(field.type, options)] as const);
      const delimiter = options["array-element-delimiter"];
      return (value) => members.map(([name, text]) => text(Reflect.get(Object(value), name))).join(delimiter);
    }
    default:
      return valueToText(type);
  }
}

function partText(type: LogicalType, options: CsvOptions): (value: unknown) => string {
  const text = valueText(type, options);
  return (value) => (value === null || value === undefined ? (options["null-literal"] ?? "") : text(value));
}
