import type { Timestamp } from "../../stream/timestamp.ts";
import type { TimeWindow } from "./time-window.ts";
import { fires, purges, TriggerResult } from "./trigger.ts";
import type { TriggerFactory } from "./trigger.ts";
import { timestampType } from "./triggers.ts";

export interface TimeoutOptions {
  /** Milliseconds of processing time. */
  readonly timeout: number;
  /** Every element starts the timeout anew. */
  readonly resetTimerOnNewRecord: boolean;
  readonly shouldClearOnTimeout: boolean;
}

/** ProcessingTimeoutTrigger: fires what `nested` has not fired within the timeout. [WN6] */
export function timeoutTrigger(nested: TriggerFactory, options: TimeoutOptions): TriggerFactory {
  const { timeout, resetTimerOnNewRecord, shouldClearOnTimeout } = options;
  return {
    canMerge: false,
    create: (context) => {
      const { timers, state } = context;
      const inner = nested.create(context);
      const deadline = state.value<Timestamp>({ name: "timeout", type: timestampType, namespace: "window", isOwnNote: true });
      const forget = (window: TimeWindow): void => {
        deadline.setNamespace(window);
        const time = deadline.value();
        if (time === null) return;
        timers.deleteProcessingTimer(window, time);
        deadline.clear();
      };
      const clear = (window: TimeWindow): void => {
        forget(window);
        inner.clear(window);
      };
      const onTimer = (result: TriggerResult, window: TimeWindow): TriggerResult => {
        if (shouldClearOnTimeout) clear(window);
        return purges(result) ? TriggerResult.fireAndPurge : TriggerResult.fire;
      };
      return {
        onElement: (row, timestamp, window) => {
          const result = inner.onElement(row, timestamp, window);
          if (fires(result)) {
            clear(window);
            return result;
          }
          if (resetTimerOnNewRecord) forget(window);
          deadline.setNamespace(window);
          if (deadline.value() === null) {
            const time = timers.currentProcessingTime + timeout;
            deadline.update(time);
            timers.registerProcessingTimer(window, time);
          }
          return result;
        },
        onEventTime: (time, window) => onTimer(inner.onEventTime(time, window), window),
        onProcessingTime: (time, window) => onTimer(inner.onProcessingTime(time, window), window),
        clear,
        onMerge: undefined,
      };
    },
  };
}
