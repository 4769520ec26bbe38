import { expect, test } from "vitest";
import { coordinator } from "../../observe/event.ts";
import type { LogBatch } from "../../observe/event.ts";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { controlLine, serveLine } from "./job-line.ts";
import type { ControlWorker, FromControl } from "./job-line.ts";

const batch = (seq: number): LogBatch => ({ events: [{ seq, at: 0, subtask: coordinator, body: { kind: "jobStatus", status: "RUNNING" } }], hash: String(seq) });
const quiet = { onBatch: () => {}, onUnreadable: () => {} };

/** A control worker whose calls are noted. */
function notedWorker(called: unknown[][]): ControlWorker {
  const note = (name: string) => async (...args: unknown[]): Promise<undefined> => void called.push([name, ...args]);
  return {
    ping: note("ping"), warmUp: note("warmUp"), command: note("command"), judgeMemory: note("judgeMemory"),
    inspect: async () => [{ channel: toChannelIndex(0), elements: [] }],
    start: async () => ({ ok: false, diagnostics: [] }),
    committed: () => Promise.reject(new Error("no job was started")),
    committedFiles: async () => [],
  };
}

test("[HB41] calls cross the line with their arguments, answers and refusals come back", async () => {
  const { port1, port2 } = new MessageChannel();
  const called: unknown[][] = [];
  serveLine(port1, notedWorker(called), () => {});
  const line = controlLine(port2, quiet);
  const step = { kind: "step", count: 3, subtask: toTaskIndex(1) } as const;
  await line.call("command", step);
  expect(called).toEqual([["command", step]]);
  expect(await line.call("inspect")).toEqual([{ channel: toChannelIndex(0), elements: [] }]);
  await expect(line.call("committed", "table", 0)).rejects.toThrow("no job was started");
  await expect(line.call("constructor" as "ping")).rejects.toThrow("no call constructor");
  port2.close();
});

test("[HB41] a batch is shipped when the page has dealt with it, one after the other", async () => {
  const { port1, port2 } = new MessageChannel();
  const seen: string[] = [];
  let goOn = (): void => {};
  const ship = serveLine(port1, notedWorker([]), () => {});
  controlLine(port2, { ...quiet, onBatch: ({ hash }) => new Promise((resolve) => (seen.push(hash), (goOn = resolve))) });
  let shipped = false;
  const first = ship(batch(1)).then(() => (shipped = true));
  await expect.poll(() => seen).toEqual(["1"]);
  expect(shipped).toBe(false);
  goOn();
  await first;
  port2.close();
});

test("[HB41] whatever stands at the other end of the line, it reaches no function of the page and changes no prototype", async () => {
  const { port1, port2 } = new MessageChannel();
  let unreadable = "";
  let batches = 0;
  const line = controlLine(port2, {
    onBatch: () => void batches++,
    onUnreadable: (error) => (unreadable = String(error)),
  });
  const asked = line.call("ping");
  const strange: unknown[] = [
    // What a general bridge between objects would take for a call, a property to set, a function to construct.
    { id: "1", type: "SET", path: ["__proto__", "__proto__", "polluted"], value: { type: "RAW", value: 1 } },
    { id: "2", type: "APPLY", path: ["constructor"], argumentList: [{ type: "RAW", value: "globalThis.polluted = 1" }] },
    { id: "3", type: "CONSTRUCT", path: ["constructor"], argumentList: [] },
    { kind: "answer", id: "__proto__", value: { polluted: 1 } },
    { kind: "refusal", id: 99, message: { toString: null } },
    { kind: "answer", id: 77 },
  ];
  for (const message of strange) port1.postMessage(message);
  port1.postMessage({ kind: "answer", id: 0, value: undefined } satisfies FromControl);
  await asked;
  expect({ batches, unreadable, polluted: "polluted" in {} || "polluted" in globalThis }).toEqual({ batches: 0, unreadable: "", polluted: false });
  port2.close();
});

test("[HB41] a batch that the page cannot take in ends the run, not the page", async () => {
  const { port1, port2 } = new MessageChannel();
  let unreadable: unknown;
  controlLine(port2, {
    onBatch: () => {
      throw new TypeError("no log at all");
    },
    onUnreadable: (error) => (unreadable = error),
  });
  void serveLine(port1, notedWorker([]), () => {})(batch(1));
  await expect.poll(() => String(unreadable)).toContain("no log at all");
  port2.close();
});
