import fc from "fast-check";
import { Decimal } from "../decimal.ts";
import { unboundedLength } from "../logical-type.ts";
import { PreciseTimestamp } from "../precise-timestamp.ts";
import { rowClass } from "../row-class.ts";
import type { Field, LogicalType, Schema } from "../logical-type.ts";
import type { Row, RowKind, Value } from "../row.ts";

const lengths = fc.constantFrom(1, 5, unboundedLength);
const precisions = fc.integer({ min: 0, max: 9 });

const plainTypes = ["BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DATE"] as const;
const sizedTypes = ["CHAR", "VARCHAR", "BINARY", "VARBINARY"] as const;
const timeTypes = ["TIME", "TIMESTAMP", "TIMESTAMP_LTZ"] as const;

const leafTypes: fc.Arbitrary<LogicalType> = fc.boolean().chain((nullable) =>
  fc.oneof(
    fc.constantFrom(...plainTypes).map((type) => ({ type, nullable })),
    fc.integer({ min: 1, max: 38 }).chain((precision) =>
      fc.integer({ min: 0, max: precision }).map((scale) => ({ type: "DECIMAL" as const, precision, scale, nullable })),
    ),
    fc.record({ type: fc.constantFrom(...sizedTypes), length: lengths, nullable: fc.constant(nullable) }),
    fc.record({ type: fc.constantFrom(...timeTypes), precision: precisions, nullable: fc.constant(nullable) }),
    fc.constant({ type: "RAW" as const, nullable }),
  ),
);

const names = fc.oneof(
  fc.constantFrom("word", "n", "toString", "valueOf", "hasOwnProperty", "a b", "日本", 'quo"te', "`", "\\", "\n", "$1", "0"),
  fc.string({ minLength: 1, maxLength: 6 }),
).filter((name) => !["$kind", "__proto__", "constructor", "prototype"].includes(name));

const { type: anyType, fields: anyFields } = fc.letrec<{ type: LogicalType; fields: readonly Field[] }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 2, depthIdentifier: "type" },
    leafTypes,
    fc.record({ type: fc.constant("ARRAY" as const), element: tie("type"), nullable: fc.boolean() }),
    fc.record({ type: fc.constant("MAP" as const), key: leafTypes, value: tie("type"), nullable: fc.boolean() }),
    fc.record({ type: fc.constant("ROW" as const), fields: tie("fields"), nullable: fc.boolean() }),
  ),
  fields: fc.uniqueArray(fc.record({ name: names, type: tie("type") }), { selector: (field) => field.name, maxLength: 5 }),
}));

/** Any logical type, nested up to two levels. */
export const arbitraryType = anyType;

/** Schemas with names that code generation could trip over. */
export const arbitrarySchema: fc.Arbitrary<Schema> = anyFields.map((fields) => ({ fields }));

/** A schema and some of its rows with timestamps. */
export const arbitraryRows: fc.Arbitrary<SchemaWithRows> = arbitrarySchema.chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    rows: fc.array(fc.record({ row: arbitraryRow(schema), timestamp: timestamps }), { maxLength: 8 }),
  }),
);

export interface SchemaWithRows {
  readonly schema: Schema;
  readonly rows: readonly { readonly row: Row; readonly timestamp: number }[];
}

const timestamps = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(NaN, Infinity, -Infinity, 0));

export function arbitraryRow(schema: Schema): fc.Arbitrary<Row> {
  const values = schema.fields.map((field) => arbitraryValue(field.type));
  const kinds = fc.constantFrom<RowKind>(0, 1, 2, 3);
  return fc.tuple(kinds, fc.tuple(...values)).map(([kind, cells]) => new (rowClass(schema))(kind, ...cells));
}

/** Values of a type as the engine keeps them, its limits often among them. */
export function arbitraryValue(type: LogicalType): fc.Arbitrary<Value> {
  return type.nullable ? fc.option(presentValue(type), { nil: null, freq: 5 }) : presentValue(type);
}

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "\0", "a\0", "ÿ", "\ud800", "日本語", "x".repeat(9), "x".repeat(33), "user1", "user2"),
);

function presentValue(type: LogicalType): fc.Arbitrary<Value> {
  switch (type.type) {
    case "BOOLEAN":
      return fc.boolean();
    case "TINYINT":
      return fc.integer({ min: -128, max: 127 });
    case "SMALLINT":
      return fc.integer({ min: -32768, max: 32767 });
    case "INT":
    case "DATE":
      return fc.oneof(fc.integer(), fc.constantFrom(-2147483648, 2147483647));
    case "BIGINT":
      return fc.oneof(
        fc.maxSafeInteger().map((value) => value + 0),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        fc.constantFrom<Value>(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, Number.MAX_SAFE_INTEGER),
      );
    case "FLOAT":
      return fc.float();
    case "DOUBLE":
      return fc.double();
    case "DECIMAL": {
      const limit = 10n ** BigInt(type.precision) - 1n;
      return fc.bigInt({ min: -limit, max: limit }).map((unscaled) => new Decimal(unscaled, type.scale));
    }
    case "CHAR":
    case "VARCHAR":
      return texts;
    case "BINARY":
    case "VARBINARY":
      return fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes));
    case "TIME":
      return fc.integer({ min: 0, max: 86_399_999 });
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return type.precision <= 3 ? fc.maxSafeInteger() : preciseTimestamps(type.precision);
    case "ARRAY":
      return fc.array(arbitraryValue(type.element), { maxLength: 4 });
    case "MAP":
      return fc
        .array(fc.tuple(arbitraryValue(type.key), arbitraryValue(type.value)), { maxLength: 4 })
        .map((entries) => new Map(entries));
    case "ROW":
      return arbitraryRow(type);
    case "RAW":
      return rawValues.filter((value) => value !== null);
  }
}

const preciseTimestamps = (precision: number): fc.Arbitrary<Value> =>
  fc
    .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 999_999 }))
    .map(([millisecond, nano]) => new PreciseTimestamp(millisecond, nano).truncate(precision));

const rawValues: fc.Arbitrary<Value> = fc.oneof(
  fc.constant("x"),
  fc.bigInt(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => new Uint8Array(bytes)),
  fc.array(fc.tuple(fc.string(), fc.jsonValue()), { maxLength: 3 }).map((entries) => new Map(entries)),
);
