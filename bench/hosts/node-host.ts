import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { bundledScript } from "../../src/expression/testing/bundled-thread.ts";
import { launch } from "../launch.ts";
import type { LaunchedWorker } from "../launch.ts";
import type { BenchHost } from "../bench-case.ts";
import type { Answer } from "../program.ts";
import { startOnThreads } from "../start-up/start-on-threads.ts";

/** worker_threads of this process, each of one script as in the browser: a thread would load some hundred sources before it measures. */
export function nodeHost(): BenchHost {
  let script: Promise<string> | undefined;
  return {
    name: "node",
    async run(program, params) {
      if (program === "start-up") return startOnThreads(params);
      const bundled = await (script ??= bundledScript(join(import.meta.dirname, "node-thread.ts")));
      return launch(() => startThread(bundled), program, params);
    },
    close: async () => {},
  };
}

function startThread(script: string): LaunchedWorker {
  const thread = new Worker(script, { eval: true, env: { TZ: "UTC" } });
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
