import type { LogicalType } from "../../stream/logical-type.ts";
import type { Row } from "../../stream/row.ts";
import { maxTimestampOf } from "./time-window.ts";
import { always, fires, nothing, TriggerResult } from "./trigger.ts";
import type { TriggerFactory } from "./trigger.ts";

const bigint: LogicalType = { type: "BIGINT", nullable: false };
/** Of state that holds timestamps: they may be infinite. */
export const timestampType: LogicalType = { type: "DOUBLE", nullable: false };

/**
 * EventTimeTrigger: once the watermark passes the end of the window, and for every late element after that.
 * [WN4]
 */
export const eventTimeTrigger: TriggerFactory = {
  canMerge: true,
  create: ({ timers }) => ({
    onElement: (_row, _timestamp, window) => {
      if (maxTimestampOf(window) <= timers.currentWatermark) return TriggerResult.fire;
      timers.registerEventTimer(window, maxTimestampOf(window));
      return TriggerResult.continue;
    },
    onEventTime: (time, window) =>
      time === maxTimestampOf(window) ? TriggerResult.fire : TriggerResult.continue,
    onProcessingTime: always(TriggerResult.continue),
    clear: (window) => timers.deleteEventTimer(window, maxTimestampOf(window)),
    onMerge: (window) => {
      if (maxTimestampOf(window) > timers.currentWatermark)
        timers.registerEventTimer(window, maxTimestampOf(window));
    },
  }),
};

/** ProcessingTimeTrigger: once the clock passes the end of the window. [WN4] */
export const processingTimeTrigger: TriggerFactory = {
  canMerge: true,
  create: ({ timers }) => ({
    onElement: (_row, _timestamp, window) => {
      timers.registerProcessingTimer(window, maxTimestampOf(window));
      return TriggerResult.continue;
    },
    onEventTime: always(TriggerResult.continue),
    onProcessingTime: always(TriggerResult.fire),
    clear: (window) => timers.deleteProcessingTimer(window, maxTimestampOf(window)),
    onMerge: (window) => {
      if (maxTimestampOf(window) > timers.currentProcessingTime)
        timers.registerProcessingTimer(window, maxTimestampOf(window));
    },
  }),
};

/** NeverTrigger: the default of global windows. */
export const neverTrigger: TriggerFactory = {
  canMerge: true,
  create: () => ({
    onElement: always(TriggerResult.continue),
    onEventTime: always(TriggerResult.continue),
    onProcessingTime: always(TriggerResult.continue),
    clear: nothing,
    onMerge: nothing,
  }),
};

/** GlobalWindows.EndOfStreamTrigger: at the last watermark. [WN4] */
export const endOfStreamTrigger: TriggerFactory = {
  canMerge: true,
  create: ({ timers }) => ({
    onElement: (_row, _timestamp, window) => {
      timers.registerEventTimer(window, maxTimestampOf(window));
      return TriggerResult.continue;
    },
    onEventTime: (time, window) =>
      time === maxTimestampOf(window) ? TriggerResult.fire : TriggerResult.continue,
    onProcessingTime: always(TriggerResult.continue),
    clear: nothing,
    onMerge: nothing,
  }),
};

/** CountTrigger: with every `count`th element of a window. [WN4] */
export function countTrigger(count: number): TriggerFactory {
  return {
    canMerge: true,
    create: ({ state }) => {
      const counter = state.reducing<number>(
        { name: "count", type: bigint, namespace: "window", isOwnNote: true },
        (left, right) => left + right,
      );
      return {
        onElement: (_row, _timestamp, window) => {
          counter.setNamespace(window);
          counter.add(1);
          if ((counter.get() ?? 0) < count) return TriggerResult.continue;
          counter.clear();
          return TriggerResult.fire;
        },
        onEventTime: always(TriggerResult.continue),
        onProcessingTime: always(TriggerResult.continue),
        clear: (window) => {
          counter.setNamespace(window);
          counter.clear();
        },
        onMerge: (window, merged) => counter.mergeNamespaces(window, merged),
      };
    },
  };
}

/** PurgingTrigger: what `nested` fires it also purges. [WN4] */
export function purgingTrigger(nested: TriggerFactory): TriggerFactory {
  const purge = (result: TriggerResult): TriggerResult =>
    fires(result) ? TriggerResult.fireAndPurge : result;
  return {
    canMerge: nested.canMerge,
    create: (context) => {
      const inner = nested.create(context);
      return {
        ...inner,
        onElement: (row, timestamp, window) => purge(inner.onElement(row, timestamp, window)),
        onEventTime: (time, window) => purge(inner.onEventTime(time, window)),
        onProcessingTime: (time, window) => purge(inner.onProcessingTime(time, window)),
      };
    },
  };
}

/** DeltaTrigger: when an element differs from the last one that fired by more than `threshold`. [WN4] */
export function deltaTrigger(
  threshold: number,
  delta: (last: Row, row: Row) => number,
  rowType: LogicalType,
): TriggerFactory {
  return {
    canMerge: false,
    create: ({ state }) => {
      const lastElement = state.value<Row>({ name: "last-element", type: rowType, namespace: "window", isOwnNote: true });
      return {
        onElement: (row, _timestamp, window) => {
          lastElement.setNamespace(window);
          const last = lastElement.value();
          if (last === null) {
            lastElement.update(row);
            return TriggerResult.continue;
          }
          if (delta(last, row) <= threshold) return TriggerResult.continue;
          lastElement.update(row);
          return TriggerResult.fire;
        },
        onEventTime: always(TriggerResult.continue),
        onProcessingTime: always(TriggerResult.continue),
        clear: (window) => {
          lastElement.setNamespace(window);
          lastElement.clear();
        },
        onMerge: undefined,
      };
    },
  };
}
