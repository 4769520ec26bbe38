import type { ChannelIndex, CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { RunShape } from "../../observe/event.ts";
import { noCheckpoint } from "../../stream/indices.ts";
import type { Failure } from "../../observe/run-state.ts";
import { queuedElements } from "../../observe/fold-channels.ts";
import { failedName, failedParts, failureMessage } from "./failures.ts";
import { vertexName } from "./names.ts";
import { watermarkOf } from "./subtask-facts.ts";
import { operatorRecords, type OperatorRecords } from "./operator-records.ts";
import type { RunPlayer } from "./run-player.ts";

/** Foot of a logical node. Shares are 0 to 1, over all subtasks. */
export interface OperatorFacts {
  readonly status: "running" | "failed" | "stopped" | "restoring" | "finished" | "canceled" | "notStarted";
  /** Absent, both, while nobody measures them. */
  readonly busy?: number;
  readonly backPressured?: number;
  /** Name of the operator whose full input causes the back pressure. */
  readonly backPressuredBy?: string;
  /** Lowest watermark of its subtasks. */
  readonly watermark?: number;
  readonly records: OperatorRecords;
  /**
   * Failed: attempt, from 1, and what went wrong. Stopped: the operator of its chain that failed. Restoring: the checkpoint and how many
   * bytes of how many.
   */
  readonly attempt?: number;
  readonly cause?: string;
  readonly stoppedBy?: string;
  readonly restore?: { readonly checkpointId: CheckpointId; readonly bytes: number; readonly of: number };
}

export interface EdgeFacts {
  /** Occupied share of the buffers of all its channels, 0 to 1. */
  readonly fill: number;
  readonly recordsPerSecond: number;
}

/** Subtasks that run the operator of the document with that id. */
export function subtasksOf({ topology, origins }: RunShape, operator: string): readonly TaskIndex[] {
  return topology.subtasks.flatMap(({ vertex }, index) =>
    topology.vertices[vertex]?.operators.some(({ node }) => origins.nodes[node] === operator) ? [index] : [],
  );
}

/** What the run on screen says of an operator of the document; undefined when it has no subtask of it. */
export function operatorFacts(player: RunPlayer, operator: string): OperatorFacts | undefined {
  const { view, header } = player;
  const indices = subtasksOf(header, operator);
  const states = indices.flatMap((index) => view.subtasks[index] ?? []);
  if (states.length === 0) return undefined;
  const meters = indices.flatMap((index) => player.meter(index) ?? []);
  const share = (pick: (meter: (typeof meters)[number]) => number): number =>
    meters.reduce((sum, meter) => sum + pick(meter), 0) / Math.max(1, meters.length);
  const failure = failureOf(player, indices);
  const blamed = failure && failedParts(header, failure).operator;
  const waiting = states.find(({ backPressured }) => backPressured?.channel !== undefined)?.backPressured?.channel;
  const cause = waiting === undefined ? undefined : causeOf(player, waiting);
  const watermark = Math.min(...states.map(watermarkOf));
  const restoring = states.some(({ state }) => state === "INITIALIZING") && view.restore?.checkpointId !== undefined;
  return {
    status: statusOf(
      states.map(({ state }) => state),
      restoring,
    ),
    ...(meters.length > 0 && {
      busy: share(({ busy }) => busy),
      backPressured: share(({ backPressured }) => backPressured),
    }),
    records: operatorRecords(player, operator) ?? { in: 0, out: 0 },
    ...(cause !== undefined && { backPressuredBy: cause }),
    ...(watermark > -Infinity && { watermark }),
    ...(failure && { attempt: failure.attempt + 1, cause: failureMessage(failure) }),
    ...(failure && blamed !== undefined && blamed !== operator && { status: "stopped" as const, stoppedBy: failedName(header, failure) }),
    ...(restoring && { restore: restoreOf(player, indices) }),
  };
}

/** Why the first of the subtasks that failed did so. */
function failureOf({ view }: RunPlayer, indices: readonly TaskIndex[]): Failure | undefined {
  const failed = indices.filter((index) => view.subtasks[index]?.state === "FAILED");
  return view.failures.findLast(({ subtask, attempt }) => failed.includes(subtask) && view.subtasks[subtask]?.attempt === attempt);
}

function statusOf(states: readonly string[], restoring: boolean): OperatorFacts["status"] {
  if (states.includes("FAILED")) return "failed";
  if (restoring) return "restoring";
  if (states.every((state) => state === "FINISHED")) return "finished";
  if (states.includes("RUNNING")) return "running";
  return states.includes("CANCELED") ? "canceled" : "notStarted";
}

function restoreOf({ view }: RunPlayer, indices: readonly TaskIndex[]): { checkpointId: CheckpointId; bytes: number; of: number } {
  const checkpointId = view.restore?.checkpointId ?? noCheckpoint;
  const checkpoint = view.checkpoints.find(({ id }) => id === checkpointId);
  const of = indices.reduce((sum, index) => sum + (checkpoint?.parts[index]?.bytes ?? 0), 0);
  return { checkpointId, bytes: indices.reduce((sum, index) => sum + (view.subtasks[index]?.restored?.bytes ?? 0), 0), of };
}

/** Name of the operator behind a full channel that is itself not waiting for another one. */
function causeOf({ header, view }: RunPlayer, channel: ChannelIndex): string | undefined {
  let subtask = header.topology.channels[channel]?.to;
  for (let hops = 0; subtask !== undefined && hops < header.topology.vertices.length; hops++) {
    const next: ChannelIndex | undefined = view.subtasks[subtask]?.backPressured?.channel;
    if (next === undefined) break;
    subtask = header.topology.channels[next]?.to;
  }
  const vertex = subtask === undefined ? undefined : header.topology.subtasks[subtask]?.vertex;
  return vertex === undefined ? undefined : vertexName(header.topology.vertices[vertex]);
}

/** What the run on screen says of an edge of the document; undefined when it has no channel of it. */
export function edgeFacts({ header, view, now }: RunPlayer, edge: string): EdgeFacts | undefined {
  let [room, queued, records, channels] = [0, 0, 0, 0];
  header.topology.channels.forEach((channel, index) => {
    const state = view.channels[index];
    if (header.origins.edges[channel.edge] !== edge || !state) return;
    channels++;
    room += channel.capacity ?? Math.max(16, queuedElements(state));
    queued += queuedElements(state) + state.unlogged;
    records += state.records;
  });
  if (channels === 0) return undefined;
  return { fill: Math.min(1, queued / Math.max(1, room)), recordsPerSecond: now > 0 ? (records / now) * 1000 : 0 };
}
