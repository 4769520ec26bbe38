import { failureLater } from "../storage-answers.ts";
import type { Lookup, StorageFailure } from "../../base/lookup.ts";
import { checkpointDirectory, checkpointIdOf, metadataPath } from "../../control/checkpoint-metadata.ts";
import type { CheckpointStorage } from "../../control/control-context.ts";
import type { PublishedPart } from "../stores.ts";
import type { TransactionOperation } from "./task-message.ts";

type Awaitable<Value> = Value | Promise<Value>;

/**
 * Durable storage of a job whose tasks run in workers; the control plane is its only writer but for the snapshots. Paths use `/`. What
 * changes files throws or rejects when it fails.
 */
export interface WorkerStores {
  /** Atomic and durable. */
  writeText(path: string, text: string): Awaitable<void>;
  readText(path: string): Awaitable<Lookup<string>>;
  list(directory: string): Awaitable<Lookup<readonly string[]>>;
  /** Removes a file, or a directory with all it holds; nothing happens when it is not there. */
  remove(path: string): Awaitable<void>;
  /** Idempotent; durable when done. */
  apply(operation: TransactionOperation): Awaitable<void>;
  /** Published files, in commit order; the same objects at every call, more of them as time passes. */
  published(): Awaitable<readonly PublishedPart[]>;
}

/** Checkpoint storage of a control plane in this thread, over stores: calls are carried out one after the other. */
export function checkpointStorage(stores: WorkerStores): CheckpointStorage {
  let queue: Promise<unknown> = Promise.resolve();
  const inOrder = <Answer>(ask: () => Awaitable<Answer>, done: (answer: Answer) => void): void => {
    const answer = queue.then(ask);
    queue = answer;
    void answer.then(done);
  };
  return {
    write: (path, text, done) => inOrder(() => failureLater("write", path, () => stores.writeText(path, text)), done),
    read: (path, done) => inOrder(() => stores.readText(path), done),
    list: (directory, done) => inOrder(() => stores.list(directory), done),
    remove: (path, done) => inOrder(() => failureLater("remove", path, () => stores.remove(path)), done),
  };
}

/**
 * Removes what a job that has ended left incomplete: its workers are gone, nothing is written any more. Staged output goes too, unless a
 * checkpoint is retained that may still have to commit it, or may be there as far as storage can tell. Returns what it could not find out
 * or remove. [CP15] [CP63]
 */
export async function removeIncomplete(
  stores: Pick<WorkerStores, "list" | "readText" | "remove">,
  jobId: string,
): Promise<readonly StorageFailure[]> {
  const failures: StorageFailure[] = [];
  const remove = async (path: string): Promise<void> => {
    const failure = await failureLater("remove", path, () => stores.remove(path));
    if (failure !== undefined) failures.push(failure);
  };
  const names = await stores.list(jobId);
  if (names.kind === "failed") return [names.failure];
  let retained = false;
  for (const name of names.kind === "found" ? names.value : []) {
    const id = checkpointIdOf(name);
    if (id === undefined) continue;
    const metadata = await stores.readText(metadataPath(jobId, id));
    if (metadata.kind === "absent") await remove(checkpointDirectory(jobId, id));
    else retained = true;
    if (metadata.kind === "failed") failures.push(metadata.failure);
  }
  if (!retained) await remove(`${jobId}/taskowned/staged`);
  return failures;
}
