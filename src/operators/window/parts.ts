import type { OperatorContext } from "../../runtime/api.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import {
  continuousEventTimeTrigger,
  continuousProcessingTimeTrigger,
} from "../../runtime/window/continuous-trigger.ts";
import { countEvictor, deltaEvictor, timeEvictor } from "../../runtime/window/evictor.ts";
import type { Evictor } from "../../runtime/window/evictor.ts";
import { timeoutTrigger } from "../../runtime/window/timeout-trigger.ts";
import type { TriggerFactory } from "../../runtime/window/trigger.ts";
import {
  countTrigger,
  deltaTrigger,
  eventTimeTrigger,
  neverTrigger,
  processingTimeTrigger,
  purgingTrigger,
} from "../../runtime/window/triggers.ts";
import type { WindowAssigner } from "../../runtime/window/window-assigner.ts";
import type { WindowSpec } from "../../runtime/window/window-operator.ts";
import { ConformError } from "../../stream/conform.ts";
import type { Row } from "../../stream/row.ts";
import type { CommonConfig } from "./config.ts";
import type { EvictorConfig, TriggerConfig } from "./firing-config.ts";
import { windowFunction } from "./function-spec.ts";

/** The window of a configuration around an assigner. */
export function windowSpec(
  config: CommonConfig,
  assigner: WindowAssigner,
  context: OperatorContext,
): WindowSpec {
  return {
    assigner,
    trigger: configuredTrigger(config, assigner, context),
    evictor: config.evictor === undefined ? undefined : evictorOf(config.evictor, context),
    allowedLateness: config.allowedLateness,
    lateTag: config.lateOutput ? "late" : undefined,
    function: windowFunction(config.function, context, assigner.hasBounds),
  };
}

function configuredTrigger(
  { trigger, timeout }: CommonConfig,
  assigner: WindowAssigner,
  context: OperatorContext,
): TriggerFactory | undefined {
  const chosen = trigger === undefined ? undefined : triggerOf(trigger, context);
  return timeout === undefined ? chosen : timeoutTrigger(chosen ?? assigner.defaultTrigger, timeout);
}

function triggerOf(config: TriggerConfig, context: OperatorContext): TriggerFactory {
  if (config.type === "never") return neverTrigger;
  const trigger = firingTrigger(config, context);
  return config.purging ? purgingTrigger(trigger) : trigger;
}

function firingTrigger(
  config: Exclude<TriggerConfig, { type: "never" }>,
  context: OperatorContext,
): TriggerFactory {
  switch (config.type) {
    case "eventTime":
      return eventTimeTrigger;
    case "processingTime":
      return processingTimeTrigger;
    case "continuousEventTime":
      return continuousEventTimeTrigger(config.interval);
    case "continuousProcessingTime":
      return continuousProcessingTimeTrigger(config.interval);
    case "count":
      return countTrigger(config.count);
    case "delta": {
      const delta = numberFunction(context, {
        field: "trigger.delta",
        source: config.delta,
        rows: ["last", "row"],
      });
      const fields = context.inputSchemas[0]?.fields ?? [];
      return deltaTrigger(config.threshold, delta, { type: "ROW", fields, nullable: false });
    }
  }
}

function evictorOf(config: NonNullable<EvictorConfig>, context: OperatorContext): Evictor {
  switch (config.type) {
    case "count":
      return countEvictor(config.count, config.after);
    case "time":
      return timeEvictor(config.time, config.after);
    case "delta": {
      const delta = numberFunction(context, {
        field: "evictor.delta",
        source: config.delta,
        rows: ["row", "last"],
      });
      return deltaEvictor(config.threshold, delta, config.after);
    }
  }
}

interface RowsFunction {
  readonly field: string;
  readonly source: string;
  /** Names of its parameters, each a row of the input. */
  readonly rows: readonly string[];
}

/** A user function of rows that must give a number. */
export function numberFunction(
  context: OperatorContext,
  { field, source, rows }: RowsFunction,
): (...rows: readonly Row[]) => number {
  const [schema = { fields: [] }] = context.inputSchemas;
  const parameters = rows.map((name) => rowParameter(name, schema));
  return context.functions.compile({ field, source, parameters }, (result) => {
    if (typeof result === "number") return result;
    throw new ConformError(`the function gave ${result === null ? "null" : `a ${typeof result}`}, not a number`);
  });
}
