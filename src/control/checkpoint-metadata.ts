import type { SubtaskSnapshotHandle } from "../runtime/environment.ts";

/** Content of a checkpoint's `_metadata`: all that a restore needs to find the state, at any parallelism. Plain JSON. */
export interface CheckpointMetadata {
  readonly format: typeof checkpointFormat;
  readonly jobId: string;
  readonly checkpointId: number;
  readonly kind: "checkpoint" | "savepoint";
  /** Job clock in milliseconds. */
  readonly triggeredAt: number;
  readonly vertices: readonly VertexState[];
  /** States of the source enumerators. */
  readonly sources: readonly { readonly operatorId: string; readonly state: unknown }[];
}

export interface VertexState {
  readonly vertexId: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  /** Operator ids of the chain, head first. */
  readonly operators: readonly string[];
  /** By subtask index. */
  readonly subtasks: readonly SubtaskState[];
}

export interface SubtaskState {
  /** The subtask had finished before the checkpoint; on restore it finishes at once (semantics 6.8). */
  readonly finished: boolean;
  readonly snapshot: SubtaskSnapshotHandle | undefined;
}

export const checkpointFormat = "weir.checkpoint/1";

/** Directory of a checkpoint below the storage root, in Flink's layout (semantics 6.15). */
export function checkpointDirectory(jobId: string, checkpointId: number): string {
  return `${jobId}/chk-${checkpointId}`;
}

/** The file that makes a checkpoint complete; written last and atomically. */
export function metadataPath(jobId: string, checkpointId: number): string {
  return `${checkpointDirectory(jobId, checkpointId)}/_metadata`;
}

/** Where one attempt of a subtask puts its part of a checkpoint. */
export function snapshotPath(jobId: string, checkpointId: number, subtask: number, attempt: number): string {
  return `${checkpointDirectory(jobId, checkpointId)}/${subtask}-${attempt}`;
}

/** Id of the checkpoint whose directory is called `name`, or undefined. */
export function checkpointIdOf(name: string): number | undefined {
  const match = /^chk-(\d+)$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** Undefined when the text is not metadata of this format. */
export function parseMetadata(text: string): CheckpointMetadata | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  return format === checkpointFormat ? (value as CheckpointMetadata) : undefined;
}
