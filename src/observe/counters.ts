/**
 * Exact counters of one subtask, in shared memory where page and task share it: one Float64Array of `counterNames.length`
 * entries per subtask, written by the task per batch, read by the page each frame without a message.
 */
export const counterNames = [
  "recordsIn",
  "recordsOut",
  "busyMs",
  "idleMs",
  "backPressuredMs",
  "watermark",
  "lateDropped",
  "heartbeat",
] as const;
export type CounterName = (typeof counterNames)[number];

/** View of one subtask's block. Index it with `counterIndex`. */
export type SubtaskCounters = Float64Array;

/** `counterIndex.recordsIn` and so on: place of each counter in a block. */
export const counterIndex: { readonly [name in CounterName]: number } = {
  recordsIn: 0,
  recordsOut: 1,
  busyMs: 2,
  idleMs: 3,
  backPressuredMs: 4,
  watermark: 5,
  lateDropped: 6,
  heartbeat: 7,
};
