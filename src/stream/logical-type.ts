/**
 * Flink SQL's logical types. Values of each type in JavaScript, inside rows, state and functions:
 * BOOLEAN boolean; TINYINT, SMALLINT, INT, FLOAT, DOUBLE number; BIGINT number while it is a safe integer, else bigint;
 * DECIMAL `Decimal`; CHAR, VARCHAR string; BINARY, VARBINARY Uint8Array; DATE number (epoch day); TIME number (millisecond of
 * day); TIMESTAMP, TIMESTAMP_LTZ number (epoch millisecond) up to precision 3, else `PreciseTimestamp`; ARRAY array; MAP Map;
 * ROW row of the nested schema; RAW any structured value (null, boolean, number, bigint, string, Uint8Array, arrays, plain objects, Map).
 * SQL NULL is `null` everywhere.
 */
export type LogicalType =
  | { readonly type: "BOOLEAN" | "TINYINT" | "SMALLINT" | "INT" | "BIGINT" | "FLOAT" | "DOUBLE" | "DATE"; readonly nullable: boolean }
  | { readonly type: "DECIMAL"; readonly precision: number; readonly scale: number; readonly nullable: boolean }
  | { readonly type: "CHAR" | "VARCHAR" | "BINARY" | "VARBINARY"; readonly length: number; readonly nullable: boolean }
  | { readonly type: "TIME" | "TIMESTAMP" | "TIMESTAMP_LTZ"; readonly precision: number; readonly nullable: boolean }
  | { readonly type: "ARRAY"; readonly element: LogicalType; readonly nullable: boolean }
  | { readonly type: "MAP"; readonly key: LogicalType; readonly value: LogicalType; readonly nullable: boolean }
  | { readonly type: "ROW"; readonly fields: readonly Field[]; readonly nullable: boolean }
  | { readonly type: "RAW"; readonly nullable: boolean };

/** Named column. Names are unique in a schema, not empty, and none of `$kind`, `__proto__`, `constructor`, `prototype`. */
export interface Field {
  readonly name: string;
  readonly type: LogicalType;
}

/** Columns of the records of one stream, in order. */
export interface Schema {
  readonly fields: readonly Field[];
}

/** Length of STRING (= VARCHAR(2147483647)) and BYTES. */
export const unboundedLength = 2147483647;
