import { found, storageFailureText } from "../base/lookup.ts";
import type { Failed, Found, StorageFailure } from "../base/lookup.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { JobStatus } from "../graph/execution-state.ts";
import type { StorageOutcome } from "../observe/event.ts";
import { noCheckpoint } from "../stream/indices.ts";
import { checkpointDirectory, checkpointIdOf, metadataPath, parseMetadata } from "./checkpoint-metadata.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import type { CheckpointStorage, ControlContext } from "./control-context.ts";

/** `execution.checkpointing.externalized-checkpoint-retention`. */
export type CheckpointRetention = "NO_EXTERNALIZED_CHECKPOINTS" | "DELETE_ON_CANCELLATION" | "RETAIN_ON_CANCELLATION";

/**
 * Completed checkpoints of a job, oldest first, at most `numRetained` of them (Flink's CompletedCheckpointStore).
 * A checkpoint is complete when its `_metadata` is there. Plain savepoints are never kept here. [CP6]
 */
export class CheckpointStore {
  readonly #context: ControlContext;
  readonly #jobId: string;
  readonly #numRetained: number;
  readonly #completed: CheckpointMetadata[] = [];
  /** What was to be removed and is not known to be gone; of some of it storage has said that it did not go. */
  readonly #remains = new Map<CheckpointId, "underWay" | "failed">();
  /** Those whose metadata was not written as far as storage said, and may be there all the same. */
  readonly #doubtful = new Set<CheckpointId>();

  constructor(context: ControlContext, jobId: string, numRetained: number) {
    this.#context = context;
    this.#jobId = jobId;
    this.#numRetained = numRetained;
  }

  get latest(): CheckpointMetadata | undefined {
    return this.#completed.at(-1);
  }

  keeps(id: CheckpointId): boolean {
    return this.#completed.some(({ checkpointId }) => checkpointId === id);
  }

  /** Takes over what a recovery found: complete checkpoints are subsumed in their turn, incomplete ones are removed. */
  adopt({ completed, incomplete }: RecoveredCheckpoints): void {
    this.#completed.push(...completed);
    for (const id of incomplete) this.discard(id);
  }

