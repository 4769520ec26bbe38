import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { JobDocument } from "../../graph/job-document.ts";
import { createDirectoryStores, runOnThreads } from "../../hosts/node/run-on-threads.ts";
import type { LogEvent } from "../../observe/event.ts";
import { createCatalog } from "../catalog.ts";
import { compiled, runInOneThread, told } from "../testing/host-contract.ts";
import { bundleThreads } from "./thread-bundle.ts";

const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-flood-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** One row, of which `body` makes as many as it likes, to the sink `sink`. */
function job(body: string, sink: JobDocument["operators"][number], parallelism = 1): JobDocument {
  return {
    format: "weir.job/1",
    name: "flood",
    config: { "restart-strategy.type": "none" },
    operators: [
      { id: "one", type: "values", name: "one", config: { fields: [{ name: "n", type: "INT" }], rows: [[1]], repeat: false, intervalMs: 0 } },
      { id: "flood", type: "flat-map", name: "flood", config: { function: body, fields: [{ name: "word", type: "STRING" }] } },
      { ...sink, parallelism },
    ],
    edges: [
      { id: "a", from: { operator: "one", port: "out" }, to: { operator: "flood", port: "in" } },
      { id: "b", from: { operator: "flood", port: "out" }, to: { operator: sink.id, port: "in" } },
    ],
  };
}

const print = { id: "print", type: "print", name: "print", config: { standardError: false } };
const hole = { id: "hole", type: "blackhole", name: "hole", config: {} };

async function run(document: JobDocument, cancelAfterMs?: number) {
  const lines: string[] = [];
  const startedAt = performance.now();
  const end = await runOnThreads({
    job: compiled(document),
    jobId: "flood",
    catalog: createCatalog(),
    seed: 1,
    inputs: new Map(),
    checkpoints: directory,
    stores: createDirectoryStores({ checkpoints: directory, jobId: "flood", output: directory }),
    restores: false,
    modules,
    onEvents: (events) => void lines.push(...events.flatMap(({ body }) => (body.kind === "userLog" ? [body.text] : []))),
    onStarted: ({ command }) => cancelAfterMs !== undefined && setTimeout(() => void command({ kind: "cancel" }), cancelAfterMs),
  });
  return { ...end, lines, tookMs: performance.now() - startedAt };
}

test("[HB33] a function that prints for ever out of one row fails, whether or not it catches what stops it", async () => {
  // On a slow machine two seconds are over first.
  const ended = { status: "FAILED", cause: expect.stringMatching(/one step made more than|ran longer than 2 s/) };
  for (const body of ["for (;;) collect({ word: 'x'.repeat(1000) })", "for (;;) try { collect({ word: 'x'.repeat(50000) }) } catch {}"]) {
    expect(await run(job(body, print))).toMatchObject(ended);
  }
}, 120_000);

test("[HB33] a function that emits for ever to another task waits for it, keeps nothing, and can be cancelled", async () => {
  const before = process.memoryUsage.rss();
  const end = await run(job("for (;;) collect({ word: 'x'.repeat(1000) })", hole, 2), 6_000);
  expect(end).toMatchObject({ status: "CANCELED" });
  expect(process.memoryUsage.rss() - before).toBeLessThan(500 << 20);
}, 120_000);

test("[HB33] so it is turn by turn, in one thread", () => {
  const document = job("for (;;) collect({ word: 'x'.repeat(50000) })", print);
  const events: LogEvent[] = [];
  runInOneThread(document, { seed: 1, faults: [], onEvents: (batch) => events.push(...batch) });
  expect(told(events)).toMatchObject({ status: "FAILED", causes: [expect.stringContaining("one step made more than")] });
}, 120_000);

test("[HB32] a line of millions of characters is printed in part, with its length", async () => {
  const { status, lines } = await run(job("collect({ word: 'x'.repeat(1e6) }); for (let i = 0; i < 200; i++) collect({ word: 'y'.repeat(1e5) })", print));
  expect(status).toBe("FINISHED");
  expect(lines).toHaveLength(201);
  expect(lines.every((line) => line.length < 33_100)).toBe(true);
  expect(lines[0]).toContain("… (1000000 characters)");
}, 120_000);
