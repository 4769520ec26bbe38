import { rowAggregate } from "../../runtime/aggregate/row-aggregate.ts";
import { fieldReduce } from "../../runtime/aggregate/field-reduce.ts";
import type { OperatorContext } from "../../runtime/api.ts";
import { handleParameter, rowParameter, rowsParameter } from "../../stream/guest-parameter.ts";
import type { TimeWindow } from "../../runtime/window/time-window.ts";
import { maxTimestampOf } from "../../runtime/window/time-window.ts";
import type {
  WindowContents,
  WindowFunction,
  WindowFunctionSpec,
} from "../../runtime/window/window-function.ts";
import { callScope } from "../../stream/call-scope.ts";
import { copyRow, rowClass } from "../../stream/row-class.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import type { Row, Value } from "../../stream/row.ts";
import { currentKey, frozen, userStates } from "../user-state.ts";
import type { FunctionConfig } from "./function-config.ts";

/** The configured function over windows that begin and end (`hasBounds`), or do not. [WN17] */
export function windowFunction(
  config: FunctionConfig,
  context: OperatorContext,
  hasBounds: boolean,
): WindowFunctionSpec {
  const contents = contentsOf(config, context);
  switch (config.type) {
    case "aggregate":
      return { contents, create: () => aggregateResults(context, hasBounds) };
    case "process":
      return { contents, create: () => processFunction(config, context) };
    default:
      return { contents, create: () => passOn(context) };
  }
}

function contentsOf(config: FunctionConfig, context: OperatorContext): WindowContents {
  const schema = context.inputSchemas[0] ?? { fields: [] };
  switch (config.type) {
    case "aggregate":
      return {
        kind: "aggregate",
        aggregate: rowAggregate(schema, config.aggregates),
        accumulator: { type: "RAW", nullable: false },
        calls: config.aggregates,
      };
    case "process":
      return { kind: "list" };
    case "reduce": {
      const parameters = [rowParameter("left", schema), rowParameter("right", schema)];
      const source = { field: "function.function", source: config.function, parameters };
      return { kind: "reduce", reduce: context.functions.compile(source, rowFromObject(schema)) };
    }
    case "minBy":
    case "maxBy":
      return {
        kind: "reduce",
        reduce: fieldReduce(schema, { aggregation: config.type, field: config.field, first: config.first }),
      };
    default:
      return {
        kind: "reduce",
        reduce: fieldReduce(schema, { aggregation: config.type, field: config.field }),
      };
  }
}

/** Key fields, bounds, results. */
function aggregateResults(context: OperatorContext, hasBounds: boolean): WindowFunction {
  const { keyedState, output, outputSchema } = context;
  const Result = rowClass(outputSchema);
  return {
    process: (window, [results]) => {
      const key = keyedState.currentKey;
      const values: Value[] = Array.isArray(key) ? [...key] : [key];
      if (hasBounds) values.push(window.start, window.end);
      for (const value of results as readonly Value[]) values.push(value);
      output(new Result(0, ...values), maxTimestampOf(window));
    },
  };
}

/** The reduced row. [WN19] */
function passOn(context: OperatorContext): WindowFunction {
  const { output, inputSchemas } = context;
  const copy = copyRow(inputSchemas[0] ?? { fields: [] });
  return {
    process: (window, [row]) => {
      if (row === null) throw new RangeError(reducedNothing);
      output(copy(row as Row), maxTimestampOf(window));
    },
  };
}

const reducedNothing =
  "[WN19] the evictor left no row, and reduce, sum, min and max have no result of none. " +
  "Choose an evictor that keeps a row, or aggregate or process as the window's function.";

/** ProcessWindowFunction. */
function processFunction(
  config: Extract<FunctionConfig, { type: "process" }>,
  context: OperatorContext,
): WindowFunction {
  const { functions, keyedState, output, outputSchema, clock, random } = context;
  const scope = callScope();
  const schema = context.inputSchemas[0] ?? { fields: [] };
  const source = {
    field: "function.function",
    source: config.function,
    parameters: [rowsParameter("rows", schema), handleParameter("ctx"), handleParameter("collect")],
  };
  const processed = functions.compile(source, scope.settle);
  const windowStates = userStates({
    declarations: config.windowState,
    field: "function.windowState",
    namespace: "window",
    state: keyedState,
    functions,
    scope,
  });
  const globalStates = userStates({
    declarations: config.globalState,
    field: "function.globalState",
    namespace: "void",
    state: keyedState,
    functions,
    scope,
  });
  let current: TimeWindow = { start: 0, end: 0 };
  const collect = scope.guard(rowFromObject(outputSchema), (row) => output(row, maxTimestampOf(current)));
  const now = scope.action(() => clock.now());
  const ctx = frozen({
    windowState: windowStates.handles,
    globalState: globalStates.handles,
    getCurrentKey: currentKey(scope, keyedState),
    windowStart: scope.action(() => current.start),
    windowEnd: scope.action(() => current.end),
    currentWatermark: scope.action(() => context.currentWatermark),
    currentProcessingTime: now,
    now,
    random: scope.action(() => random.next()),
  });
  return {
    process: (window, contents) => {
      current = window;
      windowStates.setNamespace(window);
      scope.enter();
      try {
        processed(contents, ctx, collect);
      } finally {
        scope.leave();
      }
    },
    clear: (window) => {
      windowStates.setNamespace(window);
      windowStates.clear();
    },
  };
}
