import type { Lookup } from "../../base/lookup.ts";
import { counterIndex, counterNames, countersPerOperator } from "../../observe/counters.ts";
import type { SubtaskCounters } from "../../observe/counters.ts";
import type { TaskRestore } from "../../graph/task-deployment.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler, TransactionStore } from "../../runtime/environment.ts";
import { filesOf, requireBytes } from "../restored-files.ts";
import type { FromTask, TaskSetting, TransactionOperation } from "./task-message.ts";

/** What a worker's platform gives to the task it serves: a Web Worker's or a worker_thread's. */
export interface TaskThread {
  readonly catalog: RuntimeCatalog;
  readonly functions: FunctionCompiler;
  post(message: FromTask, transfer?: readonly ArrayBuffer[]): void;
  /**
   * Reads and writes checkpoint files; paths are relative, with `/`. A file's parts stand one behind the other in it; a write is
   * durable when its promise is done, and keeps the thread no longer than a part takes. It rejects when it fails.
   */
  readFile(path: string): Promise<Lookup<Uint8Array>>;
  writeFile(path: string, parts: readonly Uint8Array[]): Promise<void>;
  /** Lets the event loop handle what has arrived, without the delay of a timer. */
  yieldToEvents(): Promise<void>;
  /** Epoch milliseconds, never going back. */
  now(): number;
}

/** Counters of subtask `subtask`: its block of the shared memory, or private ones. */
export function countersOf({ counters, deployment }: TaskSetting): SubtaskCounters {
  const { length } = counterNames;
  if (counters === undefined) return new Float64Array(length);
  const block = new Float64Array(counters, deployment.subtask * length * Float64Array.BYTES_PER_ELEMENT, length);
  // They count the attempt's records: those of the one before are in the log.
  block[counterIndex.recordsIn] = block[counterIndex.recordsOut] = 0;
  return block;
}

/** Counters of the operators of the task's chain, at `place` of the shared memory, or private ones; they count the attempt's records. */
export function operatorCountersOf({ counters, deployment }: TaskSetting, place: number): Float64Array {
  const length = deployment.operators.length * countersPerOperator;
  if (counters === undefined) return new Float64Array(length);
  return new Float64Array(counters, place * Float64Array.BYTES_PER_ELEMENT, length).fill(0);
}

/** Bytes of all files that `restore` refers to. */
export async function readRestoredFiles(thread: TaskThread, restore: TaskRestore | undefined): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of filesOf(restore)) files.set(path, requireBytes(path, await thread.readFile(path)));
  return files;
}

/**
 * Transactions of a worker: their bytes go to the control plane, which keeps one store for all. Messages of a worker are carried
 * out in order, so a part is durable before the acknowledgement that follows it counts. [HB6]
 */
export function forwardedTransactions(
  forward: (operation: TransactionOperation, transfer?: readonly ArrayBuffer[]) => void,
): TransactionStore {
  return {
    stage(transaction, target, bytes) {
      const copy = bytes.slice();
      forward({ kind: "stage", transaction, target, bytes: copy }, [copy.buffer]);
    },
    commit: (transaction) => forward({ kind: "commit", transaction }),
    abort: (transaction) => forward({ kind: "abort", transaction }),
  };
}
