import { functionConfig } from "./window-functions.ts";
import type { GivenFunction } from "./window-functions.ts";
import type { CommonConfig } from "../../src/operators/window/config.ts";
import {
  countWindowFactory, globalWindowFactory, sessionWindowFactory, slidingWindowFactory, tumblingWindowFactory,
} from "../../src/operators/window/operator.ts";
import { inferWindow } from "../../src/operators/window/output.ts";
import type { LogicalType, Schema } from "../../src/stream/logical-type.ts";
import type { OperatorContext } from "../../src/runtime/api.ts";
import { timeoutTrigger } from "../../src/runtime/window/timeout-trigger.ts";
import { TriggerResult } from "../../src/runtime/window/trigger.ts";
import type { TriggerFactory } from "../../src/runtime/window/trigger.ts";
import { purgingTrigger } from "../../src/runtime/window/triggers.ts";
import type { WindowTime } from "../../src/runtime/window/window-assigner.ts";
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
  readonly function: GivenFunction;
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

/** Fields of what the product's windows give, by its own rule. */
export function resultSchema(config: WindowConfig): Schema {
  const { type } = config.assigner;
  const common = { allowedLateness: 0, lateOutput: false, function: ownFunction(config) };
  const { out } = inferWindow(common, { schema: recordSchema(config), key: ["key"] }, type !== "global" && type !== "count").outputs;
  if (out === undefined) throw new Error("the product has no such results");
  return out;
}

/** The window that the product makes of the configuration. */
export function windowSpec(config: WindowConfig, context: OperatorContext): WindowSpec {
  const made = (firing: Firing): WindowSpec => productSpec(config, firing, context);
  const spec = made(firingOf(config.trigger) ?? {});
  const isMade = config.trigger === null || firingOf(config.trigger) !== undefined;
  const trigger = isMade || config.trigger === null ? spec.trigger : triggerOf(config.trigger, made);
  return { ...spec, trigger };
}

/** When a window fires, as the product is configured. */
type Firing = Pick<CommonConfig, "trigger" | "timeout">;

function productSpec(config: WindowConfig, firing: Firing, context: OperatorContext): WindowSpec {
  const { assigner, lateness } = config;
  const evictor = config.evictor === null ? {} : { evictor: evictorOf(config.evictor) };
  const own = { ...evictor, function: ownFunction(config) };
  const common = { ...firing, ...own, allowedLateness: lateness === "max" ? Infinity : lateness, lateOutput: config.lateSide };
  switch (assigner.type) {
    case "tumbling": {
      const { time, size, offset = 0, stagger = "aligned" } = assigner;
      return tumblingWindowFactory.spec({ ...common, time, size, offset, stagger }, context);
    }
    case "sliding": {
      const { time, size, slide, offset = 0 } = assigner;
      return slidingWindowFactory.spec({ ...common, time, size, slide, offset }, context);
    }
    case "session":
      return sessionWindowFactory.spec({ ...common, time: assigner.time, gap: assigner.gap }, context);
    case "dynamicSession":
      return sessionWindowFactory.spec({ ...common, time: assigner.time, gap: 1, dynamicGap: "aux" }, context);
    case "global":
      return globalWindowFactory.spec({ ...common, endOfStream: assigner.endOfStream === true }, context);
    case "count":
      return countWindowFactory.spec({ ...own, size: assigner.size, slide: assigner.slide }, context);
  }
}

const ownFunction = (config: WindowConfig): CommonConfig["function"] =>
  functionConfig(config.function, config.assigner.type === "session" || config.assigner.type === "dynamicSession");

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
