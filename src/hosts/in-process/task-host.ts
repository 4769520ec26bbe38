import { failureOf } from "../../base/lookup.ts";
import type { StorageOperation } from "../../base/lookup.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { Topology } from "../../graph/topology.ts";
import { counterNames } from "../../observe/counters.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler, Mail, PortReply, TransactionStore } from "../../runtime/environment.ts";
import { StorageError } from "../../runtime/storage-error.ts";
import { joinParts } from "../../runtime/snapshot-builder.ts";
import { createTask } from "../../runtime/task.ts";
import type { GrantedTask } from "../deterministic/granted-task.ts";
import { grantedWorld } from "../deterministic/granted-world.ts";
import type { HostAction, HostResult, JobDealings, TaskEffect } from "../deterministic/host-action.ts";
import { filesOf, requireBytes } from "../restored-files.ts";
import { createTaskEnvironment } from "../task-environment.ts";
import type { CheckpointFiles } from "../stores.ts";
import { LocalTasks } from "./local-tasks.ts";
import type { LocalTasksOptions } from "./local-tasks.ts";

/** Seams at which a test may put something of its own in place of the product's part. */
export interface InProcessOptions extends Pick<LocalTasksOptions<JobDealings>, "channel"> {
  readonly seed: number;
  readonly topology: Topology;
  readonly catalog: RuntimeCatalog;
  readonly functions: FunctionCompiler;
  readonly files: CheckpointFiles;
  readonly transactions: TransactionStore;
  /** Answers requests to the outside world. */
  readonly port: (port: string, request: unknown) => PortReply;
}

/** A job's tasks in this thread, and its storage: carries out all that a deterministic job asks for, at once. */
export class InProcessTasks {
  readonly #options: InProcessOptions;
  readonly #tasks: LocalTasks<JobDealings>;

  constructor(options: InProcessOptions) {
    this.#options = options;
    const { topology, seed, catalog, functions, files, channel } = options;
    this.#tasks = new LocalTasks<JobDealings>({
      channels: topology.channels,
      channel,
      make: (deployment, process, granted) => {
        const restored = new Map(filesOf(deployment.restore).map((path) => [path, requireBytes(path, files.readBytes(path))]));
        const counters = new Float64Array(counterNames.length);
        const transactions = this.#transactionsOf(granted);
        const world = grantedWorld(process, {
          store(path, parts, onFailed) {
            const failure = failureOf("write", path, () => files.writeBytes(path, joinParts(parts)));
            if (failure !== undefined) onFailed(failure);
          },
        });
        const environment = createTaskEnvironment({ deployment, seed, counters, functions, transactions }, world);
        return createTask(deployment, environment, catalog, restored);
      },
    });
  }

  perform(action: HostAction): HostResult {
    const { files } = this.#options;
    switch (action.kind) {
      case "deploy":
      case "turn":
      case "terminate":
        return this.#tasks.perform(action);
      case "port":
        return this.#options.port(action.port, action.request);
      case "storageWrite":
        return failureOf("write", action.path, () => files.writeText(action.path, action.text));
      case "storageRead":
        return files.readText(action.path);
      case "storageList":
        return files.list(action.directory);
      case "storageRemove":
        return failureOf("remove", action.path, () => files.remove(action.path));
    }
  }

  /** What channel `channel` holds now. */
  contents(channel: ChannelIndex): ReturnType<LocalTasks<JobDealings>["contents"]> {
    return this.#tasks.contents(channel);
  }

  /** A failure of the store fails the task, and says what it was. */
  #transactionsOf(granted: GrantedTask<Mail, TaskEffect>): TransactionStore {
    const { transactions } = this.#options;
    const orFail = (operation: StorageOperation, transaction: string, call: () => void): void => {
      const failure = failureOf(operation, transaction, call);
      if (failure !== undefined) throw new StorageError(failure);
    };
    return {
      stage(transaction, target, bytes) {
        granted.staged(bytes.length);
        orFail("stage", transaction, () => transactions.stage(transaction, target, bytes));
      },
      commit: (transaction) => orFail("commit", transaction, () => transactions.commit(transaction)),
      abort: (transaction) => orFail("abort", transaction, () => transactions.abort(transaction)),
    };
  }
}
