import { MessagePort, Worker } from "node:worker_threads";
import type { FromTask } from "../workers/task-message.ts";
import type { WorkerKind, WorkerPlatform } from "../workers/worker-pool.ts";
import type { ThreadData } from "./thread-data.ts";

/** Paths of the scripts of each kind of thread, and of the one that starts them. */
export type ThreadModules = Readonly<Record<WorkerKind | "boot", string>>;

/** Heap of one task: state larger than this belongs on the disk. */
const heapMaxMb = 4096;

/**
 * Tasks in worker_threads. Times are UTC whatever the machine's zone (sandbox rule 11), and threads get no environment variables
 * but that one.
 */
export function threadPlatform(modules: ThreadModules, { checkpoints }: Pick<ThreadData, "checkpoints">): WorkerPlatform {
  process.env["TZ"] = "UTC";
  return {
    start(kind, listener) {
      const workerData: ThreadData = { script: modules[kind], checkpoints };
      const thread = new Worker(modules.boot, {
        workerData,
        env: { TZ: "UTC" },
        resourceLimits: { maxOldGenerationSizeMb: heapMaxMb },
      });
      let ended = false;
      thread.on("message", (message: FromTask) => listener.onMessage(message));
      thread.on("messageerror", (error) => listener.onBroken(error.message));
      thread.on("error", (error) => {
        if (!ended) listener.onBroken(brokenMessage(error));
        ended = true;
      });
      thread.on("exit", (code) => {
        if (!ended) listener.onBroken(`the thread ended by itself, with code ${code}`);
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
