import { engineMessage } from "../../base/engine-messages.ts";
import type { Random } from "../../base/random.ts";
import type { Row } from "../../stream/row.ts";
import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { Clock } from "../environment.ts";
import { windowStart } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import type { TriggerFactory } from "./trigger.ts";
import { endOfStreamTrigger, eventTimeTrigger, neverTrigger, processingTimeTrigger } from "./triggers.ts";

export type WindowTime = "event" | "processing";
/** Flink's WindowStagger: where in its size a subtask's windows begin. */
export type WindowStagger = "aligned" | "random" | "natural";

export interface AssignerContext {
  readonly clock: Clock;
  readonly random: Random;
}

/** Puts elements into windows. A value of the job; `create` makes one subtask's instance of it. */
export interface WindowAssigner {
  readonly isEventTime: boolean;
  /** True for sessions: windows that touch become one. */
  readonly merges: boolean;
  /** False for the global window, which has neither start nor end. */
  readonly hasBounds: boolean;
  readonly defaultTrigger: TriggerFactory;
  /** For event-time windows that are the same for all keys: where they lie. */
  readonly aligned?: AlignedWindows;
  create(context: AssignerContext): (row: Row, timestamp: Timestamp) => readonly TimeWindow[];
}

export interface AlignedWindows {
  readonly size: number;
  readonly slide: number;
  /** The offset of one subtask's windows; it is chosen when it is first asked for. */
  offsetOf(context: AssignerContext): () => number;
}

/** Flink's Long.MIN where it takes part in arithmetic: the timestamp of a record without one in a session. */
const earliest = Number.MIN_SAFE_INTEGER;

interface TumblingOptions {
  readonly time: WindowTime;
  readonly size: number;
  readonly offset?: number;
  readonly stagger?: WindowStagger;
}

/** TumblingEventTimeWindows and TumblingProcessingTimeWindows. [WN1] */
export function tumblingWindows({
  time,
  size,
  offset = 0,
  stagger = "aligned",
}: TumblingOptions): WindowAssigner {
  requirePositive("size", size);
  if (Math.abs(offset) >= size)
    throw new RangeError(
      "[WN1] the absolute value of the offset of tumbling windows must be less than their size",
    );
  const offsetOf = ({ clock, random }: AssignerContext): (() => number) => {
    let staggered: number | undefined;
    return () => (staggered ??= (offset + staggerOffset({ stagger, size, random, now: clock.now() })) % size);
  };
  return {
    ...timed(time),
    ...(time === "event" ? { aligned: { size, slide: size, offsetOf } } : {}),
    create: (context) => {
      const offsetNow = offsetOf(context);
      return (_row, timestamp) => {
        const at = timeOf(time, timestamp, context.clock);
        const start = windowStart(at, offsetNow(), size);
        return [{ start, end: start + size }];
      };
    },
  };
}

interface SlidingOptions {
  readonly time: WindowTime;
  readonly size: number;
  readonly slide: number;
  readonly offset?: number;
}

/** SlidingEventTimeWindows and SlidingProcessingTimeWindows: latest window first. [WN2] */
export function slidingWindows({ time, size, slide, offset = 0 }: SlidingOptions): WindowAssigner {
  requirePositive("size", size);
  requirePositive("slide", slide);
  if (Math.abs(offset) >= slide)
    throw new RangeError(
      "[WN2] the absolute value of the offset of sliding windows must be less than their slide",
    );
  if (size / slide > 10_000_000)
    throw new RangeError("[WN2] a record would lie in more than 10,000,000 sliding windows");
  return {
    ...timed(time),
    ...(time === "event" ? { aligned: { size, slide, offsetOf: () => () => offset } } : {}),
    create:
      ({ clock }) =>
      (_row, timestamp) => {
        const at = timeOf(time, timestamp, clock);
        const windows: TimeWindow[] = [];
        for (let start = windowStart(at, offset, slide); start > at - size; start -= slide)
          windows.push({ start, end: start + size });
        return windows;
      },
  };
}

/** Session windows with the gap `gapOf` each record (withGap, withDynamicGap). [WN3] */
export function sessionWindows(time: WindowTime, gapOf: (row: Row) => number): WindowAssigner {
  return {
    ...timed(time),
    merges: true,
    create:
      ({ clock }) =>
      (row, timestamp) => {
        const gap = gapOf(row);
        if (!(gap > 0)) throw new RangeError(engineMessage("sessionGap", { gap }));
        const now = time === "processing" ? clock.now() : timestamp;
        const start = hasTimestamp(now) ? now : earliest;
        return [{ start, end: start + gap }];
      },
  };
}

/** GlobalWindows; with `endOfStream` they fire at the last watermark (createWithEndOfStreamTrigger). */
export function globalWindows(endOfStream: boolean): WindowAssigner {
  const windows: readonly TimeWindow[] = [{ start: -Infinity, end: Infinity }];
  return {
    isEventTime: false,
    merges: false,
    hasBounds: false,
    defaultTrigger: endOfStream ? endOfStreamTrigger : neverTrigger,
    create: () => () => windows,
  };
}

function timed(time: WindowTime): Omit<WindowAssigner, "create"> {
  const isEventTime = time === "event";
  return {
    isEventTime,
    merges: false,
    hasBounds: true,
    defaultTrigger: isEventTime ? eventTimeTrigger : processingTimeTrigger,
  };
}

function timeOf(time: WindowTime, timestamp: Timestamp, clock: Clock): Timestamp {
  if (time === "processing") return clock.now();
  if (hasTimestamp(timestamp)) return timestamp;
  throw new Error(engineMessage("noTimestamp"));
}

interface Stagger {
  readonly stagger: WindowStagger;
  readonly size: number;
  readonly random: Random;
  readonly now: Timestamp;
}

function staggerOffset({ stagger, size, random, now }: Stagger): number {
  if (stagger === "aligned") return 0;
  return stagger === "random"
    ? Math.floor(random.next() * size)
    : Math.max(0, now - windowStart(now, 0, size));
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0))
    throw new RangeError(`[WN1] the ${name} of a window must be greater than 0, not ${value}`);
}
