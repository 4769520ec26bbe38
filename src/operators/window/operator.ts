import type { OperatorContext, OperatorFactory } from "../../runtime/api.ts";
import { countEvictor } from "../../runtime/window/evictor.ts";
import { countTrigger, purgingTrigger } from "../../runtime/window/triggers.ts";
import { globalWindows, sessionWindows, slidingWindows, tumblingWindows } from "../../runtime/window/window-assigner.ts";
import type { WindowAssigner } from "../../runtime/window/window-assigner.ts";
import { createWindowOperator } from "../../runtime/window/window-operator.ts";
import type { CommonConfig } from "./config.ts";
import type {
  CountWindowConfig, GlobalWindowConfig, SessionWindowConfig, SlidingWindowConfig, TumblingWindowConfig,
} from "./descriptor.ts";
import { windowFunction } from "./function-spec.ts";
import { numberFunction, windowSpec } from "./parts.ts";

function windowOperator<Config extends CommonConfig>(
  type: string,
  assigner: (config: Config, context: OperatorContext) => WindowAssigner,
): OperatorFactory<Config> {
  return {
    type,
    createOperator: (config, context) => createWindowOperator(windowSpec(config, assigner(config, context), context), context),
  };
}

export const tumblingWindowOperator = windowOperator<TumblingWindowConfig>("tumbling-window", tumblingWindows);

export const slidingWindowOperator = windowOperator<SlidingWindowConfig>("sliding-window", slidingWindows);

export const sessionWindowOperator = windowOperator<SessionWindowConfig>("session-window", ({ time, gap, dynamicGap }, context) => {
  if (dynamicGap === undefined) return sessionWindows(time, () => gap);
  return sessionWindows(time, numberFunction(context, { field: "dynamicGap", source: dynamicGap, rows: ["row"] }));
});

export const globalWindowOperator = windowOperator<GlobalWindowConfig>("global-window", ({ endOfStream }) => globalWindows(endOfStream));

/** A global window that fires at a count. Results carry no bounds. */
export const countWindowOperator: OperatorFactory<CountWindowConfig> = {
  type: "count-window",
  createOperator({ size, slide, evictor, function: fn }, context) {
    const spec = windowSpec({ allowedLateness: 0, lateOutput: false, evictor, function: fn }, globalWindows(false), context);
    const counting =
      slide === undefined
        ? { ...spec, trigger: purgingTrigger(countTrigger(size)) }
        : { ...spec, trigger: countTrigger(slide), evictor: countEvictor(size, false) };
    return createWindowOperator({ ...counting, function: windowFunction(fn, context, false) }, context);
  },
};
