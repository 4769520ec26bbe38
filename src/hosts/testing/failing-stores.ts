import { storageFailure } from "../../base/lookup.ts";
import type { Lookup, StorageFailure, StorageOperation } from "../../base/lookup.ts";
import type { Stores } from "../in-process/run-in-process.ts";

/** What is asked of storage, and of which path or transaction. */
export type StorageCall = Pick<StorageFailure, "operation" | "path">;

/** Whether call number `call`, from 1, of storage fails: before it does anything, or when it has done all that was asked. */
export type CallFate = (call: number, asked: StorageCall) => "works" | "failsBefore" | "failsAfter";

const onPurpose = "fails on purpose";

/** A failure that fate decreed. Storage itself has another one only by a defect of whoever calls it. */
export const isOnPurpose = ({ cause }: StorageFailure): boolean => cause.endsWith(onPurpose);

/** Calls of storage, counted, each with its fate. */
export class FatedCalls {
  readonly #fateOf: CallFate;
  #count = 0;

  constructor(fateOf: CallFate) {
    this.#fateOf = fateOf;
  }

  get count(): number {
    return this.#count;
  }

  /** Throws when the call is to fail. */
  carryOut<Value>(operation: StorageOperation, path: string, call: () => Value): Value {
    const fate = this.#fateOf(++this.#count, { operation, path });
    const value = fate === "failsBefore" ? undefined : call();
    if (fate === "works") return value as Value;
    throw new Error(`call ${this.#count} ${onPurpose}`);
  }

  /** As `carryOut`, of a look into storage. */
  look<Value>(operation: StorageOperation, path: string, look: () => Lookup<Value>): Lookup<Value> {
    try {
      return this.carryOut(operation, path, look);
    } catch (error) {
      return { kind: "failed", failure: storageFailure(operation, path, error) };
    }
  }
}

/** `stores` whose calls, those of checkpoints, recovery and two-phase output alike, fail as `calls` says. */
export function failingStores({ files, transactions }: Stores, calls: FatedCalls): Stores {
  return {
    files: {
      writeText: (path, text) => calls.carryOut("write", path, () => files.writeText(path, text)),
      readText: (path) => calls.look("read", path, () => files.readText(path)),
      writeBytes: (path, bytes) => calls.carryOut("write", path, () => files.writeBytes(path, bytes)),
      readBytes: (path) => calls.look("read", path, () => files.readBytes(path)),
      list: (directory) => calls.look("list", directory, () => files.list(directory)),
      remove: (path) => calls.carryOut("remove", path, () => files.remove(path)),
    },
    transactions: {
      get committed() {
        return transactions.committed;
      },
      stage: (transaction, target, bytes) => calls.carryOut("stage", transaction, () => transactions.stage(transaction, target, bytes)),
      commit: (transaction) => calls.carryOut("commit", transaction, () => transactions.commit(transaction)),
      abort: (transaction) => calls.carryOut("abort", transaction, () => transactions.abort(transaction)),
    },
  };
}
