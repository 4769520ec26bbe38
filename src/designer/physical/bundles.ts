import type { ChannelIndex, CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { Topology } from "../../observe/event.ts";
import { queuedElements } from "../../observe/fold-channels.ts";
import type { ChannelState, RunState } from "../../observe/run-state.ts";
import type { Load } from "../run/live-load.ts";
import type { Bundle } from "./layout.ts";
import { indexTopology } from "./topology-index.ts";

/** Most that is drawn one by one unless it is asked for. */
export const bundleLimits = { subtasks: 200, channels: 600, channelsOfEdge: 128 } as const;

/** The topology has so much in it that its channels are drawn as one bundle per edge. [PX17] */
export function needsBundles(topology: Topology): boolean {
  const { subtasks, channels, channelsOfEdge } = bundleLimits;
  if (topology.subtasks.length > subtasks || topology.channels.length > channels) return true;
  return indexTopology(topology).edges.some((edge) => edge.channels.length > channelsOfEdge);
}

export interface BundleFacts {
  readonly senders: number;
  readonly readers: number;
  /** Elements in all its channels. */
  readonly queued: number;
  readonly full: number;
  /** Channels that a barrier holds shut. */
  readonly held: number;
  /** Occupied share of the fullest channel. */
  readonly level: number;
  /** Share of its time that the most hindered sender waits for room. */
  readonly backPressured: number;
  /** Newest checkpoint with barriers in these channels, and in how many they are or have just been read. */
  readonly barrier: { readonly checkpointId: CheckpointId; readonly underWay: number } | undefined;
}

/** What the label of a bundle tells of its channels. */
export function bundleFacts(run: RunState, { channels }: Bundle, loadOf: (subtask: TaskIndex) => Load | undefined): BundleFacts {
  const senders = new Set<TaskIndex>();
  const readers = new Set<TaskIndex>();
  const newest = run.checkpoints.at(-1);
  let [queued, full, held, level, underWay] = [0, 0, 0, 0, 0];
  for (const channel of channels) {
    const ends = run.header.topology.channels[channel];
    const state = run.channels[channel];
    if (!ends || !state) continue;
    senders.add(ends.from);
    readers.add(ends.to);
    queued += queuedElements(state) + Math.max(0, state.unlogged);
    level = Math.max(level, state.full ? 1 : ends.capacity === undefined ? 0 : state.deliverable / Math.max(1, ends.capacity));
    if (state.full) full++;
    if (state.heldBy !== undefined) held++;
    if (newest?.status === "pending" && hasBarrier(state, newest.id)) underWay++;
  }
  const backPressured = Math.max(0, ...[...senders].map((subtask) => loadOf(subtask)?.backPressured ?? 0));
  const barrier = newest && underWay > 0 ? { checkpointId: newest.id, underWay } : undefined;
  return { senders: senders.size, readers: readers.size, queued, full, held, level: Math.min(1, level), backPressured, barrier };
}

const hasBarrier = ({ queue, first }: ChannelState, checkpointId: CheckpointId): boolean =>
  queue.some(({ element }, place) => place >= first && element.kind === "checkpointBarrier" && element.id === checkpointId);

/** The subtask behind a bundle that is worth opening: it reads the channel that is shut, full or fullest. */
export function worstReader(run: RunState, { channels }: Bundle): TaskIndex | undefined {
  const weight = (channel: ChannelIndex): number => {
    const state = run.channels[channel];
    if (!state) return -1;
    return (state.heldBy === undefined ? 0 : 2e6) + (state.full ? 1e6 : 0) + queuedElements(state) + state.unlogged;
  };
  let worst: { readonly channel: ChannelIndex; readonly weight: number } | undefined;
  for (const channel of channels) {
    const own = weight(channel);
    if (!worst || own > worst.weight) worst = { channel, weight: own };
  }
  return worst && run.header.topology.channels[worst.channel]?.to;
}
