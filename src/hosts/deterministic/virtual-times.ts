import type { ChannelIndex } from "../../stream/indices.ts";
import type { JobGraphs } from "../../graph/compile-graph.ts";

/** Virtual milliseconds that things take. Every function is asked once per occurrence, in the order of the log. */
export interface VirtualTimes {
  /** Records and control elements under way in a channel. */
  channelLatencyMs(channel: ChannelIndex): number;
  /** Reports, mail and deployments between job master and tasks. */
  controlLatencyMs(): number;
  /** From handing over a snapshot to its being durable. */
  snapshotUploadMs(bytes: number): number;
  /** Reading, writing or listing checkpoint files. */
  storageMs(): number;
  portMs(port: string): number;
  /** Until the job master notices that a worker is gone. */
  detectionMs(): number;
  /** Until a new job master takes over. */
  takeOverMs(): number;
  /** Elements a task may handle in one turn. */
  budget(): number;
}

export interface TimeSettings {
  readonly channelLatencyMs: number;
  readonly controlLatencyMs: number;
  readonly snapshotUploadMs: number;
}

export const defaultTimes: TimeSettings = { channelLatencyMs: 0, controlLatencyMs: 1, snapshotUploadMs: 5 };

/** Constant times: what a person sees in a teaching run. */
export function constantTimes(settings: TimeSettings): VirtualTimes {
  return {
    channelLatencyMs: () => settings.channelLatencyMs,
    controlLatencyMs: () => settings.controlLatencyMs,
    snapshotUploadMs: () => settings.snapshotUploadMs,
    storageMs: () => settings.controlLatencyMs,
    portMs: () => settings.controlLatencyMs,
    detectionMs: () => settings.controlLatencyMs,
    takeOverMs: () => settings.controlLatencyMs,
    budget: () => 1,
  };
}

/** Times of a job's own pace: a channel takes what its edge says, else what the job says, else no time. [DT12] */
export function jobTimes({ pace, executionGraph }: Pick<JobGraphs, "pace" | "executionGraph">): VirtualTimes {
  const general = pace.channelLatencyMs ?? defaultTimes.channelLatencyMs;
  const latencies = executionGraph.channels.map(({ edge }) => edge.streamEdge.latencyMs ?? general);
  return { ...constantTimes(defaultTimes), channelLatencyMs: (channel) => latencies[channel] ?? general };
}
