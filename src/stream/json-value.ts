import { conformTo } from "./conform.ts";
import { Decimal } from "./decimal.ts";
import type { LogicalType, Schema } from "./logical-type.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowFromValues } from "./row-class.ts";
import type { Row } from "./row.ts";
import { parseTextValue, valueToText } from "./text-value.ts";

/** Reads JSON values of a type: numbers and booleans as they are, exact numbers, dates and times also as text. Throws like `conformTo`. */
export function valueFromJson(type: LogicalType): (json: unknown) => unknown {
  const conform = conformTo(type);
  switch (type.type) {
    case "CHAR":
    case "VARCHAR":
      // Flink's JSON format turns scalars into text.
      return (json) => conform(typeof json === "number" || typeof json === "boolean" ? String(json) : json);
    case "ARRAY": {
      const element = valueFromJson(type.element);
      return (json) => conform(Array.isArray(json) ? json.map(element) : json);
    }
    case "MAP": {
      const value = valueFromJson(type.value);
      return (json) =>
        conform(
          isObject(json)
            ? new Map(Object.entries(json).map(([key, each]) => [parseTextValue(type.key, key), value(each)]))
            : json,
        );
    }
    case "ROW": {
      const fields = type.fields.map((field) => [field.name, valueFromJson(field.type)] as const);
      return (json) =>
        isObject(json)
          ? Object.fromEntries(fields.map(([name, read]) => [name, read(Reflect.get(json, name) ?? null)]))
          : conform(json);
    }
    case "RAW":
      return conform;
    default:
      return (json) => (typeof json === "string" ? parseTextValue(type, json) : conform(json));
  }
}

/** The JSON that `valueFromJson` reads back: exact numbers, dates and times as text. */
export function jsonFromValue(type: LogicalType): (value: unknown) => unknown {
  const text = valueToText(type);
  switch (type.type) {
    case "BIGINT":
      return (value) => (typeof value === "bigint" ? value.toString() : value);
    case "DECIMAL":
      return (value) => (Decimal.is(value) ? value.toString() : value);
    case "DATE":
    case "TIME":
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
    case "BINARY":
    case "VARBINARY":
      return (value) => (value === null ? null : text(value));
    case "FLOAT":
    case "DOUBLE":
      return (value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
    case "ARRAY": {
      const element = jsonFromValue(type.element);
      return (value) => (Array.isArray(value) ? value.map(element) : null);
    }
    case "MAP": {
      const key = valueToText(type.key);
      const item = jsonFromValue(type.value);
      return (value) =>
        value instanceof Map ? Object.fromEntries([...value].map(([each, its]) => [key(each), item(its)])) : null;
    }
    case "ROW": {
      const fields = type.fields.map((field) => [field.name, jsonFromValue(field.type)] as const);
      return (value) =>
        isObject(value)
          ? Object.fromEntries(fields.map(([name, write]) => [name, write(Reflect.get(value, name))]))
          : null;
    }
    default:
      return (value) => (PreciseTimestamp.is(value) ? text(value) : value);
  }
}

/** Makes rows of JSON arrays (values in schema order) or objects (by field name). Throws an Error that names the field. */
export function rowFromJson(schema: Schema): (json: unknown) => Row {
  const reads = schema.fields.map((field) => valueFromJson(field.type));
  const makeRow = rowFromValues(schema);
  return (json) =>
    makeRow(
      schema.fields.map((field, place) => {
        const value: unknown = Array.isArray(json)
          ? json[place]
          : isObject(json)
            ? Reflect.get(json, field.name)
            : undefined;
        try {
          return reads[place]?.(value ?? null);
        } catch (error) {
          throw new Error(`Field ${field.name}: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
      }),
    );
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
