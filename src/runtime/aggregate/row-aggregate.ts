import { Decimal } from "../../stream/decimal.ts";
import { resultType, sumType } from "../../stream/aggregate-type.ts";
import type { AggregateCall } from "../../stream/aggregate-type.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import type { Row, Value } from "../../stream/row.ts";
import { keyIdentity } from "../state/map-key.ts";
import type { Aggregate } from "../state/keyed-state.ts";
import { adderOf, comparatorOf } from "./arithmetic.ts";

/** What a call gathers, a structured value; null before the first value that counts. */
type Cell = Value;

interface CellAggregate {
  readonly initial: () => Cell;
  add(cell: Cell, row: Row): Cell;
  result(cell: Cell): Value;
  merge(left: Cell, right: Cell): Cell;
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

function cellAggregate(schema: Schema, call: AggregateCall): CellAggregate | undefined {
  const { kind, field } = call;
  if (resultType(schema, call) === undefined) return undefined;
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
      return collectCells(found.name);
    case "distinct":
      return distinctCells(found.name, found.type);
  }
}

function countCells(field: string | undefined): CellAggregate {
  return {
    initial: () => 0,
    add: (cell, row) => (field === undefined || row[field] !== null ? (cell as number) + 1 : cell),
    result: (cell) => cell,
    merge: (left, right) => (left as number) + (right as number),
  };
}

function sumCells(field: string, type: LogicalType): CellAggregate | undefined {
  const plus = adderOf(sumType(type));
  if (plus === undefined) return undefined;
  const combine = (left: Cell, right: Cell): Cell =>
    left === null ? right : right === null ? left : plus(left, right);
  return {
    initial: () => null,
    add: (cell, row) => combine(cell, row[field]),
    result: (cell) => cell,
    merge: combine,
  };
}

/** The cell is [sum, count]; the result a DOUBLE. */
function avgCells(field: string, type: LogicalType): CellAggregate | undefined {
  const sum = sumCells(field, type);
  if (sum === undefined) return undefined;
  return {
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
    initial: () => null,
    add: (cell, row) => better(cell, row[field]),
    result: (cell) => cell,
    merge: better,
  };
}

function collectCells(field: string): CellAggregate {
  return {
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
function distinctCells(field: string, type: LogicalType): CellAggregate {
  const identity = keyIdentity(type);
  return {
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
