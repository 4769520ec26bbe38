import { assert } from "../../base/assert.ts";
import type { OperatorContext, OperatorFactory } from "../../runtime/api.ts";
import { countEvictor } from "../../runtime/window/evictor.ts";
import { countTrigger, purgingTrigger } from "../../runtime/window/triggers.ts";
import { globalWindows, sessionWindows, slidingWindows, tumblingWindows } from "../../runtime/window/window-assigner.ts";
import { createWindowOperator } from "../../runtime/window/window-operator.ts";
import type { WindowSpec } from "../../runtime/window/window-operator.ts";
import type { Row } from "../../stream/row.ts";
import type {
  CountWindowConfig, GlobalWindowConfig, SessionWindowConfig, SlidingWindowConfig, TumblingWindowConfig,
} from "./descriptor.ts";
import { windowFunction } from "./function-spec.ts";
import { numberFunction, windowSpec } from "./parts.ts";

/** A window operator, and the window that it makes of its configuration. */
export interface WindowOperatorFactory<Config> extends OperatorFactory<Config> {
  spec(config: Config, context: OperatorContext): WindowSpec;
}

function windowOperator<Config>(
  type: string,
  spec: (config: Config, context: OperatorContext) => WindowSpec,
): WindowOperatorFactory<Config> {
  return { type, spec, createOperator: (config, context) => createWindowOperator(spec(config, context), context) };
}

export const tumblingWindowFactory = windowOperator<TumblingWindowConfig>("tumbling-window", (config, context) =>
  windowSpec(config, tumblingWindows(config), context));

export const slidingWindowFactory = windowOperator<SlidingWindowConfig>("sliding-window", (config, context) =>
  windowSpec(config, slidingWindows(config), context));

export const sessionWindowFactory = windowOperator<SessionWindowConfig>("session-window", (config, context) =>
  windowSpec(config, sessionWindows(config.time, sessionGap(config, context)), context));

export const globalWindowFactory = windowOperator<GlobalWindowConfig>("global-window", (config, context) =>
  windowSpec(config, globalWindows(config.endOfStream), context));

/** A global window that fires at a count. Results carry no bounds. */
export const countWindowFactory = windowOperator<CountWindowConfig>("count-window", ({ size, slide, evictor, function: fn }, context) => {
  const config = { allowedLateness: 0, lateOutput: false, evictor, function: fn };
  const spec = { ...windowSpec(config, globalWindows(false), context), function: windowFunction(fn, context, false) };
  if (slide === undefined) return { ...spec, trigger: purgingTrigger(countTrigger(size)) };
  return { ...spec, trigger: countTrigger(slide), evictor: countEvictor(size, false) };
});

function sessionGap({ gap, dynamicGap }: SessionWindowConfig, context: OperatorContext): (row: Row) => number {
  if (dynamicGap === undefined) {
    assert(gap !== undefined, "[WN3] a session has a gap");
    return () => gap;
  }
  return numberFunction(context, { field: "dynamicGap", source: dynamicGap, rows: ["row"] });
}