  write(checkpoint: CheckpointMetadata, done: (failure: StorageFailure | undefined) => void): void {
    const { checkpointId } = checkpoint;
    this.#context.storage.write(metadataPath(this.#jobId, checkpointId), JSON.stringify(checkpoint), (failure) => {
      if (failure !== undefined) {
        this.#doubtful.add(checkpointId);
        this.#log(failure, "checkpointFails");
      }
      done(failure);
    });
  }

  /** Adds a checkpoint whose metadata is written, and removes those beyond the number retained, and what could not be removed before. */
  add(checkpoint: CheckpointMetadata): void {
    const remains = [...this.#remains].filter(([, state]) => state === "failed");
    this.#completed.push(checkpoint);
    while (this.#completed.length > this.#numRetained) {
      const oldest = this.#completed.shift();
      if (oldest === undefined) break;
      this.discard(oldest.checkpointId);
      this.#context.log({ kind: "checkpointSubsumed", checkpointId: oldest.checkpointId });
    }
    for (const [id] of remains) this.discard(id);
  }

  /** Removes whatever is there of checkpoint `id`; what cannot be removed now is tried again with the next one. */
  discard(id: CheckpointId): void {
    this.#remove(id, "triedAgain", () => {});
  }

  /** A person gives up a checkpoint that is kept. [CK2] */
  giveUp(id: CheckpointId): void {
    const place = this.#completed.findIndex(({ checkpointId }) => checkpointId === id);
    if (place < 0) return;
    this.#completed.splice(place, 1);
    this.discard(id);
    this.#context.log({ kind: "checkpointDiscarded", checkpointId: id });
  }

  /**
   * Before a restart: `done` gets no failure once no checkpoint behind the newest complete one can be taken for complete any more. The
   * restarted tasks stage their output anew, so whoever went back to such a one later would publish what it does not hold. [CP61]
   */
  settle(done: (failure: StorageFailure | undefined) => void): void {
    const latest = this.latest?.checkpointId ?? 0;
    const open = [...this.#doubtful].filter((id) => id > latest);
    const next = (failure: StorageFailure | undefined): void => {
      const id = failure === undefined ? open.shift() : undefined;
      if (id === undefined) done(failure);
      else this.#remove(id, "restoreFails", next);
    };
    next(undefined);
  }

  /** The job ended: keeps or removes the checkpoints as `retention` says; `done` when storage has answered for all of them. */
  close(status: JobStatus, retention: CheckpointRetention, done: () => void): void {
    const keep =
      (retention === "RETAIN_ON_CANCELLATION" && status !== "FINISHED") ||
      (retention === "DELETE_ON_CANCELLATION" && status === "FAILED");
    const gone = keep ? [] : this.#completed.splice(0).map(({ checkpointId }) => checkpointId);
    const ids = [...new Set([...this.#remains.keys(), ...gone])];
    const next = (): void => {
      const id = ids.shift();
      if (id === undefined) done();
      else this.#remove(id, "leftBehind", next);
    };
    next();
  }

  /** Its metadata first: from then on it is not complete, whatever else of it stays. [CP60] */
  #remove(id: CheckpointId, outcome: StorageOutcome, done: (failure: StorageFailure | undefined) => void): void {
    const { storage } = this.#context;
    const end = (failure: StorageFailure | undefined): void => {
      if (failure === undefined) this.#remains.delete(id);
      else {
        this.#remains.set(id, "failed");
        this.#log(failure, outcome);
      }
      done(failure);
    };
    this.#remains.set(id, "underWay");
    storage.remove(metadataPath(this.#jobId, id), (failure) => {
      if (failure !== undefined) return end(failure);
      this.#doubtful.delete(id);
      storage.remove(checkpointDirectory(this.#jobId, id), end);
    });
  }

  #log(failure: StorageFailure, outcome: StorageOutcome): void {
    this.#context.log({ kind: "storageFailed", ...failure, outcome });
  }
}

/** What there is of a job's checkpoints. */
export interface RecoveredCheckpoints {
  /** Complete ones, oldest first; the last is the one to go on from. */
  readonly completed: readonly CheckpointMetadata[];
  /** Ids of those that a dead job master left without metadata. */
  readonly incomplete: readonly CheckpointId[];
  /** Highest id that was given to a checkpoint that left anything behind, complete or not; `noCheckpoint` without any. */
  readonly lastId: CheckpointId;
}

/**
 * Reads what there is of the checkpoints of job `jobId`; changes nothing. Only what storage knows to be absent counts as incomplete: a
 * listing or a metadata file that cannot be read fails the whole recovery, since the checkpoint in question may be the newest complete
 * one. Savepoints belong to the person: they do not count. [CP7] [CP15] [CP62]
 */
export function recoverCheckpoints(
  storage: Pick<CheckpointStorage, "read" | "list">,
  jobId: string,
  recovered: (checkpoints: Found<RecoveredCheckpoints> | Failed) => void,
): void {
  storage.list(jobId, (names) => {
    if (names.kind === "failed") return recovered(names);
    const listed = names.kind === "found" ? names.value : [];
    const ids = listed.map(checkpointIdOf).filter((id) => id !== undefined);
    ids.sort((a, b) => a - b);
    const completed: CheckpointMetadata[] = [];
    const incomplete: CheckpointId[] = [];
    const readNext = (place: number): void => {
      const id = ids[place];
      if (id === undefined) return recovered(found({ completed, incomplete, lastId: ids.at(-1) ?? noCheckpoint }));
      const path = metadataPath(jobId, id);
      storage.read(path, (text) => {
        if (text.kind === "failed") return recovered(text);
        if (text.kind === "absent") incomplete.push(id);
        else {
          const metadata = parseMetadata(text.value, jobId);
          if (metadata === undefined) return recovered({ kind: "failed", failure: { operation: "read", path, cause: damaged } });
          if (metadata.kind === "checkpoint") completed.push(metadata);
        }
        readNext(place + 1);
      });
    };
    readNext(0);
  });
}

const damaged = "it is not the metadata of a checkpoint of this job and this version";

/** Cause of the end of a job that does not know what it may go back to. */
export const unreadable = (failure: StorageFailure): string =>
  `${storageFailureText(failure)}. Its checkpoints are left as they are: when storage can be read again, go on from the newest one.`;
