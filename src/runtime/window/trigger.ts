import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { KeyedState } from "../state/keyed-state.ts";
import type { TimerService } from "../time/timer-service.ts";
import type { TimeWindow } from "./time-window.ts";

/** Bits of Flink's TriggerResult. */
export const TriggerResult = { continue: 0, fire: 1, purge: 2, fireAndPurge: 3 } as const;
export type TriggerResult = (typeof TriggerResult)[keyof typeof TriggerResult];

export const fires = (result: TriggerResult): boolean => (result & 1) !== 0;
export const purges = (result: TriggerResult): boolean => (result & 2) !== 0;

/** What triggers keep state and timers in; both by key and window. */
export interface TriggerContext {
  readonly state: KeyedState;
  readonly timers: TimerService<TimeWindow>;
}

/** Decides when a window's contents are handed to its function. All calls are for the current key. */
export interface Trigger {
  onElement(row: Row, timestamp: Timestamp, window: TimeWindow): TriggerResult;
  onEventTime(time: Timestamp, window: TimeWindow): TriggerResult;
  onProcessingTime(time: Timestamp, window: TimeWindow): TriggerResult;
  clear(window: TimeWindow): void;
  /** Windows `merged` became `window`; state of theirs is moved. Undefined: the trigger cannot merge. */
  readonly onMerge: ((window: TimeWindow, merged: readonly TimeWindow[]) => void) | undefined;
}

/** A trigger before it is put into an operator. */
export interface TriggerFactory {
  readonly canMerge: boolean;
  create(context: TriggerContext): Trigger;
}

export const always = (result: TriggerResult) => (): TriggerResult => result;
export const nothing = (): void => {};
