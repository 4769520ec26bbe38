import { launch } from "../launch.ts";
import type { LaunchedWorker } from "../launch.ts";
import type { Answer, Params } from "../program.ts";

function startWorker(): LaunchedWorker {
  const worker = new Worker("/worker.js", { type: "module" });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    onAnswer(listener) {
      worker.addEventListener("message", (event: MessageEvent<Answer>) => listener(event.data));
      worker.addEventListener("error", (event) => listener({ kind: "failed", message: event.message }));
    },
    terminate: () => worker.terminate(),
  };
}

/** Called by `hosts/chromium-host.ts` in the page. */
Object.assign(globalThis, { runProgram: (program: string, params: Params) => launch(startWorker, program, params) });
