import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import type { Row } from "../../src/stream/row.ts";
import type { FieldAggregation } from "../../src/runtime/aggregate/field-reduce.ts";
import type { AggregateCallConfig, FunctionConfig } from "../../src/operators/window/function-config.ts";
import { encodeTimestamp } from "./encoding.ts";

type ReduceOp = "sum" | "min" | "max" | "concat" | "first" | "last";
type AggregateOp = "count" | "sum" | "avg" | "collect" | "distinct" | "range";
type Mode = "list" | "context" | "state" | "side" | "each";

export type GivenFunction =
  | { readonly type: "reduce"; readonly op: ReduceOp; readonly with?: Mode }
  | { readonly type: "field"; readonly op: FieldAggregation; readonly first?: boolean }
  | { readonly type: "aggregate"; readonly agg: AggregateOp; readonly with?: Mode }
  | { readonly type: "process"; readonly mode: Mode; readonly clearState?: boolean }
  | { readonly type: "apply" };

/** The product's window function, with the name of a function of the suite where a person writes a text. `merges`: of windows that do. */
export function functionConfig(given: GivenFunction, merges: boolean): FunctionConfig {
  switch (given.type) {
    case "field": {
      const { op, first = true } = given;
      return op === "minBy" || op === "maxBy" ? { type: op, field: "value", first } : { type: op, field: "value" };
    }
    case "reduce": {
      const reduce = { type: "reduce", function: `reduce ${given.op}` } as const;
      return given.with === undefined ? reduce : processConfig(given.with, merges, { combine: reduce });
    }
    case "aggregate": {
      const aggregate = { type: "aggregate" as const, aggregates: [...callsOf[given.agg], rowCount] };
      return given.with === undefined ? aggregate : processConfig(`${given.with} ${given.agg}`, merges, { combine: aggregate });
    }
    case "process":
      return processConfig(given.mode, merges, {});
    case "apply":
      return processConfig("list", merges, {});
  }
}

type ProcessConfig = Extract<FunctionConfig, { type: "process" }>;

function processConfig(name: string, merges: boolean, { combine }: Pick<ProcessConfig, "combine">): ProcessConfig {
  const fields = [{ name: "r", type: "RAW" }];
  const states = (state: string): ProcessConfig["windowState"] => (name.startsWith("state") ? [{ kind: "value", name: state, type: "BIGINT" }] : []);
  return {
    type: "process",
    function: `process ${name}`,
    combine,
    fields,
    sideOutputs: name.startsWith("side") ? [{ tag: "fired", fields }] : [],
    windowState: merges ? [] : states("windowFires"),
    globalState: states("keyFires"),
  };
}

/** The suite's results are lists: the key, then these. */
const callsOf: Readonly<Record<AggregateOp, AggregateCallConfig[]>> = {
  count: [],
  sum: [{ kind: "sum", field: "value", as: "sum" }],
  avg: [{ kind: "sum", field: "value", as: "sum" }],
  collect: [{ kind: "collect", field: "value", as: "values" }],
  distinct: [{ kind: "distinct", field: "value", as: "values" }],
  range: [
    { kind: "min", field: "value", as: "min" },
    { kind: "max", field: "value", as: "max" },
  ],
};
const rowCount: AggregateCallConfig = { kind: "count", as: "rows" };

/** A row of the product's aggregates as the suite's result. That of no rows has no key, and a sum of 0; in SQL, as here, it has none. */
export function resultOf(agg: AggregateOp, row: Row, key: unknown): readonly unknown[] {
  const { rows, sum } = row;
  const results: Readonly<Record<AggregateOp, readonly unknown[]>> = {
    count: [rows],
    sum: [rows === 0 ? sum ?? 0 : sum],
    avg: [rows === 0 ? sum ?? 0 : sum, rows],
    collect: [row["values"]],
    distinct: [row["values"]],
    range: [row["min"], row["max"]],
  };
  return [rows === 0 ? null : key, ...results[agg]];
}

type Function = (...args: readonly never[]) => unknown;

/** In place of the texts of a person's functions: those of the suite, by name. */
export const windowFunctions: FunctionCompiler = {
  compile({ source }, { convert } = {}) {
    const found = functionNamed(source);
    return (...args) => {
      const result = found(...(args as readonly never[]));
      return convert === undefined ? result : convert(result);
    };
  },
};

function functionNamed(source: string): Function {
  const [kind = "", name, agg] = source.split(" ");
  if (kind === "process") return processOf(name as Mode, agg as AggregateOp | undefined);
  const found: Function | undefined = kind === "reduce" ? reduces[name as ReduceOp] : measures[kind];
  if (found === undefined) throw new Error(`the suite has no function ${source}`);
  return found;
}

type Reduce = (left: Row, right: Row) => object;

const number = (row: Row): number => Number(row["value"]);
const made = ({ key }: Row, value: unknown, { aux }: Row): object => ({ key, value, aux });

const reduces: Readonly<Record<ReduceOp, Reduce>> = {
  sum: (left, right) => made(left, number(left) + number(right), left),
  min: (left, right) => made(left, Math.min(number(left), number(right)), right),
  max: (left, right) => made(left, Math.max(number(left), number(right)), right),
  concat: (left, right) => made(left, `${String(left["value"])}${String(right["value"])}`, left),
  first: (left) => left,
  last: (_left, right) => right,
};

/** How two rows differ, and the gap of a row. */
const measures: Readonly<Record<string, (...rows: readonly Row[]) => number>> = {
  aux: (row) => Number(row?.["aux"]),
  signed: (from, to) => difference(from, to),
  abs: (from, to) => Math.abs(difference(from, to)),
};

const difference = (from: Row | undefined, to: Row | undefined): number => Number(to?.["value"]) - Number(from?.["value"]);

interface Counter {
  value(): number | null;
  update(value: number): void;
}

/** `ctx` of the product's window functions, as far as the suite uses it. */
interface Context {
  readonly windowState: { readonly windowFires?: Counter };
  readonly globalState: { readonly keyFires?: Counter };
  getCurrentKey(): unknown;
  windowStart(): number;
  windowEnd(): number;
  currentWatermark(): number;
  currentProcessingTime(): number;
  output(tag: string, row: object): void;
}

/** The process functions of the suite: what they are called with is shown, with the key and the bounds of the window. */
function processOf(mode: Mode, agg: AggregateOp | undefined) {
  return (rows: readonly (Row | null)[], ctx: Context, collect: (row: object) => void): void => {
    const key = ctx.getCurrentKey();
    const shown = rows.map((row) => (agg === undefined || row === null ? row && row["value"] : resultOf(agg, row, key)));
    const bounds = ctx.windowEnd() === Infinity ? [null, null] : [ctx.windowStart(), ctx.windowEnd()];
    const list = [key, ...bounds, shown];
    switch (mode) {
      case "each":
        for (const value of shown) collect({ r: [key, value] });
        return;
      case "context":
        return collect({ r: [...list, encodeTimestamp(ctx.currentWatermark()), ctx.currentProcessingTime()] });
      case "state":
        return collect({ r: [...list, counted(ctx.windowState.windowFires), counted(ctx.globalState.keyFires)] });
      case "side":
        ctx.output("fired", { r: [key, rows.length] });
        return collect({ r: list });
      case "list":
        return collect({ r: list });
    }
  };
}

/** How often it has fired; the suite's session windows have no state of their own. */
function counted(counter: Counter | undefined): number | null {
  if (counter === undefined) return null;
  const fires = (counter.value() ?? 0) + 1;
  counter.update(fires);
  return fires;
}
