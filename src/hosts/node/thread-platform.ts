import { engineMessage } from "../../base/engine-messages.ts";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MessagePort, Worker } from "node:worker_threads";
import type { MemoryLimits } from "../../graph/task-deployment.ts";
import type { MemoryExcess } from "../workers/memory-excess.ts";
import type { FromTask } from "../workers/task-message.ts";
import type { WorkerKind, WorkerPlatform } from "../workers/worker-pool.ts";
import { MemoryWatch } from "./memory-watch.ts";
import type { HeldMemory, WatchedThread } from "./memory-watch.ts";
import { foldersOf, permissionFlags } from "./permission-flags.ts";
import { collectRequest } from "./thread-data.ts";
import type { GarbageCollected, ThreadData } from "./thread-data.ts";

/** Paths of the scripts of each kind of thread, and of the one that starts them. */
export type ThreadModules = Readonly<Record<WorkerKind | "boot", string>>;

export interface ThreadPlatformOptions extends Pick<ThreadData, "checkpoints"> {
  /** The job's own directory below `checkpoints` is all that a thread reads and writes. */
  readonly jobId: string;
  /** `permissionFlags`, unless a test shows what threads are like without them. */
  readonly flags?: readonly string[] | undefined;
  readonly memory: MemoryLimits;
}

/**
 * Tasks in worker_threads. Times are UTC whatever the machine's zone (sandbox rule 11), and threads get no environment variables
 * but that one, and no permissions but for their scripts and the job's directory, whatever the process has. [HB20]
 */
export function createThreadPlatform(modules: ThreadModules, { checkpoints, jobId, memory, flags }: ThreadPlatformOptions): WorkerPlatform {
  process.env["TZ"] = "UTC";
  const directory = join(checkpoints, jobId);
  // A folder that is not there yet would be granted as a file.
  mkdirSync(directory, { recursive: true });
  const execArgv = [...(flags ?? permissionFlags({ reads: [...foldersOf(modules), directory], writes: [directory] }))];
  const watch = new MemoryWatch(memory);
  return {
    start(kind, listener) {
      const workerData: ThreadData = { script: modules[kind], checkpoints };
      const thread = new Worker(modules.boot, {
        workerData,
        env: { TZ: "UTC" },
        execArgv,
        resourceLimits: { maxOldGenerationSizeMb: heapMaxMb(memory) },
      });
      let ended = false;
      const exhausted = (excess: MemoryExcess): void => {
        if (!ended) listener.onExhausted(excess);
        ended = true;
        void thread.terminate();
      };
      let onCollected: (left: HeldMemory) => void = () => {};
      const watched: WatchedThread = {
        getHeapStatistics: () => thread.getHeapStatistics(),
        cpuUsage: () => thread.cpuUsage(),
        collectGarbage(done) {
          onCollected = done;
          thread.postMessage(collectRequest);
        },
      };
      const unwatch = watch.add(watched, exhausted);
      thread.on("message", (message: FromTask | GarbageCollected) =>
        message.kind === "garbageCollected" ? onCollected(message.left) : listener.onMessage(message),
      );
      thread.on("messageerror", (error) => listener.onBroken(error.message));
      thread.on("error", (error) => {
        if (isOutOfMemory(error)) return exhausted({ limit: "heap", limitBytes: memory.heap, usedBytes: memory.heap });
        if (!ended) listener.onBroken(error instanceof Error ? error.message : String(error));
        ended = true;
      });
      thread.on("exit", (code) => {
        unwatch();
        if (!ended) listener.onBroken(engineMessage("threadEnded", { code }));
      });
      return {
        post: (message, transfer = []) => thread.postMessage(message, transfer.filter((end) => end instanceof MessagePort)),
        terminate() {
          ended = true;
          unwatch();
          void thread.terminate();
        },
        processorMs: () => processorMs(thread),
      };
    },
  };
}

/** Milliseconds of the processor that a thread has had; undefined once it has ended. */
export async function processorMs(thread: Pick<Worker, "cpuUsage">): Promise<number | undefined> {
  try {
    const { user, system } = await thread.cpuUsage();
    return (user + system) / 1000;
  } catch {
    // It has ended, which its own end tells.
    return undefined;
  }
}

/** V8's own limit of a heap, which must not be met: a thread that meets it may end the process. [HB30] */
export const heapMaxMb = ({ heap }: MemoryLimits): number => Math.ceil((2 * heap) / 1024 ** 2) + 512;

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
