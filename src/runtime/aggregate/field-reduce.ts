import type { Schema } from "../../stream/logical-type.ts";
import { copyRow } from "../../stream/row-class.ts";
import type { Row } from "../../stream/row.ts";
import { adderOf, comparatorOf } from "./arithmetic.ts";
import type { Comparator } from "./arithmetic.ts";

export type FieldAggregation = "sum" | "min" | "max" | "minBy" | "maxBy";

export interface FieldReduceOptions {
  readonly aggregation: FieldAggregation;
  readonly field: string;
  /** minBy and maxBy: which of two equal rows is kept. Flink's default is the first. */
  readonly first?: boolean;
}

/**
 * The built-in aggregations of one field over whole rows: `sum` copies the left row with the
 * field summed; `min` and `max` write into the left row in place; `minBy` and `maxBy` keep a row as it is.
 * Throws a RangeError for a field that is not there or has no sum or order. [WN14]
 */
export function fieldReduce(
  schema: Schema,
  { aggregation, field, first = true }: FieldReduceOptions,
): (left: Row, right: Row) => Row {
  const found = schema.fields.find((candidate) => candidate.name === field);
  if (found === undefined) throw new RangeError(`[WN14] no field "${field}" to aggregate`);
  if (aggregation === "sum") return sumReduce(schema, field, adderOf(found.type));
  const compare = comparatorOf(found.type);
  if (compare === undefined) throw new RangeError(`[WN14] values of field "${field}" have no order`);
  switch (aggregation) {
    case "min":
      return replaceReduce(field, compare);
    case "max":
      return replaceReduce(field, (left, right) => compare(right, left));
    case "minBy":
      return keepReduce(field, first, compare);
    case "maxBy":
      return keepReduce(field, first, (left, right) => compare(right, left));
  }
}

function sumReduce(
  schema: Schema,
  field: string,
  add: ((left: unknown, right: unknown) => unknown) | undefined,
): (left: Row, right: Row) => Row {
  if (add === undefined) throw new RangeError(`[WN14] values of field "${field}" cannot be summed`);
  const copy = copyRow(schema);
  return (left, right) => {
    const sum = copy(left);
    sum[field] = add(left[field], right[field]);
    return sum;
  };
}

/** `order` is negative when the left value is the one to keep. */
function replaceReduce(field: string, order: Comparator): (left: Row, right: Row) => Row {
  return (left, right) => {
    if (order(left[field], right[field]) >= 0) left[field] = right[field];
    return left;
  };
}

function keepReduce(field: string, first: boolean, order: Comparator): (left: Row, right: Row) => Row {
  return (left, right) => {
    const compared = order(left[field], right[field]);
    if (compared === 0) return first ? left : right;
    return compared < 0 ? left : right;
  };
}
