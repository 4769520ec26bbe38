import { deriveSeed, seededRandom } from "../base/random.ts";
import { snapshotPath } from "../control/checkpoint-metadata.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { SubtaskCounters } from "../observe/counters.ts";
import type { Environment, FunctionCompiler, TaskReport, TransactionStore } from "../runtime/environment.ts";
import type { ProcessWorld } from "./process.ts";

/** The world of a job's task as its driver makes it: time, channels, and where goes what it tells. */
export interface TaskWorld extends Omit<ProcessWorld<never>, "tell"> {
  report(report: TaskReport): void;
  /** Stores a snapshot at `path`; mail says what came of it. */
  store(checkpointId: CheckpointId, path: string, parts: readonly Uint8Array[]): void;
  /** Asks the outside world; mail brings the reply. */
  ask(requestId: number, port: string, request: unknown): void;
}

/** What is a task's own, and the same under every driver. */
export interface EnvironmentOptions {
  readonly deployment: TaskDeployment;
  readonly seed: number;
  readonly counters: SubtaskCounters;
  readonly operatorCounters?: Float64Array;
  readonly functions: FunctionCompiler;
  readonly transactions: TransactionStore;
}

/** The environment of a job's task in `world`: the only maker of one. [HB72] */
export function createTaskEnvironment(
  { deployment, seed, counters, operatorCounters, functions, transactions }: EnvironmentOptions,
  world: TaskWorld,
): Environment {
  const { jobId, subtask, attempt, options } = deployment;
  let requests = 0;
  return {
    clock: { now: () => world.now() },
    random: seededRandom(deriveSeed(deriveSeed(seed, subtask), attempt)),
    trace: { records: options.tracesRecords, emit: (event) => world.emit(event) },
    counters,
    operatorCounters,
    coordinator: { report: (report) => world.report(report) },
    snapshots: {
      write: (checkpointId, parts) => world.store(checkpointId, snapshotPath(jobId, checkpointId, subtask, attempt), parts),
    },
    transactions,
    ports: {
      request(port, request) {
        const requestId = requests++;
        world.ask(requestId, port, request);
        return requestId;
      },
    },
    functions,
    openInput: (channel) => world.openInput(channel),
    openOutput: (channel, onWait) => world.openOutput(channel, onWait),
    serviceTimeMs: options.serviceTimeMs,
  };
}
