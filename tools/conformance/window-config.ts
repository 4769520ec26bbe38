import { aggregateOf, processOf, reduceOf } from "./window-functions.ts";
import type { FunctionConfig } from "./window-functions.ts";
import type { CommonConfig } from "../../src/operators/window/config.ts";
import {
  countWindowOperator, globalWindowOperator, sessionWindowOperator, slidingWindowOperator, tumblingWindowOperator,
} from "../../src/operators/window/operator.ts";
import type { LogicalType, Schema } from "../../src/stream/logical-type.ts";
import type { Row } from "../../src/stream/row.ts";
import type { OperatorContext } from "../../src/runtime/api.ts";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import { rowAggregate } from "../../src/runtime/aggregate/row-aggregate.ts";
import type { AggregateCall } from "../../src/stream/aggregate-type.ts";
import { timeoutTrigger } from "../../src/runtime/window/timeout-trigger.ts";
import { TriggerResult } from "../../src/runtime/window/trigger.ts";
import type { TriggerFactory } from "../../src/runtime/window/trigger.ts";
import { purgingTrigger } from "../../src/runtime/window/triggers.ts";
import type { WindowTime } from "../../src/runtime/window/window-assigner.ts";
import type { WindowFunctionSpec } from "../../src/runtime/window/window-function.ts";
import type { WindowSpec } from "../../src/runtime/window/window-operator.ts";

type Delta = "abs" | "signed";

type TriggerConfig =
  | { readonly type: "eventTime" }
  | { readonly type: "processingTime" }
  | { readonly type: "never" }
  | { readonly type: "byValue" }
  | { readonly type: "continuousEventTime"; readonly interval: number }
  | { readonly type: "continuousProcessingTime"; readonly interval: number }
  | { readonly type: "count"; readonly n: number }
  | { readonly type: "purging"; readonly of: TriggerConfig }
  | { readonly type: "delta"; readonly threshold: number; readonly delta: Delta }
  | {
      readonly type: "timeout";
      readonly of: TriggerConfig;
      readonly timeout: number;
      readonly reset: boolean;
      readonly clear: boolean;
    };

type EvictorConfig =
  | { readonly type: "count"; readonly n: number; readonly after: boolean }
  | { readonly type: "time"; readonly ms: number; readonly after: boolean }
  | { readonly type: "delta"; readonly threshold: number; readonly delta: Delta; readonly after: boolean };

type AssignerConfig =
  | {
      readonly type: "tumbling";
      readonly time: WindowTime;
      readonly size: number;
      readonly offset?: number;
      readonly stagger?: "natural";
    }
  | {
      readonly type: "sliding";
      readonly time: WindowTime;
      readonly size: number;
      readonly slide: number;
      readonly offset?: number;
    }
  | { readonly type: "session"; readonly time: WindowTime; readonly gap: number }
  | { readonly type: "dynamicSession"; readonly time: WindowTime }
  | { readonly type: "global"; readonly endOfStream?: true }
  | { readonly type: "count"; readonly size: number; readonly slide?: number };

export interface WindowConfig {
  readonly key: "int" | "long" | "string";
  readonly value: "int" | "string";
  readonly assigner: AssignerConfig;
  readonly trigger: TriggerConfig | null;
  readonly evictor: EvictorConfig | null;
  readonly lateness: number | "max";
  readonly lateSide: boolean;
  readonly function: FunctionConfig;
}

const types = {
  int: { type: "INT", nullable: false },
  long: { type: "BIGINT", nullable: false },
  string: { type: "VARCHAR", length: 2147483647, nullable: false },
} as const satisfies Record<string, LogicalType>;

export const keyTypes = types;

/** Values beyond INT occur as sums, so that the column of the values is BIGINT. */
export function recordSchema({ key, value }: Pick<WindowConfig, "key" | "value">): Schema {
  return {
    fields: [
      { name: "key", type: types[key] },
      { name: "value", type: value === "int" ? types.long : types.string },
      { name: "aux", type: types.long },
    ],
  };
}

/** The window that the product makes of the configuration, around the function of the suite. */
export function windowSpec(config: WindowConfig, context: OperatorContext): WindowSpec {
  const made = (firing: Firing): WindowSpec => productSpec(config, firing, context);
  const spec = made(firingOf(config.trigger) ?? {});
  const isMade = config.trigger === null || firingOf(config.trigger) !== undefined;
  const trigger = isMade || config.trigger === null ? spec.trigger : triggerOf(config.trigger, made);
  return { ...spec, trigger, function: functionSpec(config, spec) };
}

/** When a window fires, as the product is configured. */
type Firing = Pick<CommonConfig, "trigger" | "timeout">;

function productSpec(config: WindowConfig, firing: Firing, context: OperatorContext): WindowSpec {
  const { assigner, lateness } = config;
  const evictor = config.evictor === null ? {} : { evictor: evictorOf(config.evictor) };
  const own = { ...evictor, function: functionConfig(config) };
  const common = { ...firing, ...own, allowedLateness: lateness === "max" ? Infinity : lateness, lateOutput: config.lateSide };
  switch (assigner.type) {
    case "tumbling": {
      const { time, size, offset = 0, stagger = "aligned" } = assigner;
      return tumblingWindowOperator.spec({ ...common, time, size, offset, stagger }, context);
    }
    case "sliding": {
      const { time, size, slide, offset = 0 } = assigner;
      return slidingWindowOperator.spec({ ...common, time, size, slide, offset }, context);
    }
    case "session":
      return sessionWindowOperator.spec({ ...common, time: assigner.time, gap: assigner.gap }, context);
    case "dynamicSession":
      return sessionWindowOperator.spec({ ...common, time: assigner.time, gap: 1, dynamicGap: "aux" }, context);
    case "global":
      return globalWindowOperator.spec({ ...common, endOfStream: assigner.endOfStream === true }, context);
    case "count":
      return countWindowOperator.spec({ ...own, size: assigner.size, slide: assigner.slide }, context);
  }
}

