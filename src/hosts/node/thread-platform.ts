import { MessagePort, Worker } from "node:worker_threads";
import type { FromTask } from "../workers/task-message.ts";
import type { WorkerKind, WorkerPlatform } from "../workers/worker-pool.ts";
import type { ThreadData } from "./serve-thread.ts";

/** Entry module per kind of thread. */
export type ThreadModules = Readonly<Record<WorkerKind, URL>>;

/** Heap of one task: state larger than this belongs on the disk. */
const heapMaxMb = 4096;

/**
 * Tasks in worker_threads. Times are UTC whatever the machine's zone (sandbox rule 11), and threads get no environment variables
 * but that one.
 */
export function threadPlatform(modules: ThreadModules, data: ThreadData): WorkerPlatform {
  process.env["TZ"] = "UTC";
  return {
    start(kind, listener) {
      const thread = new Worker(modules[kind], {
        workerData: data,
        env: { TZ: "UTC" },
        execArgv: ["--disable-warning=ExperimentalWarning"],
        resourceLimits: { maxOldGenerationSizeMb: heapMaxMb },
      });
      let ended = false;
      thread.on("message", (message: FromTask) => listener.onMessage(message));
      thread.on("messageerror", (error) => listener.onBroken(error.message));
      thread.on("error", (error) => {
        if (!ended) listener.onBroken(brokenMessage(error));
      });
      return {
        post: (message, transfer = []) => thread.postMessage(message, transfer.filter((end) => end instanceof MessagePort)),
        terminate() {
          ended = true;
          void thread.terminate();
        },
      };
    },
  };
}

function brokenMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return "the task ran out of memory";
  return error.message;
}
