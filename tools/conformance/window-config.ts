import { aggregateOf, processOf, reduceOf } from "./window-functions.ts";
import type { FunctionConfig } from "./window-functions.ts";
import type { LogicalType, Schema } from "../../src/stream/logical-type.ts";
import type { Row } from "../../src/stream/row.ts";
import { fieldReduce } from "../../src/runtime/aggregate/field-reduce.ts";
import { rowAggregate } from "../../src/runtime/aggregate/row-aggregate.ts";
import type { AggregateCall } from "../../src/stream/aggregate-type.ts";
import {
  continuousEventTimeTrigger,
  continuousProcessingTimeTrigger,
} from "../../src/runtime/window/continuous-trigger.ts";
import { countEvictor, deltaEvictor, timeEvictor } from "../../src/runtime/window/evictor.ts";
import type { Evictor } from "../../src/runtime/window/evictor.ts";
import { timeoutTrigger } from "../../src/runtime/window/timeout-trigger.ts";
import { TriggerResult } from "../../src/runtime/window/trigger.ts";
import type { TriggerFactory } from "../../src/runtime/window/trigger.ts";
import {
  countTrigger,
  deltaTrigger,
  eventTimeTrigger,
  neverTrigger,
  processingTimeTrigger,
  purgingTrigger,
} from "../../src/runtime/window/triggers.ts";
import {
  globalWindows,
  sessionWindows,
  slidingWindows,
  tumblingWindows,
} from "../../src/runtime/window/window-assigner.ts";
import type { WindowAssigner, WindowTime } from "../../src/runtime/window/window-assigner.ts";
import type { WindowFunctionSpec } from "../../src/runtime/window/window-function.ts";
import type { WindowSpec } from "../../src/runtime/window/window-operator.ts";

type Delta = "abs" | "signed";

type TriggerConfig =
  | { readonly type: "eventTime" | "processingTime" | "never" | "byValue" }
  | { readonly type: "continuousEventTime" | "continuousProcessingTime"; readonly interval: number }
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

export function windowSpec(config: WindowConfig): WindowSpec {
  const { assigner, trigger, evictor } = partsOf(config);
  return {
    assigner,
    trigger,
    evictor,
    allowedLateness: config.lateness === "max" ? Infinity : config.lateness,
    lateTag: config.lateSide ? "late" : undefined,
    function: functionSpec(config),
  };
}

function partsOf(config: WindowConfig): Pick<WindowSpec, "assigner" | "trigger" | "evictor"> {
  const { assigner } = config;
  if (assigner.type === "count" && assigner.slide === undefined) {
    return {
      assigner: globalWindows(false),
      trigger: purgingTrigger(countTrigger(assigner.size)),
      evictor: evictorOf(config.evictor),
    };
  }
  if (assigner.type === "count") {
    return {
      assigner: globalWindows(false),
      trigger: countTrigger(assigner.slide ?? 1),
      evictor: countEvictor(assigner.size, false),
    };
  }
  return {
    assigner: assignerOf(assigner),
    trigger: config.trigger === null ? undefined : triggerOf(config.trigger, config),
    evictor: evictorOf(config.evictor),
  };
}

function assignerOf(config: Exclude<AssignerConfig, { type: "count" }>): WindowAssigner {
  switch (config.type) {
    case "tumbling":
      return tumblingWindows(config);
    case "sliding":
      return slidingWindows(config);
    case "session":
      return sessionWindows(config.time, () => config.gap);
    case "dynamicSession":
      return sessionWindows(config.time, (row) => Number(row["aux"]));
    case "global":
      return globalWindows(config.endOfStream === true);
  }
}

function triggerOf(config: TriggerConfig, window: WindowConfig): TriggerFactory {
  switch (config.type) {
    case "eventTime":
      return eventTimeTrigger;
    case "processingTime":
      return processingTimeTrigger;
    case "never":
      return neverTrigger;
    case "byValue":
      return byValueTrigger;
    case "continuousEventTime":
      return continuousEventTimeTrigger(config.interval);
    case "continuousProcessingTime":
      return continuousProcessingTimeTrigger(config.interval);
    case "count":
      return countTrigger(config.n);
    case "purging":
      return purgingTrigger(triggerOf(config.of, window));
    case "delta":
      return deltaTrigger(config.threshold, deltaOf(config.delta), {
        type: "ROW",
        fields: recordSchema(window).fields,
        nullable: false,
      });
    case "timeout":
      return timeoutTrigger(triggerOf(config.of, window), {
        timeout: config.timeout,
        resetTimerOnNewRecord: config.reset,
        shouldClearOnTimeout: config.clear,
      });
  }
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

function evictorOf(config: EvictorConfig | null): Evictor | undefined {
  switch (config?.type) {
    case undefined:
      return undefined;
    case "count":
      return countEvictor(config.n, config.after);
    case "time":
      return timeEvictor(config.ms, config.after);
    case "delta":
      return deltaEvictor(config.threshold, deltaOf(config.delta), config.after);
  }
}

function deltaOf(delta: Delta): (from: Row, to: Row) => number {
  return (from, to) => {
    const difference = Number(to["value"]) - Number(from["value"]);
    return delta === "abs" ? Math.abs(difference) : difference;
  };
}

function functionSpec(config: WindowConfig): WindowFunctionSpec {
  const { function: given } = config;
  switch (given.type) {
    case "reduce":
      return { contents: { kind: "reduce", reduce: reduceOf(given.op) }, create: processOf(given.with) };
    case "field": {
      const { op, first } = given;
      const reduce = fieldReduce(recordSchema(config), {
        aggregation: op,
        field: "value",
        ...(first === undefined ? {} : { first }),
      });
      return { contents: { kind: "reduce", reduce }, create: processOf(undefined) };
    }
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
