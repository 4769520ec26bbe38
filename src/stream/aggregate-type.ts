import type { LogicalType, Schema } from "./logical-type.ts";

/** Which fields can be aggregated and what comes of it: told before a job runs, and kept to by what runs. [OP14] */
export type AggregateKind = "count" | "sum" | "min" | "max" | "avg" | "collect" | "distinct";

/** One column of a result. `count` without a field counts rows; nulls are left out of all others, as in SQL. */
export interface AggregateCall {
  readonly kind: AggregateKind;
  readonly field?: string | undefined;
}

type TypeName = LogicalType["type"];

const integers: ReadonlySet<TypeName> = new Set(["TINYINT", "SMALLINT", "INT", "BIGINT"]);
const summed: ReadonlySet<TypeName> = new Set([...integers, "FLOAT", "DOUBLE", "DECIMAL"]);
const unordered: ReadonlySet<TypeName> = new Set(["ARRAY", "MAP", "ROW", "RAW", "BINARY", "VARBINARY"]);
/** Types whose values cannot be told apart by their contents. */
const indistinct: ReadonlySet<TypeName> = new Set(["ARRAY", "MAP", "BINARY", "VARBINARY"]);

/** True: values of the type can be added. [WN14] */
export const hasSum = ({ type }: LogicalType): boolean => summed.has(type);

/** True: of two values of the type one is less, or they are equal. [WN14] */
export const hasOrder = ({ type }: LogicalType): boolean => !unordered.has(type);

/** Type of a call's result; undefined when its field is not there or its type has no such aggregate. [WN15] */
export function resultType(schema: Schema, { kind, field }: AggregateCall): LogicalType | undefined {
  const counted: LogicalType = { type: "BIGINT", nullable: false };
  if (kind === "count") return counted;
  const type = schema.fields.find((candidate) => candidate.name === field)?.type;
  if (type === undefined) return undefined;
  switch (kind) {
    case "sum":
      return hasSum(type) ? sumType(type) : undefined;
    case "avg":
      return hasSum(type) ? { type: "DOUBLE", nullable: true } : undefined;
    case "min":
    case "max":
      return hasOrder(type) ? { ...type, nullable: true } : undefined;
    case "collect":
      return { type: "ARRAY", element: type, nullable: false };
    case "distinct":
      return indistinct.has(type.type) ? undefined : counted;
  }
}

/** Sums of integers are BIGINT, of decimals DECIMAL(38, s), of approximate numbers DOUBLE. */
export function sumType(type: LogicalType): LogicalType {
  if (integers.has(type.type)) return { type: "BIGINT", nullable: true };
  if (type.type === "DECIMAL") return { type: "DECIMAL", precision: 38, scale: type.scale, nullable: true };
  return { type: "DOUBLE", nullable: true };
}
