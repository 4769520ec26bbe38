import { engineMessage } from "../../base/engine-messages.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { Operator, OperatorContext } from "../api.ts";
import type { TimerService } from "../time/timer-service.ts";
import type { Evictor } from "./evictor.ts";
import { createAlignedWindowOperator } from "./aligned-window-operator.ts";
import { isLate } from "./lateness.ts";
import { MergingWindowSet } from "./merging-window-set.ts";
import type { SessionMerge } from "./merging-window-set.ts";
import { maxTimestampOf } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import { fires, purges } from "./trigger.ts";
import type { Trigger, TriggerFactory, TriggerResult } from "./trigger.ts";
import type { WindowAssigner } from "./window-assigner.ts";
import type { WindowFunction, WindowFunctionSpec } from "./window-function.ts";
import { createWindowLog } from "./window-log.ts";
import type { WindowLog } from "./window-log.ts";
import { rowKeeper, createWindowStore, windowTimers } from "./window-store.ts";
import type { WindowStore } from "./window-store.ts";

export interface WindowSpec {
  readonly assigner: WindowAssigner;
  /** Default: the assigner's. */
  readonly trigger?: TriggerFactory | undefined;
  readonly evictor?: Evictor | undefined;
  /** Milliseconds; Infinity keeps a window's state for ever. */
  readonly allowedLateness: number;
  /** Side output for late records; without it they are dropped and counted. */
  readonly lateTag?: string | undefined;
  readonly function: WindowFunctionSpec;
}

/**
 * Flink's WindowOperator and EvictingWindowOperator. Throws when the parts do not fit
 * each other.
 */
export function createWindowOperator(spec: WindowSpec, context: OperatorContext): Operator {
  const aligned = createAlignedWindowOperator(spec, context);
  if (aligned !== undefined) return aligned;
  const operator = new WindowOperator(spec, context);
  return { inputs: [(row, timestamp) => operator.processElement(row, timestamp)] };
}

class WindowOperator {
  readonly #context: OperatorContext;
  readonly #spec: WindowSpec;
  readonly #assign: (row: Row, timestamp: Timestamp) => readonly TimeWindow[];
  readonly #timers: TimerService<TimeWindow>;
  readonly #trigger: Trigger;
  readonly #store: WindowStore;
  readonly #sessions: MergingWindowSet | undefined;
  readonly #function: WindowFunction;
  readonly #keep: (row: Row) => Row;
  readonly #late: Collector | undefined;
  readonly #log: WindowLog | undefined;

