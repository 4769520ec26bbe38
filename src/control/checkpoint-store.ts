import type { JobStatus } from "../graph/execution-state.ts";
import { checkpointDirectory, checkpointIdOf, metadataPath, parseMetadata } from "./checkpoint-metadata.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import type { CheckpointStorage, ControlContext } from "./control-context.ts";

/** `execution.checkpointing.externalized-checkpoint-retention`. */
export type CheckpointRetention = "NO_EXTERNALIZED_CHECKPOINTS" | "DELETE_ON_CANCELLATION" | "RETAIN_ON_CANCELLATION";

/**
 * Completed checkpoints of a job, oldest first, at most `numRetained` of them (Flink's CompletedCheckpointStore; semantics
 * 6.4). A checkpoint is complete when its `_metadata` is there. Plain savepoints are never kept here. [CP6]
 */
export class CheckpointStore {
  private readonly context: ControlContext;
  private readonly jobId: string;
  private readonly numRetained: number;
  private readonly completed: CheckpointMetadata[] = [];

  constructor(context: ControlContext, jobId: string, numRetained: number) {
    this.context = context;
    this.jobId = jobId;
    this.numRetained = numRetained;
  }

  get latest(): CheckpointMetadata | undefined {
    return this.completed.at(-1);
  }

  /** Takes over the checkpoints that a recovery found, oldest first: they are subsumed in their turn. */
  adopt(checkpoints: readonly CheckpointMetadata[]): void {
    this.completed.push(...checkpoints);
  }

  write(checkpoint: CheckpointMetadata, done: (failure: string | undefined) => void): void {
    this.context.storage.write(metadataPath(this.jobId, checkpoint.checkpointId), JSON.stringify(checkpoint), done);
  }

  /** Adds a checkpoint whose metadata is written, and removes those beyond the number retained. */
  add(checkpoint: CheckpointMetadata): void {
    this.completed.push(checkpoint);
    while (this.completed.length > this.numRetained) {
      const oldest = this.completed.shift();
      if (oldest === undefined) break;
      this.discard(oldest.checkpointId);
      this.context.log({ kind: "checkpointSubsumed", checkpointId: oldest.checkpointId });
    }
  }

  /** Removes whatever is there of checkpoint `id`. */
  discard(id: number): void {
    this.context.storage.remove(checkpointDirectory(this.jobId, id));
  }

  /** The job ended: keeps or removes the checkpoints as `retention` says. */
  close(status: JobStatus, retention: CheckpointRetention): void {
    const keep =
      (retention === "RETAIN_ON_CANCELLATION" && status !== "FINISHED") ||
      (retention === "DELETE_ON_CANCELLATION" && status === "FAILED");
    if (keep) return;
    for (const checkpoint of this.completed.splice(0)) this.discard(checkpoint.checkpointId);
  }
}

/** Newest complete checkpoint of job `jobId`; directories without metadata, and savepoints, do not count. [CP7] */
export function findLatestCheckpoint(
  storage: CheckpointStorage,
  jobId: string,
  found: (checkpoint: CheckpointMetadata | undefined) => void,
): void {
  storage.list(jobId, (names) => {
    const ids = names.map(checkpointIdOf).filter((id) => id !== undefined);
    ids.sort((a, b) => b - a);
    const tryNext = (): void => {
      const id = ids.shift();
      if (id === undefined) return found(undefined);
      storage.read(metadataPath(jobId, id), (text) => {
        const metadata = text === undefined ? undefined : parseMetadata(text, jobId);
        if (metadata?.kind === "checkpoint") found(metadata);
        else tryNext();
      });
    };
    tryNext();
  });
}

/** What a job master that takes over a job finds of its checkpoints. */
export interface RecoveredCheckpoints {
  /** Complete ones, oldest first; the last is the one to go on from. */
  readonly completed: readonly CheckpointMetadata[];
  /** Highest id that was given to a checkpoint that left anything behind, complete or not; 0 without any. */
  readonly lastId: number;
}

export const nothingRecovered: RecoveredCheckpoints = { completed: [], lastId: 0 };

/**
 * Recovers the checkpoints of job `jobId` for the job master that takes over: reads the complete ones and removes what a dead job master
 * left incomplete. Savepoints belong to the person: they are neither adopted nor removed. [CP7] [CP15]
 */
export function recoverCheckpoints(
  storage: CheckpointStorage,
  jobId: string,
  recovered: (checkpoints: RecoveredCheckpoints) => void,
): void {
  storage.list(jobId, (names) => {
    const ids = names.map(checkpointIdOf).filter((id) => id !== undefined);
    ids.sort((a, b) => a - b);
    const completed: CheckpointMetadata[] = [];
    const readNext = (place: number): void => {
      const id = ids[place];
      if (id === undefined) return recovered({ completed, lastId: ids.at(-1) ?? 0 });
      storage.read(metadataPath(jobId, id), (text) => {
        const metadata = text === undefined ? undefined : parseMetadata(text, jobId);
        if (metadata?.kind === "checkpoint") completed.push(metadata);
        if (text === undefined) storage.remove(checkpointDirectory(jobId, id));
        readNext(place + 1);
      });
    };
    readNext(0);
  });
}
