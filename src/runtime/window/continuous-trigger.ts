import { engineMessage } from "../../base/engine-messages.ts";
import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { ReducingState } from "../state/keyed-state.ts";
import { maxTimestampOf } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import { always, TriggerResult } from "./trigger.ts";
import type { TriggerContext, TriggerFactory } from "./trigger.ts";
import { timestampType } from "./triggers.ts";

/**
 * ContinuousEventTimeTrigger: every `interval` of event time while the window has elements, and at its end.
 * [WN5]
 */
export function continuousEventTimeTrigger(interval: number): TriggerFactory {
  return {
    canMerge: true,
    create: (context) => {
      const { timers } = context;
      const fireTime = fireTimeState(context);
      const register = (window: TimeWindow, time: Timestamp): void => timers.registerEventTimer(window, time);
      return {
        onElement: (_row, timestamp, window) => {
          if (maxTimestampOf(window) <= timers.currentWatermark) return TriggerResult.fire;
          timers.registerEventTimer(window, maxTimestampOf(window));
          fireTime.setNamespace(window);
          if (fireTime.get() === null) {
            if (!hasTimestamp(timestamp))
              throw new Error(engineMessage("triggerTimestamp"));
            scheduleNext(fireTime, { from: timestamp - (timestamp % interval), interval, window, register });
          }
          return TriggerResult.continue;
        },
        onEventTime: (time, window) => {
          if (time === maxTimestampOf(window)) return TriggerResult.fire;
          fireTime.setNamespace(window);
          if (fireTime.get() !== time) return TriggerResult.continue;
          fireTime.clear();
          scheduleNext(fireTime, {
            from: endless(window, timers.currentWatermark) ? Infinity : time,
            interval,
            window,
            register,
          });
          return TriggerResult.fire;
        },
        onProcessingTime: always(TriggerResult.continue),
        clear: (window) => {
          fireTime.setNamespace(window);
          const time = fireTime.get();
          if (time === null) return;
          timers.deleteEventTimer(window, time);
          fireTime.clear();
        },
        onMerge: (window, merged) => mergeFireTime(fireTime, { window, merged, register }),
      };
    },
  };
}

/** ContinuousProcessingTimeTrigger: every `interval` of processing time. [WN5] */
export function continuousProcessingTimeTrigger(interval: number): TriggerFactory {
  return {
    canMerge: true,
    create: (context) => {
      const { timers } = context;
      const fireTime = fireTimeState(context);
      const register = (window: TimeWindow, time: Timestamp): void =>
        timers.registerProcessingTimer(window, time);
      return {
        onElement: (_row, _timestamp, window) => {
          fireTime.setNamespace(window);
          const now = timers.currentProcessingTime;
          if (fireTime.get() === null)
            scheduleNext(fireTime, { from: now - (now % interval), interval, window, register });
          return TriggerResult.continue;
        },
        onEventTime: always(TriggerResult.continue),
        onProcessingTime: (time, window) => {
          if (time === maxTimestampOf(window)) return TriggerResult.fire;
          fireTime.setNamespace(window);
          if (fireTime.get() !== time) return TriggerResult.continue;
          fireTime.clear();
          scheduleNext(fireTime, { from: time, interval, window, register });
          return TriggerResult.fire;
        },
        clear: (window) => {
          fireTime.setNamespace(window);
          const time = fireTime.get();
          if (time === null) return;
          timers.deleteProcessingTimer(window, time);
          fireTime.clear();
        },
        onMerge: (window, merged) => mergeFireTime(fireTime, { window, merged, register }),
      };
    },
  };
}

function fireTimeState({ state }: TriggerContext): ReducingState<number> {
  return state.reducing({ name: "fire-time", type: timestampType, namespace: "window", isOwnNote: true }, Math.min);
}

interface Schedule {
  readonly from: Timestamp;
  readonly interval: number;
  readonly window: TimeWindow;
  register(window: TimeWindow, time: Timestamp): void;
}

/** Stores and registers the next fire time; the namespace of `fireTime` is the window. */
function scheduleNext(fireTime: ReducingState<number>, { from, interval, window, register }: Schedule): void {
  const next = Math.min(from + interval, maxTimestampOf(window));
  fireTime.add(next);
  register(window, next);
}

/**
 * Flink would fire once per interval up to Long.MAX: here the last watermark fires an endless window once
 * more and is done.
 */
function endless(window: TimeWindow, watermark: Timestamp): boolean {
  return watermark === Infinity && window.end === Infinity;
}

interface Merge {
  readonly window: TimeWindow;
  readonly merged: readonly TimeWindow[];
  register(window: TimeWindow, time: Timestamp): void;
}

function mergeFireTime(fireTime: ReducingState<number>, { window, merged, register }: Merge): void {
  fireTime.mergeNamespaces(window, merged);
  const next = fireTime.get();
  if (next !== null) register(window, next);
}