  constructor(spec: WindowSpec, context: OperatorContext) {
    const { assigner, trigger = assigner.defaultTrigger, evictor } = spec;
    const { keyedState: state, inputSchemas } = context;
    const schema = inputSchemas[0] ?? { fields: [] };
    if (assigner.merges && !trigger.canMerge)
      throw new Error("[WN7] this trigger cannot be used with session windows: it cannot merge");
    this.#spec = spec;
    this.#context = context;
    this.#assign = assigner.create(context);
    this.#timers = context.timers<TimeWindow>(windowTimers, {
      onTimer: (domain, timestamp, window) => this.#onTimer(domain === "event", timestamp, window),
    });
    this.#trigger = trigger.create({ state, timers: this.#timers });
    this.#store = createWindowStore(state, schema, { contents: spec.function.contents, evictor });
    this.#sessions = assigner.merges ? new MergingWindowSet(state) : undefined;
    this.#function = spec.function.create(context);
    this.#keep = rowKeeper(schema);
    this.#late = spec.lateTag === undefined ? undefined : context.sideOutput(spec.lateTag);
    this.#log = createWindowLog(context, spec.lateTag);
  }

  processElement(row: Row, timestamp: Timestamp): void {
    const windows = this.#assign(row, timestamp);
    const kept = this.#keep(row);
    const skipped =
      this.#sessions === undefined
        ? this.#addToWindows(windows, kept, timestamp)
        : this.#addToSessions(this.#sessions, windows, { row: kept, timestamp });
    if (skipped && this.#isElementLate(timestamp)) this.#onLate(row, timestamp);
  }

  /** True when every window was late. */
  #addToWindows(windows: readonly TimeWindow[], row: Row, timestamp: Timestamp): boolean {
    let skipped = true;
    for (const window of windows) {
      if (this.#isWindowLate(window)) continue;
      skipped = false;
      this.#addElement(window, window, { row, timestamp });
    }
    return skipped;
  }

  #addToSessions(
    sessions: MergingWindowSet,
    windows: readonly TimeWindow[],
    element: { readonly row: Row; readonly timestamp: Timestamp },
  ): boolean {
    let skipped = true;
    sessions.load();
    for (const window of windows) {
      const session = sessions.add(window, (merge) => this.#mergeSessions(merge));
      if (this.#isWindowLate(session)) {
        sessions.retire(session);
        continue;
      }
      skipped = false;
      this.#addElement(session, sessions.stateWindowOf(session) ?? session, element);
    }
    sessions.persist();
    return skipped;
  }

  #addElement(
    window: TimeWindow,
    stateWindow: TimeWindow,
    { row, timestamp }: { readonly row: Row; readonly timestamp: Timestamp },
  ): void {
    this.#store.add(stateWindow, row, timestamp);
    const result = this.#trigger.onElement(row, timestamp, window);
    this.#handle(result, window, stateWindow);
    const cleanup = this.#cleanupTime(window);
    if (cleanup === Infinity) return;
    if (this.#spec.assigner.isEventTime) this.#timers.registerEventTimer(window, cleanup);
    else this.#timers.registerProcessingTimer(window, cleanup);
  }

  /**
   * Trigger state moves first, then the old sessions are cleared, then contents are merged.
   * [WN9]
   */
  #mergeSessions({ window, merged, stateWindow, mergedStateWindows }: SessionMerge): void {
    if (this.#isMergeLate(window)) throw new Error(engineMessage("mergedLate"));
    this.#trigger.onMerge?.(window, merged);
    for (const old of merged) {
      this.#trigger.clear(old);
      const cleanup = this.#cleanupTime(old);
      if (cleanup === Infinity) continue;
      if (this.#spec.assigner.isEventTime) this.#timers.deleteEventTimer(old, cleanup);
      else this.#timers.deleteProcessingTimer(old, cleanup);
    }
    this.#store.merge(stateWindow, mergedStateWindows);
  }

  #onTimer(isEvent: boolean, timestamp: Timestamp, window: TimeWindow): void {
    const sessions = this.#sessions;
    const trigger = this.#trigger;
    sessions?.load();
    const stateWindow = sessions === undefined ? window : sessions.stateWindowOf(window);
    // A timer that a trigger left behind for a session that was merged away.
    if (stateWindow === undefined) return;
    const result = isEvent
      ? trigger.onEventTime(timestamp, window)
      : trigger.onProcessingTime(timestamp, window);
    this.#handle(result, window, stateWindow);
    if (isEvent === this.#spec.assigner.isEventTime && timestamp === this.#cleanupTime(window))
      this.#clearWindow(window, stateWindow);
    sessions?.persist();
  }

  #handle(result: TriggerResult, window: TimeWindow, stateWindow: TimeWindow): void {
    if (fires(result)) this.#fire(window, stateWindow);
    if (purges(result)) this.#store.clear(stateWindow);
  }

  #fire(window: TimeWindow, stateWindow: TimeWindow): void {
    this.#store.fire(stateWindow, (contents, elements) => {
      this.#log?.fired(window, { contents: stateWindow, elements });
      this.#function.process(window, contents);
    });
  }

  #clearWindow(window: TimeWindow, stateWindow: TimeWindow): void {
    this.#store.clear(stateWindow);
    this.#trigger.clear(window);
    this.#function.clear?.(window);
    this.#sessions?.retire(window);
  }

  /** When a window's state is thrown away; Infinity: never. */
  #cleanupTime(window: TimeWindow): Timestamp {
    return this.#spec.assigner.isEventTime
      ? maxTimestampOf(window) + this.#spec.allowedLateness
      : maxTimestampOf(window);
  }

  #isWindowLate(window: TimeWindow): boolean {
    return this.#spec.assigner.isEventTime && this.#cleanupTime(window) <= this.#timers.currentWatermark;
  }

  #isElementLate(timestamp: Timestamp): boolean {
    return this.#spec.assigner.isEventTime && this.#isLate(timestamp);
  }

  #isMergeLate(window: TimeWindow): boolean {
    if (this.#spec.assigner.isEventTime) return this.#isLate(maxTimestampOf(window));
    return maxTimestampOf(window) <= this.#timers.currentProcessingTime;
  }

  #isLate(time: Timestamp): boolean {
    return isLate(time, this.#spec.allowedLateness, this.#timers.currentWatermark);
  }

  #onLate(row: Row, timestamp: Timestamp): void {
    const context = this.#context;
    const late = this.#late;
    const log = this.#log;
    log?.late(row);
    if (late === undefined) context.countLateDropped();
    else late(row, timestamp);
  }
}
