import type { LogEvent } from "../../../observe/event.ts";
import type { JobEnd, JobOrder } from "./job-message.ts";

/** Words that the thread of a whole job shares with the thread that watches it. */
export const wholeJobWords = {
  /** 1: cancel, 2: suspend. */
  stop: 0,
  /** Grows with every sign of life. */
  life: 1,
  /** Subtask that has a turn, counted from 1, or 0. */
  turn: 2,
  /** 1 while the answer to a question of the thread is there to be taken. */
  answered: 3,
} as const;

/** From the thread; `events` and `publish` are answered, and it waits for the answer. */
export type FromWholeJob =
  | { readonly kind: "events"; readonly events: readonly LogEvent[] }
  | { readonly kind: "publish"; readonly transaction: string }
  | ({ readonly kind: "ended" } & JobEnd);

/** Data that the thread is started with. */
export interface WholeJobData {
  readonly script: string;
  readonly order: JobOrder;
  readonly words: Int32Array<SharedArrayBuffer>;
}
