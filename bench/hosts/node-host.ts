import { Worker } from "node:worker_threads";
import { launch } from "../launch.ts";
import type { LaunchedWorker } from "../launch.ts";
import type { BenchHost } from "../bench-case.ts";
import type { Answer } from "../program.ts";
import { startOnThreads } from "../start-up/start-on-threads.ts";

/** worker_threads of this process. */
export function nodeHost(): BenchHost {
  return {
    name: "node",
    run: (program, params) => (program === "start-up" ? startOnThreads(params) : launch(startThread, program, params)),
    close: async () => {},
  };
}

function startThread(): LaunchedWorker {
  const thread = new Worker(new URL("node-thread.ts", import.meta.url), { env: { TZ: "UTC" } });
  return {
    // The transfer list of the two hosts' ports has two types for the same thing.
    post: (message, transfer) => thread.postMessage(message, transfer as never),
    onAnswer(listener) {
      thread.on("message", (answer: Answer) => listener(answer));
      thread.on("error", (error) => listener({ kind: "failed", message: String(error) }));
    },
    terminate: () => void thread.terminate(),
  };
}
