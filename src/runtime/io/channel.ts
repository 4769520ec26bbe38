import type { ControlElement } from "../../stream/control-element.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { Collector } from "../../stream/row.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { ChannelElement } from "./channel-contents.ts";

/** Identity and shape of one channel: from one result subpartition of a producer subtask to one input channel of a consumer. */
export interface ChannelDescriptor {
  /** Index into `Topology.channels`; the same at both ends and in the log. */
  readonly channel: ChannelIndex;
  readonly schema: Schema;
  /** Records the channel holds before its producer is told to stop; `undefined` = bounded by bytes only. */
  readonly capacityRecords: number | undefined;
}

/**
 * Producer end of a channel. Single threaded, never awaits.
 *
 * Records go through a bounded data lane, control elements through a lane of their own which remembers their place among the
 * records: a barrier or a cancel marker never waits for room.
 */
export interface OutputChannel {
  /** False while the channel is full: the task takes no next element before it is true again. An operator may emit all the same. */
  isAvailable(): boolean;
  /** Appends a record. A record that does not fit waits inside the channel (deterministic) or blocks the thread (free running). */
  readonly write: Collector;
  /** Appends a control element behind everything written so far and publishes it at once. */
  control(element: ControlElement): void;
  /** Makes everything written so far visible to the consumer, and moves overflow into free room. */
  flush(): void;
  /** Records written since the channel was opened. */
  readonly sent: number;
  /** Control elements since then, without those whose place a later one took. */
  readonly sentControls: number;
  /** Elements that were written and wait inside this end, where the consumer cannot see them, head first. They stay. [CP42] */
  waiting(): readonly ChannelElement[];
  /** Releases the channel; the consumer sees no further elements. */
  close(): void;
}

/** Consumer end of a channel. Single threaded, never awaits. */
export interface InputChannel {
  /**
   * Hands up to `budget` records to `next`, in order, and returns how many. Stops before the next control element and at the
   * read limit. Rows are new objects, owned by the receiver.
   */
  poll(next: Collector, budget: number): number;
  /** Takes the control element that is next in order, or `undefined` when the next element is a record or nothing is there. */
  pollControl(): ControlElement | undefined;
  /** True when `poll` or `pollControl` would give something. */
  isReadable(): boolean;
  /** Elements that could be taken now, head first, behind each other. They stay. [CP42] */
  waiting(): readonly ChannelElement[];
  /** Elements (records and control elements) taken since the channel was opened; the number of the one taken last. [OB30] */
  readonly taken: number;
  /**
   * Nothing beyond the first `elements` elements of the channel is given out. The deterministic driver grants elements one by
   * one as their virtual latency passes; `Infinity` in the free-running driver.
   */
  setReadLimit(elements: number): void;
  close(): void;
}
