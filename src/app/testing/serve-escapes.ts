import { portOfThisThread } from "../../expression/testing/thread-port.ts";
import type { EscapeAttempt } from "../../expression/testing/escapes.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { runEscapeAttempt, type EscapeReport } from "./escape-world.ts";

/**
 * What a world tells: that the guest is about to run, then what came of it, or why the world does not work. A world that is silent
 * after `begun` was broken by the attempt.
 */
export type EscapeReply =
  | { readonly kind: "begun" }
  | { readonly kind: "report"; readonly report: EscapeReport }
  | { readonly kind: "broken"; readonly message: string };

/** Answers one attempt in this thread, a worker_thread or a Web Worker. The channel is taken before any guest runs. */
export function serveEscapes(functions: FunctionCompiler): void {
  const port = portOfThisThread<EscapeAttempt, EscapeReply>();
  port.receive(async (attempt) => {
    try {
      const report = await runEscapeAttempt(functions, attempt, () => port.postMessage({ kind: "begun" }));
      port.postMessage({ kind: "report", report });
    } catch (error) {
      port.postMessage({ kind: "broken", message: String(error) });
    }
  });
}
