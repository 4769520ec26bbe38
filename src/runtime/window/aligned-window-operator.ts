import { engineMessage } from "../../base/engine-messages.ts";
import type { Collector, Row } from "../../stream/row.ts";
import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { Operator, OperatorContext } from "../api.ts";
import type { TimerService } from "../time/timer-service.ts";
import { AlignedWindowState } from "./aligned-window-state.ts";
import { columnAggregates } from "./column-aggregate.ts";
import { isLate } from "./lateness.ts";
import { createWindowLog } from "./window-log.ts";
import { windowStart } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import type { WindowSpec } from "./window-operator.ts";
import { contentsMeta, windowTimers } from "./window-store.ts";

/**
 * The window operator for the usual case: tumbling or sliding event-time windows with their own trigger, no
 * evictor, and results that are numbers. Undefined when the window is another; what it does is the same
 * either way. [WN18]
 */
export function createAlignedWindowOperator(
  spec: WindowSpec,
  context: OperatorContext,
): Operator | undefined {
  const { assigner, trigger, evictor, allowedLateness, lateTag } = spec;
  const { contents } = spec.function;
  const { dense } = context.keyedState;
  if (assigner.aligned === undefined || trigger !== undefined || evictor !== undefined || dense === undefined)
    return undefined;
  if (contents.kind !== "aggregate" || contents.calls === undefined) return undefined;
  const aggregates = columnAggregates(context.inputSchemas[0] ?? { fields: [] }, contents.calls);
  if (aggregates === undefined) return undefined;
  const timers = context.timers<TimeWindow>(windowTimers, { onTimer: () => {} });
  const log = createWindowLog(context, lateTag);
  const handler = spec.function.create(context);
  const state = new AlignedWindowState({
    dense,
    aggregates,
    allowedLateness,
    timerService: windowTimers,
    meta: contentsMeta("aggregating", contents.accumulator),
    fire(window, results) {
      log?.fired(window);
      handler.process(window, [results]);
    },
    clear: handler.clear === undefined ? undefined : (window) => handler.clear?.(window),
  });
  const late = lateTag === undefined ? undefined : context.sideOutput(lateTag);
  const onSkipped: Collector = (row, timestamp) => {
    if (!isLate(timestamp, allowedLateness, timers.currentWatermark)) return;
    log?.late(row);
    if (late === undefined) context.countLateDropped();
    else late(row, timestamp);
  };
  const { size, slide, offsetOf } = assigner.aligned;
  const parts = { state, timers, size, slide, onSkipped, offset: offsetOf(context) };
  return { inputs: [slide === size ? tumblingInput(parts) : slidingInput(parts)] };
}

interface AlignedParts {
  readonly state: AlignedWindowState;
  readonly timers: TimerService<TimeWindow>;
  readonly size: number;
  readonly slide: number;
  /** Chosen when the first record comes. */
  readonly offset: () => number;
  readonly onSkipped: Collector;
}

function tumblingInput({ state, size, offset, onSkipped }: AlignedParts): Collector {
  const onOtherWindow: Collector = (row, timestamp) => {
    requireTimestamp(timestamp);
    const start = windowStart(timestamp, offset(), size);
    const window = state.windowAt(start, start + size);
    if (window === undefined) onSkipped(row, timestamp);
    else state.add(window, row);
  };
  return (row, timestamp) => {
    const window = state.latest;
    if (timestamp >= window.start && timestamp < window.end) state.add(window, row);
    else onOtherWindow(row, timestamp);
  };
}

function slidingInput({
  state,
  size,
  slide,
  offset,
  onSkipped,
}: AlignedParts): (row: Row, timestamp: Timestamp) => void {
  return (row, timestamp) => {
    requireTimestamp(timestamp);
    let skipped = true;
    for (let start = windowStart(timestamp, offset(), slide); start > timestamp - size; start -= slide) {
      const window = state.windowAt(start, start + size);
      if (window === undefined) continue;
      skipped = false;
      state.add(window, row);
    }
    if (skipped) onSkipped(row, timestamp);
  };
}

function requireTimestamp(timestamp: Timestamp): void {
  if (hasTimestamp(timestamp)) return;
  throw new Error(engineMessage("noTimestamp"));
}
