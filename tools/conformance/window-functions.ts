import type { LogicalType } from "../../src/stream/logical-type.ts";
import type { Row } from "../../src/stream/row.ts";
import type { OperatorContext } from "../../src/runtime/api.ts";
import type { FieldAggregation } from "../../src/runtime/aggregate/field-reduce.ts";
import type { Aggregate } from "../../src/runtime/state/keyed-state.ts";
import { maxTimestampOf } from "../../src/runtime/window/time-window.ts";
import type { TimeWindow } from "../../src/runtime/window/time-window.ts";
import type { WindowFunction } from "../../src/runtime/window/window-function.ts";
import { encodeTimestamp } from "./encoding.ts";

type ReduceOp = "sum" | "min" | "max" | "concat" | "first" | "last";
type AggregateOp = "count" | "sum" | "avg" | "collect" | "distinct" | "range";
type Mode = "list" | "context" | "state" | "side" | "each";

export type FunctionConfig =
  | { readonly type: "reduce"; readonly op: ReduceOp; readonly with?: Mode }
  | { readonly type: "field"; readonly op: FieldAggregation; readonly first?: boolean }
  | { readonly type: "aggregate"; readonly agg: AggregateOp; readonly with?: Mode }
  | { readonly type: "process"; readonly mode: Mode; readonly clearState?: boolean }
  | { readonly type: "apply" };

const bigint: LogicalType = { type: "BIGINT", nullable: false };

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && "$kind" in value;
const record = (row: Row): readonly unknown[] => [row["key"], row["value"], row["aux"]];
/** Results travel as rows of one field. */
const result = (r: unknown): Row => ({ $kind: 0, r });

/** The reduce functions of the suite. */
export function reduceOf(op: ReduceOp): (left: Row, right: Row) => Row {
  const made = (left: Row, value: unknown, aux: unknown): Row => ({ $kind: 0, key: left["key"], value, aux });
  const number = (row: Row): number => Number(row["value"]);
  switch (op) {
    case "sum":
      return (left, right) => made(left, number(left) + number(right), left["aux"]);
    case "min":
      return (left, right) => made(left, Math.min(number(left), number(right)), right["aux"]);
    case "max":
      return (left, right) => made(left, Math.max(number(left), number(right)), right["aux"]);
    case "concat":
      return (left, right) => made(left, `${String(left["value"])}${String(right["value"])}`, left["aux"]);
    case "first":
      return (left) => left;
    case "last":
      return (_left, right) => right;
  }
}

type Accumulator = { key: unknown; values: unknown[] };

/** The aggregate functions of the suite. */
export function aggregateOf(op: AggregateOp): Aggregate<Row, unknown, unknown> {
  return {
    createAccumulator: (): Accumulator => ({ key: null, values: [] }),
    add: (row, accumulator) => {
      const { key, values } = accumulator as Accumulator;
      return { key: values.length === 0 ? row["key"] : key, values: [...values, row["value"]] };
    },
    getResult: (accumulator) => resultOf(op, accumulator as Accumulator),
    merge: (left, right) => {
      const [a, b] = [left as Accumulator, right as Accumulator];
      return { key: a.key ?? b.key, values: [...a.values, ...b.values] };
    },
  };
}

function resultOf(op: AggregateOp, { key, values }: Accumulator): readonly unknown[] {
  const numbers = values.map(Number);
  const sum = numbers.reduce((left, right) => left + right, 0);
  switch (op) {
    case "count":
      return [key, values.length];
    case "sum":
      return [key, sum];
    case "avg":
      return [key, sum, values.length];
    case "collect":
      return [key, values];
    case "distinct":
      return [key, new Set(values).size];
    case "range":
      return values.length === 0 ? [key, null, null] : [key, Math.min(...numbers), Math.max(...numbers)];
  }
}

/** The window functions of the suite; without a mode the one result is passed on. */
export function processOf(
  mode: Mode | undefined,
  clearState = true,
): (context: OperatorContext) => WindowFunction {
  return (context) => {
    if (mode === undefined) return passThrough(context);
    const state = mode === "state" ? stateCounters(context) : undefined;
    return {
      process: (window, contents) => {
        const { currentKey: key } = context.keyedState;
        const timestamp = maxTimestampOf(window);
        const emit = (values: readonly unknown[]): void => context.output(result(values), timestamp);
        const shown = contents.map((each) => (isRow(each) ? each["value"] : each));
        const bounds = window.end === Infinity ? [null, null] : [window.start, window.end];
        const list = [key, ...bounds, shown];
        if (mode === "each") for (const value of shown) emit([key, value]);
        else if (mode === "context")
          emit([...list, encodeTimestamp(context.currentWatermark), context.clock.now()]);
        else if (mode === "state") emit([...list, ...(state?.count(window) ?? [])]);
        else {
          if (mode === "side") context.sideOutput("fired")(result([key, contents.length]), timestamp);
          emit(list);
        }
      },
      clear: (window) => {
        if (clearState) state?.clear(window);
      },
    };
  };
}

function passThrough(context: OperatorContext): WindowFunction {
  return {
    process: (window, [only]) =>
      context.output(result(isRow(only) ? record(only) : only), maxTimestampOf(window)),
  };
}

/** How often the window and the key have fired. The suite's session windows have no window state. */
function stateCounters(context: OperatorContext) {
  const { keyedState } = context;
  const perKey = keyedState.value<number>({ name: "keyFires", type: bigint });
  const perWindow = merging.has(context)
    ? undefined
    : keyedState.value<number>({ name: "windowFires", type: bigint, namespace: "window" });
  return {
    count: (window: TimeWindow): readonly unknown[] => {
      const keyFires = (perKey.value() ?? 0) + 1;
      perKey.update(keyFires);
      if (perWindow === undefined) return [null, keyFires];
      perWindow.setNamespace(window);
      const fires = (perWindow.value() ?? 0) + 1;
      perWindow.update(fires);
      return [fires, keyFires];
    },
    clear: (window: TimeWindow): void => {
      perWindow?.setNamespace(window);
      perWindow?.clear();
    },
  };
}

/** Contexts of operators with merging assigners. */
export const merging = new WeakSet<OperatorContext>();
