import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { MemoryFiles, MemoryTransactions } from "../../hosts/in-process/memory-stores.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import { createCatalog } from "../catalog.ts";
import { compiled } from "../testing/host-contract.ts";
import { metadataPath } from "../../control/checkpoint-metadata.ts";
import type { LogEvent } from "../../observe/event.ts";
import type { CheckpointId } from "../../stream/indices.ts";
import { callsBelow, failFileSystem, healFileSystem, planFailures } from "../testing/failing-file-system.ts";
import type { FileFailure } from "../testing/failing-file-system.ts";
import { freely, runInThreads, turnByTurn } from "../testing/in-threads.ts";
import type { InThreadsOutcome, Threads } from "../testing/in-threads.ts";
import { keepScript } from "../testing/kept-script.ts";
import { disturbance, pacedCount, smallCount, wrongRows } from "../testing/storage-contract.ts";
import { bundleThreads } from "./thread-bundle.ts";

const directory = mkdtempSync(join(tmpdir(), "weir-failing-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const script = join(directory, "failing-thread.cjs");
const product = await bundleThreads();
await keepScript(join(import.meta.dirname, "..", "testing", "failing-thread.ts"), script, product.boot);
const modules = { ...product, plain: script, functions: script };
failFileSystem((path) => /^.*weir-failing-\w+\/run-\w+/.exec(path)?.[0]);

function run(checkpoints: string, threads: Threads, restore: "latest" | "none", onEnded: () => void = () => {}): Promise<InThreadsOutcome> {
  const disturbed = restore === "none" ? disturbance : { faults: [], strikes: [] };
  return runInThreads({ document: threads === freely ? pacedCount : smallCount, seed: 3, checkpoints, modules, flags: [], restore, onEnded, ...disturbed }, threads);
}

const newestOf = (events: readonly LogEvent[]): CheckpointId | undefined =>
  events.flatMap(({ body }) => (body.kind === "checkpointCompleted" ? [body.checkpointId] : [])).toSorted((left, right) => left - right).at(-1);

/** Went back behind the newest complete checkpoint. */
function wentBack(events: readonly LogEvent[]): boolean {
  let newest = 0;
  return events.some(({ body }) => {
    if (body.kind === "checkpointCompleted") newest = Math.max(newest, body.checkpointId);
    return body.kind === "restoring" && (body.checkpointId ?? 0) < newest;
  });
}

interface Judgement {
  readonly found: readonly string[];
  readonly calls: readonly string[];
}

/** What is wrong with a run in which calls fail, and with the one that goes on from it when all work again. */
async function judge(failures: readonly FileFailure[], threads: Threads): Promise<Judgement> {
  const checkpoints = mkdtempSync(join(directory, "run-"));
  planFailures(checkpoints, failures);
  let calls: readonly string[] = [];
  const broken = await run(checkpoints, threads, "none", () => {
    calls = callsBelow(checkpoints);
    healFileSystem(checkpoints);
  });
  const found = [...wrongRows(broken.rows, broken.status)];
  if (wentBack(broken.events)) found.push("it went back behind its newest complete checkpoint");
  const isTold = broken.events.some(({ body }) => body.kind === "storageFailed");
  const hasStruck = failures.some(({ kind, nth }) => calls.filter((call) => call === kind).length >= nth);
  // Of a thread that was killed in a free run nobody hears any more.
  if (threads !== freely && hasStruck && !isTold) found.push("the log does not say so");
  if (broken.status !== "FINISHED") {
    const newest = newestOf(broken.events);
    if (newest !== undefined && !existsSync(join(checkpoints, metadataPath("test", newest)))) found.push(`complete checkpoint ${newest} was removed`);
    const healed = await run(checkpoints, threads, "latest");
    found.push(...wrongRows(healed.rows, healed.status).map((problem) => `gone on: ${problem}`));
    if (healed.status !== "FINISHED") found.push(`it did not go on: ${healed.causes.join()}`);
  }
  rmSync(checkpoints, { recursive: true, force: true });
  return { found: found.map((problem) => `${JSON.stringify(failures)}: ${problem}`), calls };
}

test("[ST63] a task whose store fails breaks off there: the log is the same in one thread and in worker_threads", async () => {
  const message = "it fails on purpose";
  for (const failing of [1, 4, 7]) {
    let count = 0;
    const fails = (): void => {
      if (++count === failing) throw new Error(message);
    };
    const { files, transactions } = { files: new MemoryFiles(), transactions: new MemoryTransactions() };
    const alone = runInProcess({
      job: compiled(smallCount), jobId: "test", catalog: createCatalog(), functions: plainFunctions, seed: 3, faults: [], restore: "none",
      times: constantTimes(defaultTimes), limits: { turns: 100_000, virtualMs: 100_000 },
      stores: {
        files,
        transactions: {
          committed: [],
          stage: (transaction, target, bytes) => (fails(), transactions.stage(transaction, target, bytes)),
          commit: (transaction) => (fails(), transactions.commit(transaction)),
          abort: (transaction) => transactions.abort(transaction),
        },
      },
    });
    count = 0;
    const checkpoints = mkdtempSync(join(directory, "run-"));
    const threads = await runInThreads(
      {
        document: smallCount, seed: 3, checkpoints, modules, flags: [], faults: [], strikes: [],
        stores: (stores) => ({ ...stores, apply: async (operation) => (fails(), stores.apply(operation)) }),
      },
      turnByTurn,
    );
    expect(threads.causes).toEqual([expect.stringContaining(message)]);
    expect([threads.status, threads.hash]).toEqual([alone.status, alone.hash]);
  }
}, 120_000);

const slowMachineMs = 600_000;
const staged = "test/taskowned/staged/TRANSACTION";
/** What is called of the file system, and on what; each fails in its turn. */
const kinds = [
  "mkdir test/chk-N", "open test/chk-N/N-N.part", "rename test/chk-N/N-N.part", "readFile test/chk-N/N-N",
  "mkdirSync test/chk-N", "openSync test/chk-N/_metadata.part", "renameSync test/chk-N/_metadata.part", "readFileSync test/chk-N/_metadata",
  "readdirSync test", "rmSync test/chk-N/_metadata", "rmSync test/chk-N",
  `rmSync ${staged}`, `mkdirSync ${staged}`, `openSync ${staged}/PART.part`, `renameSync ${staged}/PART.part`,
  `readdirSync ${staged}`, "mkdirSync test/taskowned/table/SINK", `renameSync ${staged}/PART`,
];

/** After these nothing works any more: a snapshot, metadata and a part are there, and nobody has heard so. */
const lasts = ["rename test/chk-N/N-N.part", "renameSync test/chk-N/_metadata.part", `renameSync ${staged}/PART`];

/**
 * `atOnce`: kinds that fail in one run. Each call alone fails in failing-storage.test.ts. `beside`: runs at the same time; most of a free run
 * is waiting for its paced source.
 */
const modes = [
  { name: "turn by turn", threads: turnByTurn, atOnce: 2, beside: 1 },
  { name: "freely", threads: freely, atOnce: 3, beside: 3 },
];

/**
 * The calls of a run without failures, by kind. On a busy machine a free run may end before its third checkpoint, and then no job master
 * takes over: such a run does not count.
 */
async function callsOfARun(threads: Threads): Promise<ReadonlyMap<string, readonly string[]>> {
  for (let again = 4; ; again--) {
    const { calls } = await judge([], threads);
    const counts = Map.groupBy(calls, (call) => call);
    if (again === 0 || threads !== freely || kinds.every((kind) => counts.has(kind))) return counts;
  }
}

for (const { name, threads, atOnce, beside } of modes) {
  describe(`[ST64] in worker_threads, ${name}, each kind of call of the file system fails in turn`, async () => {
    const counts = await callsOfARun(threads);
    const middle = (kind: string): number => Math.ceil((counts.get(kind)?.length ?? 0) / 2);

    test("the calls are those of checkpoints, recovery and two-phase output", () => {
      // The directory of the job is there before the job is.
      expect([...counts.keys()].filter((kind) => kind !== "mkdirSync test").toSorted()).toEqual(kinds.toSorted());
    });

    const foundIn = async (runs: readonly (readonly FileFailure[])[]): Promise<readonly string[]> => {
      const found: string[] = [];
      for (let at = 0; at < runs.length; at += beside) {
        const judgements = await Promise.all(runs.slice(at, at + beside).map((failures) => judge(failures, threads)));
        found.push(...judgements.flatMap((judgement) => judgement.found));
      }
      return found;
    };

    test("once", async () => {
      const first = kinds.length / atOnce;
      const runs = Array.from({ length: first }, (_, index) => {
        const failing = kinds.filter((_kind, place) => place % first === index);
        return failing.map((kind, place) => ({ kind, nth: middle(kind), forGood: false, late: (index + place) % 2 === 0 }));
      });
      expect(await foundIn(runs)).toEqual([]);
    }, slowMachineMs);

    test("for good", async () => {
      expect(await foundIn(lasts.map((kind) => [{ kind, nth: middle(kind), forGood: true, late: true }]))).toEqual([]);
    }, slowMachineMs);
  });
}
