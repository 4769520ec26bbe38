import { toCheckpointId } from "../stream/indices.ts";
import type { CheckpointId, ListBy, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { StoredVertex } from "../graph/stored-state.ts";
import type { SubtaskSnapshotHandle } from "../runtime/environment.ts";

/** Content of a checkpoint's `_metadata`: all that a restore needs to find the state, at any parallelism. Plain JSON. */
export interface CheckpointMetadata {
  readonly format: typeof checkpointFormat;
  readonly jobId: string;
  readonly checkpointId: CheckpointId;
  readonly kind: "checkpoint" | "savepoint";
  /** Job clock in milliseconds. */
  readonly triggeredAt: number;
  readonly vertices: readonly VertexState[];
  /** States of the source enumerators. */
  readonly sources: readonly { readonly operatorId: string; readonly state: unknown }[];
}

export interface VertexState extends StoredVertex {
  readonly parallelism: number;
  readonly subtasks: ListBy<SubtaskIndex, TaskStateSnapshot>;
}

export interface TaskStateSnapshot {
  /** The subtask had finished before the checkpoint; on restore it finishes at once. */
  readonly finished: boolean;
  readonly snapshot: SubtaskSnapshotHandle | undefined;
}

export const checkpointFormat = "weir.checkpoint/1";

/** Directory of a checkpoint below the storage root, in Flink's layout. */
export function checkpointDirectory(jobId: string, checkpointId: CheckpointId): string {
  return `${jobId}/chk-${checkpointId}`;
}

/** The file that makes a checkpoint complete; written last and atomically. */
export function metadataPath(jobId: string, checkpointId: CheckpointId): string {
  return `${checkpointDirectory(jobId, checkpointId)}/_metadata`;
}

/** Where one attempt of a subtask puts its part of a checkpoint. */
export function snapshotPath(jobId: string, checkpointId: CheckpointId, subtask: TaskIndex, attempt: number): string {
  return `${checkpointDirectory(jobId, checkpointId)}/${subtask}-${attempt}`;
}

/** Id of the checkpoint whose directory is called `name`, or undefined. */
export function checkpointIdOf(name: string): CheckpointId | undefined {
  const match = /^chk-(\d+)$/.exec(name);
  return match === null ? undefined : toCheckpointId(Number(match[1]));
}

/**
 * Undefined when the text is not metadata of this format, of job `jobId`. It may come from a stranger's directory: what a restore relies
 * on is checked, and every file that it names lies in a checkpoint of that job. [CL14]
 */
export function parseMetadata(text: string, jobId: string): CheckpointMetadata | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isMetadata(value) && value.jobId === jobId ? value : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === "string";

function isMetadata(value: unknown): value is CheckpointMetadata {
  if (!isObject(value) || value["format"] !== checkpointFormat) return false;
  const { jobId, checkpointId, kind, triggeredAt, vertices, sources } = value;
  if (!isText(jobId) || !isWhole(checkpointId) || !Number.isFinite(triggeredAt)) return false;
  if (kind !== "checkpoint" && kind !== "savepoint") return false;
  return allOf(vertices, (vertex) => isVertex(vertex, jobId)) && allOf(sources, (source) => isText(source["operatorId"]));
}

function isVertex(vertex: Readonly<Record<string, unknown>>, jobId: string): boolean {
  const { vertexId, parallelism, maxParallelism, operators, subtasks } = vertex;
  if (!isText(vertexId) || !isWhole(parallelism) || !isWhole(maxParallelism)) return false;
  if (!Array.isArray(operators) || !operators.every(isText)) return false;
  return allOf(subtasks, ({ finished, snapshot }) => {
    return typeof finished === "boolean" && (snapshot === undefined || isSnapshot(snapshot, jobId));
  });
}

function isSnapshot(value: unknown, jobId: string): boolean {
  if (!isObject(value) || !isText(value["path"]) || !isWhole(value["bytes"])) return false;
  const { path } = value;
  if (!path.startsWith(`${jobId}/`) || !/^chk-\d+\/\d+-\d+$/.test(path.slice(jobId.length + 1))) return false;
  return isChannelState(value["channels"]) && allOf(value["operators"], ({ operatorId, keyGroups, operatorStates }) => {
    if (!isText(operatorId)) return false;
    const groups = allOf(keyGroups, ({ group, range }) => isWhole(group) && isRange(range));
    return groups && allOf(operatorStates, ({ name, elements }) => isText(name) && Array.isArray(elements) && elements.every(isRange));
  });
}

function isChannelState(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  const inputs = allOf(value["inputs"], ({ gate, channel, range }) => isWhole(gate) && isWhole(channel) && isRange(range));
  return inputs && allOf(value["outputs"], ({ partition, channel, range }) => isWhole(partition) && isWhole(channel) && isRange(range));
}

const isRange = (value: unknown): boolean => isObject(value) && isWhole(value["offset"]) && isWhole(value["length"]);

function allOf(value: unknown, holds: (each: Readonly<Record<string, unknown>>) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => isObject(each) && holds(each));
}
