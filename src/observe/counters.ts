import { toChannelIndex, toTaskIndex } from "../stream/indices.ts";
import type { ChannelIndex, TaskIndex } from "../stream/indices.ts";
import type { Topology } from "../graph/topology.ts";

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

/** Exact counters of one channel: records, as its producer and its consumer know them. They stand behind those of the subtasks. */
export const channelCounterNames = ["sent", "received"] as const;

/** Place of the counters of channel `channel` among all counters of a job with so many subtasks. */
export function channelCounters(subtasks: number, channel: ChannelIndex): number {
  return subtasks * counterNames.length + channel * channelCounterNames.length;
}

/** Counters of each operator of a subtask's chain, head first: records in and out. They stand behind those of the channels. */
export const countersPerOperator = 2;

type CountedTopology = Pick<Topology, "subtasks" | "channels" | "vertices">;

/** Place of the counters of the operators of subtask `subtask` among all counters of a job. */
export function operatorCounters({ subtasks, channels, vertices }: CountedTopology, subtask: TaskIndex): number {
  let place = channelCounters(subtasks.length, toChannelIndex(channels.length));
  for (const { vertex } of subtasks.slice(0, subtask)) place += (vertices[vertex]?.operators.length ?? 0) * countersPerOperator;
  return place;
}

/** Bytes that the counters of a job take. */
export function counterBytes(topology: CountedTopology): number {
  return operatorCounters(topology, toTaskIndex(topology.subtasks.length)) * Float64Array.BYTES_PER_ELEMENT;
}
