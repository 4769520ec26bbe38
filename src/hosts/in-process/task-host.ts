import type { TaskDeployment, TaskRestore } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import { counterNames } from "../../observe/counters.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { FunctionCompiler, PortReply, TransactionStore } from "../../runtime/environment.ts";
import { joinParts } from "../../runtime/snapshot-builder.ts";
import { createTask } from "../../runtime/task.ts";
import type { GrantedTask } from "../deterministic/granted-task.ts";
import type { HostAction, HostResult } from "../deterministic/host-action.ts";
import { taskEnvironment } from "../task-environment.ts";
import type { CheckpointFiles } from "../stores.ts";
import { LocalTasks } from "./local-tasks.ts";
import type { LocalTasksOptions } from "./local-tasks.ts";

/** Seams at which a test may put something of its own in place of the product's part. */
export interface InProcessOptions extends Pick<LocalTasksOptions<TaskDeployment>, "channel"> {
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
  readonly #tasks: LocalTasks<TaskDeployment>;

  constructor(options: InProcessOptions) {
    this.#options = options;
    const { topology, seed, catalog, functions, files, channel } = options;
    this.#tasks = new LocalTasks<TaskDeployment>({
      channels: topology.channels,
      channel,
      store: (path, parts) => files.writeBytes(path, joinParts(parts)),
      make: (deployment, world, granted) => {
        const restored = this.#restoredFiles(deployment.restore);
        const counters = new Float64Array(counterNames.length);
        const transactions = this.#transactionsOf(granted);
        return createTask(deployment, taskEnvironment({ deployment, seed, counters, functions, transactions }, world), catalog, restored);
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
        return void files.writeText(action.path, action.text);
      case "storageRead":
        return files.readText(action.path);
      case "storageList":
        return files.list(action.directory);
      case "storageRemove":
        return void files.remove(action.directory);
    }
  }

  /** What channel `channel` holds now. */
  contents(channel: number): ReturnType<LocalTasks<TaskDeployment>["contents"]> {
    return this.#tasks.contents(channel);
  }

  #transactionsOf(granted: GrantedTask): TransactionStore {
    const { transactions } = this.#options;
    return {
      stage(transaction, target, bytes) {
        granted.staged(bytes.length);
        transactions.stage(transaction, target, bytes);
      },
      commit: (transaction) => transactions.commit(transaction),
      abort: (transaction) => transactions.abort(transaction),
    };
  }

  #restoredFiles(restore: TaskRestore | undefined): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    for (const { keyGroups, operatorStates } of restore?.operators ?? []) {
      const paths = [...keyGroups, ...operatorStates.flatMap(({ elements }) => elements)].map(({ file }) => file);
      for (const path of paths) {
        const bytes = this.#options.files.readBytes(path);
        if (bytes === undefined) throw new Error(`the checkpoint's file ${path} is missing`);
        files.set(path, bytes);
      }
    }
    return files;
  }
}
