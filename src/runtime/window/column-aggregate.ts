import { addLong, compareDoubles, compareScalars } from "../aggregate/arithmetic.ts";
import { averageOf } from "../aggregate/row-aggregate.ts";
import type { AggregateCall } from "../../stream/aggregate-type.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Row, Value } from "../../stream/row.ts";

/**
 * Cells of many keys: doubles, and bigints for what a double cannot hold exactly (the double is NaN then).
 */
export interface CellPage {
  readonly cells: Float64Array;
  /** By the place of the double. */
  readonly exact: Map<number, bigint>;
}

/**
 * One call of a `rowAggregate` over typed columns: the same cells and results, without an object per key. The
 * cells of a key lie from `base` on. [WN18]
 */
export interface ColumnAggregate {
  /** Number of doubles. */
  readonly width: number;
  add(page: CellPage, base: number, row: Row): void;
  /** The cell as `rowAggregate` has it. */
  cell(page: CellPage, base: number): Value;
  setCell(page: CellPage, base: number, cell: Value): void;
  result(page: CellPage, base: number): Value;
}

const isSafeInteger = Number.isSafeInteger;

/** Columns for `calls` one behind the other; undefined when one of them needs more than numbers. */
export function columnAggregates(
  schema: Schema,
  calls: readonly AggregateCall[],
): readonly ColumnAggregate[] | undefined {
  const columns: ColumnAggregate[] = [];
  let at = 0;
  for (const call of calls) {
    const column = columnAggregate(schema, call, at);
    if (column === undefined) return undefined;
    columns.push(column);
    at += column.width;
  }
  return columns;
}

function columnAggregate(
  schema: Schema,
  { kind, field }: AggregateCall,
  at: number,
): ColumnAggregate | undefined {
  if (kind === "count") return countColumn(field, at);
  const found = schema.fields.find((candidate) => candidate.name === field);
  if (found === undefined) return undefined;
  const numbers = numbersOf(
    found.type.type,
    found.type.type.startsWith("TIMESTAMP") && "precision" in found.type && found.type.precision <= 3,
  );
  if (numbers === undefined) return undefined;
  switch (kind) {
    case "sum":
      return numbers === "ordinal"
        ? undefined
        : sumColumn({ field: found.name, at, exact: numbers === "integer" });
    case "avg":
      return numbers === "ordinal"
        ? undefined
        : averageColumn({ field: found.name, at, exact: numbers === "integer" });
    case "min":
      return extremeColumn({ field: found.name, at, exact: numbers !== "double" }, 1);
    case "max":
      return extremeColumn({ field: found.name, at, exact: numbers !== "double" }, -1);
    default:
      return undefined;
  }
}

/** `ordinal`: ordered, but nothing to sum. */
function numbersOf(type: string, isMillisecond: boolean): "integer" | "double" | "ordinal" | undefined {
  switch (type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      return "integer";
    case "FLOAT":
    case "DOUBLE":
      return "double";
    case "DATE":
    case "TIME":
      return "ordinal";
    default:
      return isMillisecond ? "ordinal" : undefined;
  }
}

function countColumn(field: string | undefined, at: number): ColumnAggregate {
  const value = ({ cells }: CellPage, base: number): number => cells[base + at] as number;
  return {
    width: 1,
    add: ({ cells }, base, row) => {
      if (field === undefined || row[field] !== null) cells[base + at] = (cells[base + at] as number) + 1;
    },
    cell: value,
    setCell: ({ cells }, base, cell) => {
      cells[base + at] = cell as number;
    },
    result: value,
  };
}

interface NumberColumn {
  readonly field: string;
  readonly at: number;
  /** Integers: what is not safe as a double becomes a bigint. */
  readonly exact: boolean;
}

/** Cells: the value, and how many were not null. */
function sumColumn({ field, at, exact }: NumberColumn): ColumnAggregate {
  const count = at + 1;
  const read = (page: CellPage, base: number): Value =>
    page.cells[base + count] === 0 ? null : readNumber(page, base + at, exact);
  return {
    width: 2,
    add: (page, base, row) => {
      const value = row[field];
      if (value === null) return;
      const { cells } = page;
      const before = cells[base + count] as number;
      cells[base + count] = before + 1;
      if (typeof value === "number") {
        // Not 0 + value: the sum of -0.0 alone is -0.0.
        const sum = before === 0 ? value : (cells[base + at] as number) + value;
        if (!exact || isSafeInteger(sum)) {
          cells[base + at] = sum;
          return;
        }
      }
      writeNumber(page, base + at, addLong(before === 0 ? 0 : readNumber(page, base + at, true), value));
    },
    cell: read,
    setCell: (page, base, cell) => {
      page.cells[base + count] = cell === null ? 0 : 1;
      writeNumber(page, base + at, cell ?? 0);
    },
    result: read,
  };
}

function averageColumn(column: NumberColumn): ColumnAggregate {
  const sum = sumColumn(column);
  const count = column.at + 1;
  const cell = (page: CellPage, base: number): readonly [Value, number] => [
    sum.cell(page, base),
    page.cells[base + count] as number,
  ];
  return {
    width: sum.width,
    add: sum.add,
    cell,
    setCell: (page, base, stored) => {
      const [total, number] = stored as readonly [Value, number];
      sum.setCell(page, base, total);
      page.cells[base + count] = number;
    },
    result: (page, base) => averageOf(cell(page, base)),
  };
}

/** Cells: the value, and whether there is one. `sign` 1: the smallest, -1: the largest. */
function extremeColumn({ field, at, exact }: NumberColumn, sign: 1 | -1): ColumnAggregate {
  const present = at + 1;
  const compare = exact ? compareScalars : compareDoubles;
  const read = (page: CellPage, base: number): Value =>
    page.cells[base + present] === 0 ? null : readNumber(page, base + at, exact);
  return {
    width: 2,
    add: (page, base, row) => {
      const value = row[field];
      if (value === null) return;
      const { cells } = page;
      if (cells[base + present] !== 0 && compare(readNumber(page, base + at, exact), value) * sign <= 0)
        return;
      cells[base + present] = 1;
      writeNumber(page, base + at, value);
    },
    cell: read,
    setCell: (page, base, cell) => {
      page.cells[base + present] = cell === null ? 0 : 1;
      writeNumber(page, base + at, cell ?? 0);
    },
    result: read,
  };
}

function readNumber({ cells, exact }: CellPage, place: number, mayBeExact: boolean): Value {
  const value = cells[place] as number;
  return mayBeExact && value !== value ? (exact.get(place) ?? value) : value;
}

function writeNumber({ cells, exact }: CellPage, place: number, value: Value): void {
  if (typeof value === "number") {
    cells[place] = value;
    return;
  }
  cells[place] = NaN;
  exact.set(place, value as bigint);
}
