import { Decimal } from "../../stream/decimal.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import type { Row, Value } from "../../stream/row.ts";
import { keyIdentity } from "../state/map-key.ts";
import type { Aggregate } from "../state/keyed-state.ts";
import { adderOf, comparatorOf } from "./arithmetic.ts";

export type AggregateKind = "count" | "sum" | "min" | "max" | "avg" | "collect" | "distinct";

/**
 * One column of a result. `count` without a field counts rows; nulls are left out of all others, as in SQL.
 */
export interface AggregateCall {
  readonly kind: AggregateKind;
  readonly field?: string | undefined;
}

/** What a call gathers, a structured value; null before the first value that counts. */
type Cell = Value;

interface CellAggregate {
  readonly type: LogicalType;
  readonly initial: () => Cell;
  add(cell: Cell, row: Row): Cell;
  result(cell: Cell): Value;
  merge(left: Cell, right: Cell): Cell;
}

const bigint: LogicalType = { type: "BIGINT", nullable: false };
const double: LogicalType = { type: "DOUBLE", nullable: true };

/**
 * Type of a call's result; undefined when its field is not there or its type has no such aggregate. [WN15]
 */
export function resultType(schema: Schema, call: AggregateCall): LogicalType | undefined {
  return cellAggregate(schema, call)?.type;
}

/**
 * Several calls at once: the accumulator is an array of their cells, changed in place; the result an array of
 * values. [WN15]
 */
export function rowAggregate(
  schema: Schema,
  calls: readonly AggregateCall[],
): Aggregate<Row, Cell[], Value[]> {
  const cells = calls.map((call) => {
    const cell = cellAggregate(schema, call);
    if (cell === undefined) throw new RangeError(`[WN15] no ${call.kind} of field "${call.field ?? ""}"`);
    return cell;
  });
  return {
    createAccumulator: () => cells.map((cell) => cell.initial()),
    add: (row, accumulator) => {
      for (let index = 0; index < cells.length; index += 1)
        accumulator[index] = cells[index]?.add(accumulator[index], row);
      return accumulator;
    },
    getResult: (accumulator) => cells.map((cell, index) => cell.result(accumulator[index])),
    merge: (left, right) => cells.map((cell, index) => cell.merge(left[index], right[index])),
  };
}

function cellAggregate(schema: Schema, { kind, field }: AggregateCall): CellAggregate | undefined {
  if (kind === "count") return countCells(field);
  const found = schema.fields.find((candidate) => candidate.name === field);
  if (found === undefined) return undefined;
  switch (kind) {
    case "sum":
      return sumCells(found.name, found.type);
    case "avg":
      return avgCells(found.name, found.type);
    case "min":
      return extremeCells(found.name, found.type, 1);
    case "max":
      return extremeCells(found.name, found.type, -1);
    case "collect":
      return collectCells(found.name, found.type);
    case "distinct":
      return distinctCells(found.name, found.type);
  }
}

function countCells(field: string | undefined): CellAggregate {
  return {
    type: bigint,
    initial: () => 0,
    add: (cell, row) => (field === undefined || row[field] !== null ? (cell as number) + 1 : cell),
    result: (cell) => cell,
    merge: (left, right) => (left as number) + (right as number),
  };
}

/** Sums of integers are BIGINT, of approximate numbers DOUBLE, of decimals DECIMAL(38, s). */
function sumType(type: LogicalType): LogicalType | undefined {
  switch (type.type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      return { type: "BIGINT", nullable: true };
    case "FLOAT":
    case "DOUBLE":
      return double;
    case "DECIMAL":
      return { type: "DECIMAL", precision: 38, scale: type.scale, nullable: true };
    default:
      return undefined;
  }
}

function sumCells(field: string, fieldType: LogicalType): CellAggregate | undefined {
  const type = sumType(fieldType);
  const plus = type && adderOf(type);
  if (type === undefined || plus === undefined) return undefined;
  const combine = (left: Cell, right: Cell): Cell =>
    left === null ? right : right === null ? left : plus(left, right);
  return {
    type,
    initial: () => null,
    add: (cell, row) => combine(cell, row[field]),
    result: (cell) => cell,
    merge: combine,
  };
}

/** The cell is [sum, count]; the result a DOUBLE. */
function avgCells(field: string, fieldType: LogicalType): CellAggregate | undefined {
  const sum = sumCells(field, fieldType);
  if (sum === undefined) return undefined;
  return {
    type: double,
    initial: () => [null, 0],
    add: (cell, row) => {
      const pair = cell as [Cell, number];
      if (row[field] === null) return pair;
      pair[0] = sum.add(pair[0], row);
      pair[1] += 1;
      return pair;
    },
    result: (cell) => averageOf(cell as readonly [Cell, number]),
    merge: (left, right) => {
      const [a, b] = [left as readonly [Cell, number], right as readonly [Cell, number]];
      return [sum.merge(a[0], b[0]), a[1] + b[1]];
    },
  };
}

/** Average of [sum, count]; null of nothing. */
export function averageOf([sum, count]: readonly [Cell, number]): number | null {
  if (count === 0) return null;
  return (Decimal.is(sum) ? sum.toNumber() : Number(sum)) / count;
}

function extremeCells(field: string, type: LogicalType, sign: 1 | -1): CellAggregate | undefined {
  const compare = comparatorOf(type);
  if (compare === undefined) return undefined;
  const better = (left: Cell, right: Cell): Cell => {
    if (left === null) return right;
    return right === null || compare(left, right) * sign <= 0 ? left : right;
  };
  return {
    type: { ...type, nullable: true },
    initial: () => null,
    add: (cell, row) => better(cell, row[field]),
    result: (cell) => cell,
    merge: better,
  };
}

function collectCells(field: string, type: LogicalType): CellAggregate {
  return {
    type: { type: "ARRAY", element: type, nullable: false },
    initial: () => [],
    add: (cell, row) => {
      if (row[field] !== null) (cell as Cell[]).push(row[field]);
      return cell;
    },
    result: (cell) => [...(cell as readonly Cell[])],
    merge: (left, right) => [...(left as readonly Cell[]), ...(right as readonly Cell[])],
  };
}

/** Number of distinct values. The cell maps the identity of each value to true. */
function distinctCells(field: string, type: LogicalType): CellAggregate | undefined {
  if (type.type === "ARRAY" || type.type === "MAP" || type.type === "BINARY" || type.type === "VARBINARY")
    return undefined;
  const identity = keyIdentity(type);
  return {
    type: bigint,
    initial: () => new Map<Value, true>(),
    add: (cell, row) => {
      if (row[field] !== null) (cell as Map<Value, true>).set(identity(row[field]), true);
      return cell;
    },
    result: (cell) => (cell as ReadonlyMap<Value, true>).size,
    merge: (left, right) =>
      new Map([...(left as ReadonlyMap<Value, true>), ...(right as ReadonlyMap<Value, true>)]),
  };
}
