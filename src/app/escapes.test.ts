import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import { bundledScript } from "../expression/testing/bundled-thread.ts";
import { escapeAttempts, type EscapeAttempt } from "../expression/testing/escapes.ts";
import type { EscapeReply } from "./testing/serve-escapes.ts";

type World = "sandboxed" | "unprotected";

const scriptOf = (world: World): Promise<string> => bundledScript(join(import.meta.dirname, "testing", `escapes-${world}.ts`));

/** How one attempt ended in a thread of its own: what it won, `undefined` when nothing. Throws when the world never began. */
function attemptIn(script: string, attempt: EscapeAttempt): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(script, { eval: true });
    let begun = false;
    const end = (settle: () => void): void => {
      clearTimeout(patience);
      settle();
      void thread.terminate();
    };
    const fell = (how: string) => end(() => (begun ? resolve(how) : reject(new Error(`the world did not begin: ${how}`))));
    let patience = setTimeout(() => fell("silent for two minutes"), 120_000);
    thread.on("message", (reply: EscapeReply) => {
      if (reply.kind === "report") end(() => resolve(reply.report.won));
      if (reply.kind === "broken") fell(`the runtime broke: ${reply.message}`);
      if (reply.kind !== "begun") return;
      begun = true;
      clearTimeout(patience);
      patience = setTimeout(() => fell("the runtime no longer answers"), 8_000);
    });
    thread.on("error", (error) => fell(`the thread died: ${String(error)}`));
    thread.postMessage(attempt);
  });
}

async function runAll(script: string): Promise<ReadonlyMap<EscapeAttempt, string | undefined>> {
  const replies = new Map<EscapeAttempt, string | undefined>();
  const queue = [...escapeAttempts];
  const lane = async (): Promise<void> => {
    for (let attempt = queue.shift(); attempt; attempt = queue.shift()) replies.set(attempt, await attemptIn(script, attempt));
  };
  await Promise.all([lane(), lane(), lane()]);
  return replies;
}

describe("escape attempts in a worker thread, time zone of New York", () => {
  let sandboxed: ReadonlyMap<EscapeAttempt, string | undefined>;
  let unprotected: ReadonlyMap<EscapeAttempt, string | undefined>;
  beforeAll(async () => {
    process.env["TZ"] = "America/New_York";
    sandboxed = await runAll(await scriptOf("sandboxed"));
    unprotected = await runAll(await scriptOf("unprotected"));
  }, 600_000);

  it.each(escapeAttempts.map((attempt) => [attempt.family, attempt.name, attempt] as const))("[SB2] %s: %s", (_family, _name, attempt) => {
    expect(sandboxed.has(attempt)).toBe(true);
    expect(sandboxed.get(attempt)).toBeUndefined();
  });

  it("[SB10] most of the same attempts succeed without the sandbox, so the table can fail", () => {
    const won = [...unprotected.values()].filter((how) => how !== undefined);
    expect(won.length).toBeGreaterThan(escapeAttempts.length * 0.6);
  });
});
