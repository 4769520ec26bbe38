import { assert } from "../../base/assert.ts";
import { absent, found, lookUp } from "../../base/lookup.ts";
import type { Lookup } from "../../base/lookup.ts";
import type { CheckpointFiles, CommittedFile, ReadableTransactions } from "../stores.ts";

/** A published transaction with its id. */
export interface CommittedTransaction extends CommittedFile {
  readonly transaction: string;
}

/** Transactions in memory. Commits are idempotent; staging over a transaction that was published is a defect. */
export class MemoryTransactions implements ReadableTransactions {
  readonly #staged = new Map<string, CommittedTransaction>();
  readonly #published = new Map<string, CommittedTransaction>();

  /** In the order of their commits. */
  get committed(): Iterable<CommittedTransaction> {
    return this.#published.values();
  }

  stage(transaction: string, target: string, bytes: Uint8Array): void {
    assert(!this.#published.has(transaction), `[CN14] transaction ${transaction} was already published`);
    this.#staged.set(transaction, { transaction, target, bytes });
  }

  commit(transaction: string): void {
    if (this.#published.has(transaction)) return;
    const staged = this.#staged.get(transaction);
    assert(staged !== undefined, `[CN13] transaction ${transaction} was never staged`);
    this.#staged.delete(transaction);
    this.#published.set(transaction, staged);
  }

  abort(transaction: string): void {
    this.#staged.delete(transaction);
  }
}

/** Checkpoint files in memory: metadata texts and snapshot bytes by path. */
export class MemoryFiles implements CheckpointFiles {
  readonly #texts = new Map<string, string>();
  readonly #snapshots = new Map<string, Uint8Array>();

  writeText(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  readText(path: string): Lookup<string> {
    return lookUp("read", path, () => this.#texts.get(path));
  }

  writeBytes(path: string, bytes: Uint8Array): void {
    this.#snapshots.set(path, bytes);
  }

  readBytes(path: string): Lookup<Uint8Array> {
    return lookUp("read", path, () => this.#snapshots.get(path));
  }

  list(directory: string): Lookup<readonly string[]> {
    const prefix = `${directory}/`;
    const names = new Set<string>();
    for (const path of [...this.#texts.keys(), ...this.#snapshots.keys()]) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split("/", 1)[0] ?? "");
    }
    return names.size === 0 ? absent : found([...names]);
  }

  remove(path: string): void {
    const prefix = `${path}/`;
    for (const files of [this.#texts, this.#snapshots]) {
      for (const each of files.keys()) if (each === path || each.startsWith(prefix)) files.delete(each);
    }
  }
}
