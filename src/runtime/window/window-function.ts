import type { LogicalType } from "../../stream/logical-type.ts";
import type { Row } from "../../stream/row.ts";
import type { OperatorContext } from "../api.ts";
import type { AggregateCall } from "../../stream/aggregate-type.ts";
import type { Aggregate } from "../state/keyed-state.ts";
import type { TimeWindow } from "./time-window.ts";

/** What a window keeps of its elements (state `window-contents`). [WN8] */
export type WindowContents =
  | { readonly kind: "list" }
  | { readonly kind: "reduce"; reduce(left: Row, right: Row): Row }
  | {
      readonly kind: "aggregate";
      readonly aggregate: Aggregate<Row, unknown, unknown>;
      readonly accumulator: LogicalType;
      /** What `aggregate` does, when it is a `rowAggregate`: such contents may be kept in typed columns. */
      readonly calls?: readonly AggregateCall[];
    };

/**
 * What is done with the contents of a window that fires, for the current key. One instance per subtask.
 * Results go to `context.output` with the window's last timestamp.
 */
export interface WindowFunction {
  /**
   * `contents`: the rows of a list, else one thing: the reduced row (null when an evictor left nothing) or
   * the result.
   */
  process(window: TimeWindow, contents: readonly unknown[]): void;
  /** The window's state is thrown away (ProcessWindowFunction.clear). */
  clear?(window: TimeWindow): void;
}

export interface WindowFunctionSpec {
  readonly contents: WindowContents;
  create(context: OperatorContext): WindowFunction;
}

/**
 * What a list of elements is handed to the function as, where an evictor forbids to reduce while they arrive.
 */
export function projectContents(contents: WindowContents, rows: readonly Row[]): readonly unknown[] {
  switch (contents.kind) {
    case "list":
      return rows;
    case "reduce": {
      const [first, ...rest] = rows;
      return [first === undefined ? null : rest.reduce(contents.reduce, first)];
    }
    case "aggregate": {
      let accumulator = contents.aggregate.createAccumulator();
      for (const row of rows) accumulator = contents.aggregate.add(row, accumulator);
      return [contents.aggregate.getResult(accumulator)];
    }
  }
}
