import { checkpointDirectory, checkpointIdOf, metadataPath } from "../../control/checkpoint-metadata.ts";
import type { CheckpointStorage } from "../../control/control-context.ts";
import type { PublishedPart } from "../stores.ts";
import type { TransactionOperation } from "./task-message.ts";

type Awaitable<Value> = Value | Promise<Value>;

/** Durable storage of a job whose tasks run in workers; the control plane is its only writer but for the snapshots. Paths use `/`. */
export interface WorkerStores {
  /** Atomic and durable. */
  writeText(path: string, text: string): Awaitable<void>;
  readText(path: string): Awaitable<string | undefined>;
  list(directory: string): Awaitable<readonly string[]>;
  remove(directory: string): Awaitable<void>;
  /** Idempotent; durable when done. */
  apply(operation: TransactionOperation): Awaitable<void>;
  /** Published files, in commit order; the same objects at every call, more of them as time passes. */
  published(): Awaitable<readonly PublishedPart[]>;
}

/** Checkpoint storage of the free-running control loop, over stores: calls are carried out one after the other. */
export function checkpointStorage(stores: WorkerStores): CheckpointStorage {
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = <Result>(action: () => Awaitable<Result>): Promise<Result> => {
    const result = queue.then(action);
    queue = result.catch(() => undefined);
    return result;
  };
  return {
    write(path, text, done) {
      inOrder(() => stores.writeText(path, text)).then(
        () => done(undefined),
        (error: unknown) => done(String(error)),
      );
    },
    read: (path, done) => void inOrder(() => stores.readText(path)).then(done, () => done(undefined)),
    list: (directory, done) => void inOrder(() => stores.list(directory)).then(done, () => done([])),
    remove: (directory) => void inOrder(() => stores.remove(directory)).catch(() => undefined),
  };
}

/**
 * Removes what a job that has ended left incomplete: its workers are gone, nothing is written any more. Staged output goes too, unless a
 * checkpoint is retained that may still have to commit it. [CP15]
 */
export async function removeIncomplete(stores: Pick<WorkerStores, "list" | "readText" | "remove">, jobId: string): Promise<void> {
  let retained = false;
  for (const name of await stores.list(jobId)) {
    const id = checkpointIdOf(name);
    if (id === undefined) continue;
    if ((await stores.readText(metadataPath(jobId, id))) !== undefined) retained = true;
    else await stores.remove(checkpointDirectory(jobId, id));
  }
  if (!retained) await stores.remove(`${jobId}/taskowned/staged`);
}
