import { describe, expect, test } from "vitest";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { constantTimes, defaultTimes } from "../hosts/deterministic/virtual-times.ts";
import { MemoryFiles, MemoryTransactions } from "../hosts/in-process/memory-stores.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import type { InProcessRun, Stores } from "../hosts/in-process/run-in-process.ts";
import { CompleteCheckpoints } from "../hosts/testing/complete-checkpoints.ts";
import { failingStores, FatedCalls } from "../hosts/testing/failing-stores.ts";
import type { CallFate } from "../hosts/testing/failing-stores.ts";
import { LogInvariants } from "../observe/invariants.ts";
import { createCatalog } from "./catalog.ts";
import { compiled, tableRows } from "./testing/host-contract.ts";
import { disturbance, smallCount, wrongRows } from "./testing/storage-contract.ts";

const catalog = createCatalog();
const job = compiled(smallCount);
const times = constantTimes(defaultTimes);
const limits = { turns: 100_000, virtualMs: 100_000 };
const { faults } = disturbance;

const memory = (): Stores => ({ files: new MemoryFiles(), transactions: new MemoryTransactions() });

function run(stores: Stores, given: Partial<InProcessRun> = {}) {
  const invariants = new LogInvariants(job.topology);
  const failures: string[] = [];
  const result = runInProcess({
    job, jobId: "job", catalog, functions: plainFunctions, seed: 3, times, limits, faults: [], stores, ...given,
    onEvents(events) {
      invariants.check(events);
      for (const { body } of events) if (body.kind === "storageFailed") failures.push(`${body.operation} ${body.outcome}`);
    },
  });
  return { ...result, failures };
}

interface Judgement {
  readonly problems: readonly string[];
  /** What the log says of storage: operation and outcome. */
  readonly failures: readonly string[];
}

/** What is wrong with a run in which storage fails as `fateOf` says, and with the run that goes on from it when storage works again. */
function judge(fateOf: CallFate, alter: (stores: Stores) => Stores = (stores) => stores): Judgement {
  const stores = memory();
  let hasFailed = false;
  const calls = new FatedCalls((call, asked) => {
    const fate = fateOf(call, asked);
    hasFailed ||= fate !== "works";
    return fate;
  });
  const watch = new CompleteCheckpoints();
  const broken = run(watch.watch(alter(failingStores(stores, calls))), { faults });
  const rows = (): readonly string[] => tableRows(job, stores.transactions.committed);
  const problems: string[] = [];
  if (broken.outcome !== "ended") problems.push(`it came to no end: ${broken.outcome}`);
  for (const id of watch.broken(broken.status)) problems.push(`complete checkpoint ${id} was removed`);
  problems.push(...wrongRows(rows(), broken.status));
  if (hasFailed && broken.failures.length === 0) problems.push("the log does not say so");
  if (broken.status !== "FINISHED") {
    const healed = run(stores, { seed: 4 });
    problems.push(...wrongRows(rows(), healed.status).map((problem) => `gone on: ${problem}`));
    if (healed.status !== "FINISHED") problems.push(`it did not go on: ${healed.failureCause ?? healed.outcome}`);
  }
  return { problems, failures: broken.failures };
}

const healthy = new FatedCalls(() => "works");
const calm = run(failingStores(memory(), healthy), { faults });
const each = Array.from({ length: healthy.count }, (_, index) => index + 1);
const slowMachineMs = 240_000;

test("the run that is disturbed calls storage many times, and finishes without disturbance", () => {
  expect([calm.status, calm.failures]).toEqual(["FINISHED", []]);
  expect(healthy.count).toBeGreaterThan(60);
});

test("[ST61] [ST62] [ST64] each call fails once, before it does anything: the log says so, with what comes of it", () => {
  const judgements = each.map((n) => judge((call) => (call === n ? "failsBefore" : "works")));
  expect(judgements.flatMap(({ problems }, index) => problems.map((problem) => `call ${index + 1}: ${problem}`))).toEqual([]);
  expect([...new Set(judgements.flatMap(({ failures }) => failures))].toSorted()).toEqual([
    "commit taskFails", "list restoreFails", "read restoreFails", "read taskFails", "remove leftBehind", "remove triedAgain", "stage taskFails",
    "write checkpointFails",
  ]);
}, slowMachineMs);

describe("[ST64] each call fails in turn", () => {
  const ways = [
    ["once, when it has done it", (n: number): CallFate => (call) => (call === n ? "failsAfter" : "works")],
    ["for good, before it does anything", (n: number): CallFate => (call) => (call >= n ? "failsBefore" : "works")],
    ["for good, when it has done it", (n: number): CallFate => (call) => (call >= n ? "failsAfter" : "works")],
  ] as const;
  for (const [way, fate] of ways) {
    test(way, () => {
      expect(each.flatMap((n) => judge(fate(n)).problems.map((problem) => `call ${n}: ${problem}`))).toEqual([]);
    }, slowMachineMs);
  }
});

test("[ST64] the suite can fail: it notices when a failed look counts as absent", () => {
  /** What storage answered before: a file that cannot be read is not there. */
  const careless = (stores: Stores): Stores => ({
    ...stores,
    files: {
      ...stores.files,
      readText: (path) => {
        const text = stores.files.readText(path);
        return text.kind === "failed" ? { kind: "absent" } : text;
      },
    },
  });
  const broken = (): unknown => each.find((n) => judge((call) => (call === n ? "failsBefore" : "works"), careless).problems.length > 0);
  // The invariants of the log are the first to notice: the job starts anew, though a checkpoint is complete.
  expect(broken).toThrow("[CP12]");
}, slowMachineMs);
