import { describe, expect, test } from "vitest";
import { hasOrder, hasSum, resultType } from "../../stream/aggregate-type.ts";
import type { AggregateKind } from "../../stream/aggregate-type.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { adderOf, comparatorOf } from "./arithmetic.ts";
import { fieldReduce } from "./field-reduce.ts";
import type { FieldAggregation } from "./field-reduce.ts";
import { rowAggregate } from "./row-aggregate.ts";

const types = [
  "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(10, 2)", "BOOLEAN", "CHAR(3)", "STRING", "BINARY(2)", "BYTES",
  "DATE", "TIME", "TIMESTAMP(3)", "TIMESTAMP(9)", "TIMESTAMP_LTZ(6)", "ARRAY<INT>", "MAP<STRING, INT>", "ROW<a INT>", "RAW",
];
const kinds: readonly AggregateKind[] = ["count", "sum", "min", "max", "avg", "collect", "distinct"];
const reductions: readonly FieldAggregation[] = ["sum", "min", "max", "minBy", "maxBy"];

const possible = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

describe.each(types)("[OP14] what is said of %s is what can be run", (name) => {
  const schema = schemaOf([{ name: "f", type: name }]);
  const [field] = schema.fields;
  if (field === undefined) throw new Error("no field");

  test("sum and order", () => {
    expect([hasSum(field.type), hasOrder(field.type)]).toEqual([adderOf(field.type) !== undefined, comparatorOf(field.type) !== undefined]);
  });

  test.each(kinds)("aggregate %s", (kind) => {
    const call = { kind, field: "f" };
    expect(resultType(schema, call) !== undefined).toBe(possible(() => rowAggregate(schema, [call])));
  });

  test.each(reductions)("reduction %s", (aggregation) => {
    const said = aggregation === "sum" ? hasSum(field.type) : hasOrder(field.type);
    expect(said).toBe(possible(() => fieldReduce(schema, { aggregation, field: "f" })));
  });
});
