import { itemsOf } from "../stream/indices.ts";
import type { ListBy, OperatorIndex, SubtaskIndex } from "../stream/indices.ts";
import type { ChannelStateIndex, OperatorSnapshotIndex } from "./snapshot.ts";

/** What a checkpoint holds of one vertex: the part of its metadata that restoring reads. */
export interface StoredVertex {
  readonly vertexId: string;
  readonly maxParallelism: number;
  /** Operator ids of the chain, head first. */
  readonly operators: ListBy<OperatorIndex, string>;
  readonly subtasks: ListBy<SubtaskIndex, { readonly snapshot: StoredSnapshot | undefined }>;
}

export interface StoredSnapshot {
  /** Path, below the job's checkpoint directory, of the file that holds the bytes. */
  readonly path: string;
  readonly operators: readonly OperatorSnapshotIndex[];
  /** Absent where every barrier was aligned: nothing is under way then. */
  readonly channels?: ChannelStateIndex;
}

/** State of one operator as all its old subtasks reported it. */
export interface StoredOperator {
  readonly operatorId: string;
  readonly maxParallelism: number;
  /** By old subtask; undefined where none was reported. */
  readonly subtasks: ListBy<SubtaskIndex, StoredSubtask | undefined>;
}

export interface StoredSubtask {
  readonly file: string;
  readonly index: OperatorSnapshotIndex;
}

/**
 * The operators of a checkpoint. Those of which nothing was reported are left out: a checkpoint is no reason to keep an
 * operator that has no state (Checkpoints.loadAndValidateCheckpoint). [GR51]
 *
 * Throws when it holds records that were under way: tasks do not take them over, and without them they would be lost. [CP46]
 */
export function storedOperators(vertices: readonly StoredVertex[]): readonly StoredOperator[] {
  if (vertices.some(({ subtasks }) => subtasks.some(({ snapshot }) => snapshot?.channels !== undefined))) {
    throw new Error("the checkpoint is unaligned: it holds records that were under way, and a job cannot go on from one yet");
  }
  return vertices
    .flatMap((vertex) => itemsOf(vertex.operators.map((operatorId): StoredOperator => ({
      operatorId,
      maxParallelism: vertex.maxParallelism,
      subtasks: vertex.subtasks.map(({ snapshot }) => storedSubtask(snapshot, operatorId)),
    }))))
    .filter((operator) => operator.subtasks.some((subtask) => subtask !== undefined));
}

function storedSubtask(snapshot: StoredSnapshot | undefined, operatorId: string): StoredSubtask | undefined {
  const index = snapshot?.operators.find((operator) => operator.operatorId === operatorId);
  if (snapshot === undefined || index === undefined) return undefined;
  return index.keyGroups.length === 0 && index.operatorStates.length === 0 ? undefined : { file: snapshot.path, index };
}
