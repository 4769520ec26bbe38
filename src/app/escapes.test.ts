import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import { bundledScript } from "../expression/testing/bundled-thread.ts";
import { escapeAttempts, type EscapeAttempt } from "../expression/testing/escapes.ts";
import type { EscapeReply } from "./testing/serve-escapes.ts";

type World = "sandboxed" | "unprotected";

const scriptOf = (world: World): Promise<string> => bundledScript(join(import.meta.dirname, "testing", `escapes-${world}.ts`));

interface OpenWorld {
  /** What the attempt won, `undefined` when nothing. Rejects when the world never began. */
  attempt(attempt: EscapeAttempt): Promise<string | undefined>;
  end(): void;
}

function openWorld(script: string): OpenWorld {
  const thread = new Worker(script, { eval: true });
  let onReply = (_reply: EscapeReply): void => {};
  let fallen: string | undefined;
  let onFall = (how: string): void => {
    fallen = how;
  };
  thread.on("message", (reply: EscapeReply) => onReply(reply));
  thread.on("error", (error) => onFall(`the thread died: ${String(error)}`));
  thread.on("exit", () => onFall("the thread ended"));
  const attempt: OpenWorld["attempt"] = (one) =>
    new Promise((resolve, reject) => {
      let begun = false;
      const end = (settle: () => void): void => {
        clearTimeout(patience);
        settle();
      };
      const fell = (how: string) => end(() => (begun ? resolve(how) : reject(new Error(`the world did not begin: ${how}`))));
      onFall = (how) => {
        fallen = how;
        fell(how);
      };
      let patience = setTimeout(() => fell("silent for two minutes"), 120_000);
      onReply = (reply) => {
        if (reply.kind === "report") end(() => resolve(reply.report.won));
        if (reply.kind === "broken") fell(`the runtime broke: ${reply.message}`);
        if (reply.kind !== "begun") return;
        begun = true;
        clearTimeout(patience);
        patience = setTimeout(() => fell("the runtime no longer answers"), 8_000);
      };
      if (fallen === undefined) thread.postMessage(one);
      else fell(fallen);
    });
  return { attempt, end: () => void thread.terminate() };
}

/** Attempts that share a world, one after the other, as long as none wins. */
const together = 20;

/** What each attempt won. A world that was won in, or that fell, is never used again. */
async function runAll(script: string): Promise<ReadonlyMap<EscapeAttempt, string | undefined>> {
  const replies = new Map<EscapeAttempt, string | undefined>();
  const queue = [...escapeAttempts];
  const lane = async (): Promise<void> => {
    while (queue.length > 0) {
      const world = openWorld(script);
      let previous: EscapeAttempt | undefined;
      for (let nth = 0; nth < together; nth++) {
        const attempt = queue.shift();
        if (attempt === undefined) break;
        try {
          const won = await world.attempt(attempt);
          replies.set(attempt, won);
          if (won !== undefined) break;
        } catch (error) {
          // What no longer begins was broken late, by the one before.
          if (previous === undefined) throw error;
          replies.set(previous, String(error));
          queue.unshift(attempt);
          break;
        }
        previous = attempt;
      }
      world.end();
    }
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
