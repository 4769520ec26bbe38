import { engineMessage } from "../../base/engine-messages.ts";
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
import { resultType } from "../../stream/aggregate-type.ts";
import { callScope } from "../../stream/call-scope.ts";
import type { Field, Schema } from "../../stream/logical-type.ts";
import { copyRow, rowClass } from "../../stream/row-class.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import type { Row, Value } from "../../stream/row.ts";
import { outputAction } from "../output-action.ts";
import { currentKey, frozen, createUserStates } from "../user-state.ts";
import type { AggregateCallConfig, FunctionConfig } from "./function-config.ts";

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
      return aggregated(config.aggregates, schema);
    case "process": {
      const { combine } = config;
      if (combine === undefined) return { kind: "list" };
      if (combine.type === "aggregate") return aggregated(combine.aggregates, schema);
      return reduced({ field: "function.combine.function", source: combine.function }, schema, context);
    }
    case "reduce":
      return reduced({ field: "function.function", source: config.function }, schema, context);
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

function aggregated(calls: readonly AggregateCallConfig[], schema: Schema): WindowContents {
  return { kind: "aggregate", aggregate: rowAggregate(schema, calls), accumulator: { type: "RAW", nullable: false }, calls };
}

function reduced(text: { readonly field: string; readonly source: string }, schema: Schema, context: OperatorContext): WindowContents {
  const parameters = [rowParameter("left", schema), rowParameter("right", schema)];
  return { kind: "reduce", reduce: context.functions.compile({ ...text, parameters }, rowFromObject(schema)) };
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
      if (row === null) throw new RangeError(engineMessage("reducedNothing"));
      output(copy(row as Row), maxTimestampOf(window));
    },
  };
}

/** ProcessWindowFunction. */
function processFunction(
  config: Extract<FunctionConfig, { type: "process" }>,
  context: OperatorContext,
): WindowFunction {
  const { functions, keyedState, output, outputSchema, clock, random } = context;
  const scope = callScope();
  const { schema, rowsOf } = handedRows(config, context.inputSchemas[0] ?? { fields: [] });
  const source = {
    field: "function.function",
    source: config.function,
    parameters: [rowsParameter("rows", schema), handleParameter("ctx"), handleParameter("collect")],
  };
  const processed = functions.compile(source, scope.settle);
  const windowStates = createUserStates({
    declarations: config.windowState,
    field: "function.windowState",
    namespace: "window",
    state: keyedState,
    functions,
    scope,
  });
  const globalStates = createUserStates({
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
    output: outputAction({ sideOutputs: config.sideOutputs, context, scope, timestamp: () => maxTimestampOf(current) }),
  });
  return {
    process: (window, contents) => {
      current = window;
      windowStates.setNamespace(window);
      scope.enter();
      try {
        processed(rowsOf(contents), ctx, collect);
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

/** What a process function is called with: the window's rows, or the one that they were combined to. [WN8] */
function handedRows(
  { combine }: Extract<FunctionConfig, { type: "process" }>,
  schema: Schema,
): { readonly schema: Schema; readonly rowsOf: (contents: readonly unknown[]) => readonly unknown[] } {
  if (combine?.type !== "aggregate") return { schema, rowsOf: (contents) => contents };
  const fields = combinedFields(combine.aggregates, schema);
  const Result = rowClass({ fields });
  return { schema: { fields }, rowsOf: ([results]) => [new Result(0, ...(results as readonly Value[]))] };
}

function combinedFields(calls: readonly AggregateCallConfig[], schema: Schema): readonly Field[] {
  return calls.flatMap(({ as, ...call }) => {
    const type = resultType(schema, call);
    return type === undefined ? [] : [{ name: as, type }];
  });
}
