import { storageFailure } from "../../base/lookup.ts";
import type { Lookup, StorageOperation } from "../../base/lookup.ts";
import type { Stores } from "../in-process/run-in-process.ts";

/** Whether call number `call`, from 1, of storage fails: before it does anything, or when it has done all that was asked. */
export type CallFate = (call: number) => "works" | "failsBefore" | "failsAfter";

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
  carryOut<Value>(call: () => Value): Value {
    const fate = this.#fateOf(++this.#count);
    const value = fate === "failsBefore" ? undefined : call();
    if (fate === "works") return value as Value;
    throw new Error(`call ${this.#count} fails on purpose`);
  }

  /** As `carryOut`, of a look into storage. */
  look<Value>(operation: StorageOperation, path: string, look: () => Lookup<Value>): Lookup<Value> {
    try {
      return this.carryOut(look);
    } catch (error) {
      return { kind: "failed", failure: storageFailure(operation, path, error) };
    }
  }
}

/** `stores` whose calls, those of checkpoints, recovery and two-phase output alike, fail as `calls` says. */
export function failingStores({ files, transactions }: Stores, calls: FatedCalls): Stores {
  return {
    files: {
      writeText: (path, text) => calls.carryOut(() => files.writeText(path, text)),
      readText: (path) => calls.look("read", path, () => files.readText(path)),
      writeBytes: (path, bytes) => calls.carryOut(() => files.writeBytes(path, bytes)),
      readBytes: (path) => calls.look("read", path, () => files.readBytes(path)),
      list: (directory) => calls.look("list", directory, () => files.list(directory)),
      remove: (path) => calls.carryOut(() => files.remove(path)),
    },
    transactions: {
      get committed() {
        return transactions.committed;
      },
      stage: (transaction, target, bytes) => calls.carryOut(() => transactions.stage(transaction, target, bytes)),
      commit: (transaction) => calls.carryOut(() => transactions.commit(transaction)),
      abort: (transaction) => calls.carryOut(() => transactions.abort(transaction)),
    },
  };
}