/** Undefined for a trigger that the product is not configured with, but whose parts it has. */
function firingOf(config: TriggerConfig | null): Firing | undefined {
  if (config?.type !== "timeout") {
    const trigger = config === null ? undefined : productTrigger(config, false);
    return trigger && { trigger };
  }
  const { of, timeout, reset, clear } = config;
  const trigger = productTrigger(of, false);
  return trigger && { trigger, timeout: { timeout, resetTimerOnNewRecord: reset, shouldClearOnTimeout: clear } };
}

function productTrigger(config: TriggerConfig, purging: boolean): CommonConfig["trigger"] {
  switch (config.type) {
    case "byValue":
    case "timeout":
      return undefined;
    case "never":
      return purging ? undefined : config;
    case "purging":
      return purging ? undefined : productTrigger(config.of, true);
    case "count":
      return { type: "count", count: config.n, purging };
    default:
      return { ...config, purging };
  }
}

/** Puts together what the product's configuration does not: the suite's own trigger, and wrappers around wrappers. */
function triggerOf(config: TriggerConfig, made: (firing: Firing) => WindowSpec): TriggerFactory {
  const firing = firingOf(config);
  const whole = firing && made(firing).trigger;
  if (whole !== undefined) return whole;
  if (config.type === "purging") return purgingTrigger(triggerOf(config.of, made));
  if (config.type !== "timeout") return byValueTrigger;
  const { of, timeout, reset, clear } = config;
  return timeoutTrigger(triggerOf(of, made), { timeout, resetTimerOnNewRecord: reset, shouldClearOnTimeout: clear });
}

/** The custom trigger of the suite: floorMod(value, 4) is the answer to an element. */
const byValueTrigger: TriggerFactory = {
  canMerge: true,
  create: () => ({
    onElement: (row) => (((Number(row["value"]) % 4) + 4) % 4) as 0 | 1 | 2 | 3,
    onEventTime: () => TriggerResult.continue,
    onProcessingTime: () => TriggerResult.continue,
    clear: () => {},
    onMerge: () => {},
  }),
};

function evictorOf(config: EvictorConfig): NonNullable<CommonConfig["evictor"]> {
  const { after } = config;
  switch (config.type) {
    case "count":
      return { type: "count", count: config.n, after };
    case "time":
      return { type: "time", time: config.ms, after };
    case "delta":
      return { type: "delta", threshold: config.threshold, delta: config.delta, after };
  }
}

/** In place of the texts of a user's functions: how two rows differ, and the gap of a row. */
export const windowFunctions: FunctionCompiler = {
  compile({ source }) {
    if (source === "aux") return (row) => Number((row as Row)["aux"]);
    return (from, to) => {
      const difference = Number((to as Row)["value"]) - Number((from as Row)["value"]);
      return source === "abs" ? Math.abs(difference) : difference;
    };
  },
};

/** Functions of the suite stand where the product has none of their kind. */
function functionConfig({ function: given }: WindowConfig): CommonConfig["function"] {
  if (given.type !== "field") return { type: "aggregate", aggregates: [{ kind: "count", as: "count" }] };
  const { op, first = true } = given;
  return op === "minBy" || op === "maxBy" ? { type: op, field: "value", first } : { type: op, field: "value" };
}

function functionSpec(config: WindowConfig, made: WindowSpec): WindowFunctionSpec {
  const { function: given } = config;
  switch (given.type) {
    case "reduce":
      return { contents: { kind: "reduce", reduce: reduceOf(given.op) }, create: processOf(given.with) };
    case "field":
      return { contents: made.function.contents, create: processOf(undefined) };
    case "aggregate": {
      const calls =
        config.evictor === null && config.assigner.type !== "count" && config.value === "int"
          ? callsOf[given.agg]
          : undefined;
      if (calls !== undefined) return builtInAggregate(calls, recordSchema(config), processOf(given.with));
      return {
        contents: {
          kind: "aggregate",
          aggregate: aggregateOf(given.agg),
          accumulator: { type: "RAW", nullable: false },
        },
        create: processOf(given.with),
      };
    }
    case "process":
      return { contents: { kind: "list" }, create: processOf(given.mode, given.clearState) };
    case "apply":
      return { contents: { kind: "list" }, create: processOf("list") };
  }
}

/** The aggregates that the product has built in; windows of them may be kept in columns. */
const callsOf: Readonly<Record<string, readonly AggregateCall[]>> = {
  count: [{ kind: "count" }],
  sum: [{ kind: "sum", field: "value" }],
  avg: [{ kind: "sum", field: "value" }, { kind: "count" }],
  range: [
    { kind: "min", field: "value" },
    { kind: "max", field: "value" },
  ],
};

/** The product's aggregates, their results with the key in front. */
function builtInAggregate(
  calls: readonly AggregateCall[],
  schema: Schema,
  create: WindowFunctionSpec["create"],
): WindowFunctionSpec {
  return {
    contents: {
      kind: "aggregate",
      aggregate: rowAggregate(schema, calls),
      accumulator: { type: "RAW", nullable: false },
      calls,
    },
    create: (context) => {
      const inner = create(context);
      return {
        ...inner,
        process: (window, [results]) =>
          inner.process(window, [[context.keyedState.currentKey, ...(results as readonly unknown[])]]),
      };
    },
  };
}
