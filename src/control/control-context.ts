import type { Lookup, StorageFailure } from "../base/lookup.ts";
import type { Random } from "../base/random.ts";
import type { TaskIndex } from "../stream/indices.ts";
import type { JobStatus } from "../graph/execution-state.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { LogEventBody } from "../observe/event.ts";
import type { Mail } from "../runtime/environment.ts";
import type { Timestamp } from "../stream/timestamp.ts";

/**
 * The driver seam of the control plane: everything a job master may know of the world. Control is a synchronous state
 * machine (events in, commands out); a driver calls it from one thread and never from inside one of these functions.
 */
export interface ControlContext {
  /** Job clock in milliseconds. */
  now(): Timestamp;
  readonly random: Random;
  /** Calls `callback` once, at `at` or later. Returns what takes it back. */
  schedule(at: Timestamp, callback: () => void): () => void;
  send(command: ControlCommand): void;
  /** Logs an event of subtask `subtask`; of the control plane itself without one. */
  log(event: LogEventBody, subtask?: TaskIndex): void;
  readonly storage: CheckpointStorage;
}

export type ControlCommand =
  /**
   * Build the task in a slot of `executor`, load the files that `deployment.restore` names, step it. Reports come back with the same
   * attempt.
   */
  | {
      readonly kind: "deploy";
      readonly subtask: TaskIndex;
      readonly attempt: number;
      readonly executor: number;
      readonly deployment: TaskDeployment;
    }
  /**
   * The attempt is over for good, finished or not: drop it and its channels. Comes for all subtasks of a restart before the
   * first of their new attempts is deployed.
   */
  | { readonly kind: "release"; readonly subtask: TaskIndex; readonly attempt: number }
  | { readonly kind: "mail"; readonly subtask: TaskIndex; readonly attempt: number; readonly mail: Mail }
  /** The job reached a globally terminal status: nothing more will be sent. */
  | { readonly kind: "jobEnded"; readonly status: JobStatus };

/** A command that goes to a task. */
export type TaskCommand = Exclude<ControlCommand, { readonly kind: "jobEnded" }>;

/**
 * Durable files below one root directory. Calls are carried out in order; each completion is one later call of `done`, never
 * from inside the call. Paths are relative, with `/`. No call fails in silence: a failure is an answer like any other. [ST60]
 */
export interface CheckpointStorage {
  /** Atomic: afterwards the file is there in full or not at all. A failure leaves open which. */
  write(path: string, text: string, done: (failure: StorageFailure | undefined) => void): void;
  read(path: string, done: (text: Lookup<string>) => void): void;
  /** Names of the entries of a directory, in any order. */
  list(directory: string, done: (names: Lookup<readonly string[]>) => void): void;
  /** Removes a file, or a directory with all it holds; nothing happens when it is not there. After a failure a part may be gone. */
  remove(path: string, done: (failure: StorageFailure | undefined) => void): void;
}
