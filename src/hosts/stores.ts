import type { Lookup } from "../base/lookup.ts";
import type { TransactionStore } from "../runtime/environment.ts";

/** Behind the name of a file while it is written: what keeps it was not written to its end, and is never published. [ST68] */
export const unfinishedSuffix = ".part";

/**
 * Files of checkpoints that are there at once: memory, or a directory read and written synchronously. Paths use `/`. What changes files
 * throws when it fails.
 */
export interface CheckpointFiles {
  /** Atomic: afterwards the file is there in full. */
  writeText(path: string, text: string): void;
  readText(path: string): Lookup<string>;
  writeBytes(path: string, bytes: Uint8Array): void;
  readBytes(path: string): Lookup<Uint8Array>;
  /** Names directly below `directory`, in any order. */
  list(directory: string): Lookup<readonly string[]>;
  /** Removes a file, or a directory with all it holds; nothing happens when it is not there. */
  remove(path: string): void;
}

/** A published transaction. */
export interface CommittedFile {
  readonly target: string;
  readonly bytes: Uint8Array;
}

/** A published file that is read when it is asked for: a long run publishes more than memory holds. */
export interface PublishedPart {
  readonly target: string;
  read(): Promise<Uint8Array>;
  /** Its content as the platform hands files to a person: a `Blob` in a page. */
  file(): Promise<unknown>;
}

/** A transaction store whose published files can be read back. */
export interface ReadableTransactions extends TransactionStore {
  /** In the order of their commits, or of their targets where that order is not kept. */
  readonly committed: Iterable<CommittedFile>;
}
