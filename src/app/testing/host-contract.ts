import type { Fault, ScheduledFault } from "../../control/job-client.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { committedOutput, tableDirectories } from "../../hosts/control-loop/committed-output.ts";
import type { PublishedFile } from "../../hosts/control-loop/committed-output.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import type { LogEvent } from "../../observe/event.ts";
import { createCatalog } from "../catalog.ts";

/** One cell of the table of drivers and placements: where and how a job runs. */
export interface Cell {
  readonly name: string;
  readonly mode: "deterministic" | "freeRunning";
  /** An endless function can be ended from outside: the task has a worker of its own. */
  readonly preempts: boolean;
  run(run: CellRun): Promise<CellOutcome>;
}

export interface CellRun {
  readonly document: JobDocument;
  readonly seed: number;
  /** For deterministic cells: the strike, at the virtual time that its checkpoint is complete in. */
  readonly faults: readonly ScheduledFault[];
  /** For free-running cells: injected once, when this checkpoint or a later one is complete. */
  readonly strike: Strike | undefined;
}

export interface Strike {
  readonly fault: Fault;
  readonly afterCheckpoint: number;
}

export interface CellOutcome {
  readonly status: string;
  readonly hash: string;
  /** Published rows of the sink "table" as `value|value`, sorted. */
  readonly rows: readonly string[];
  /** Checkpoints that tasks were restored from. */
  readonly restoredFrom: readonly number[];
  /** Why executions failed. */
  readonly causes: readonly string[];
}

interface Contract {
  readonly title: string;
  readonly document: JobDocument;
  readonly strike?: Strike;
  /** What must have come of it; `cause` is part of one of the causes. */
  readonly expected: { readonly status: "FINISHED" | "FAILED"; readonly restored?: true; readonly cause?: string };
  /** Only where tasks have workers of their own, which also have the wall around functions. */
  readonly needsPreemption?: true;
  /** No task of it is ever deployed. */
  readonly deploysNothing?: true;
}

const rows = 60;
/** Rows a second: a few checkpoints where time is virtual, and a strike after the first on the wall clock of a busy machine. */
const rates = { deterministic: 60, freeRunning: 30 };
/** Slow enough for that on a machine that many other things keep busy. */
const slowly = 4;
const seed = 7;
const countedRows = Array.from({ length: rows }, (_, index) => `${(index + 1) % 10}|${Math.floor(index / 10) + 1}`).sort();

/** Each number from 1 to `rows` is counted once under its last digit: "digit|count". */
function countByDigit(digitOf: string, restarts: "fixed-delay" | "none", parallelism = 2): JobDocument {
  const port = (operator: string, name: string) => ({ operator, port: name });
  return {
    format: "weir.job/1",
    name: "count by digit",
    config: {
      "execution.checkpointing.interval": "200 ms",
      "restart-strategy.type": restarts,
      ...(restarts === "none" ? {} : { "restart-strategy.fixed-delay.delay": "20 ms", "restart-strategy.fixed-delay.attempts": "5" }),
    },
    operators: [
      {
        id: "numbers",
        type: "datagen",
        name: "numbers",
        config: { fields: [{ name: "id", type: "BIGINT" }], rowsPerSecond: rates.deterministic, options: { id: { kind: "sequence", start: "1", end: String(rows) } } },
      },
      { id: "digit", type: "map", name: "digit", parallelism, config: { function: digitOf, fields: [{ name: "digit", type: "BIGINT" }] } },
      { id: "count", type: "count", name: "count", parallelism: 2, config: { as: "count" } },
      { id: "table", type: "table", name: "table", parallelism: 1, config: { mode: "append", key: [] } },
    ],
    edges: [
      { id: "e1", from: port("numbers", "out"), to: port("digit", "in") },
      { id: "e2", from: port("digit", "out"), to: port("count", "in"), partitioner: { type: "hash", key: ["digit"] } },
      { id: "e3", from: port("count", "out"), to: port("table", "in") },
    ],
  };
}

/** `document` with one more operator between the source and the map that counts digits. */
function behindSource(document: JobDocument, operator: Pick<JobDocument["operators"][number], "type" | "config">): JobDocument {
  const inserted = { ...operator, id: "inserted", name: "inserted" };
  const edges = document.edges.map((edge) => (edge.id === "e1" ? { ...edge, from: { operator: "inserted", port: "out" } } : edge));
  const first = { id: "e0", from: { operator: "numbers", port: "out" }, to: { operator: "inserted", port: "in" } };
  return { ...document, operators: [...document.operators, inserted], edges: [first, ...edges] };
}

/** `document` in a cluster that has one slot. */
function inOneSlot(document: JobDocument): JobDocument {
  return { ...document, config: { ...document.config, "slotmanager.number-of-slots.max": "1", "slot.request.timeout": "50 ms" } };
}

export const lastDigit = countByDigit("({ digit: row.id % 10 })", "fixed-delay");
const recovered = { status: "FINISHED", restored: true } as const;

/** What every host must do alike. Subtasks: 0 numbers, 1 and 2 digit, 3 and 4 count, 5 table. */
const contracts: readonly Contract[] = [
  { title: "every row is counted and published once", document: lastDigit, expected: { status: "FINISHED" } },
  {
    title: "[HB6] a subtask killed after a checkpoint costs no row and doubles none",
    document: lastDigit,
    strike: { fault: { kind: "killSubtask", subtask: toTaskIndex(3) }, afterCheckpoint: 1 },
    expected: recovered,
  },
  {
    title: "[HB6] a task executor killed with all its subtasks costs no row and doubles none",
    document: lastDigit,
    strike: { fault: { kind: "killExecutor", executor: 0 }, afterCheckpoint: 1 },
    expected: recovered,
  },
  {
    title: "[HB6] a sink that dies between pre-commit and commit costs no row and doubles none",
    document: lastDigit,
    strike: { fault: { kind: "crashBeforeCommit", subtask: toTaskIndex(5) }, afterCheckpoint: 1 },
    expected: recovered,
  },
  {
    title: "[HB6] a coordinator that dies and is replaced costs no row and doubles none",
    document: lastDigit,
    strike: { fault: { kind: "crashCoordinator" }, afterCheckpoint: 1 },
    expected: recovered,
  },
  {
    title: "[HB77] a job that is not given its slots in time fails, and says how many it needs",
    document: inOneSlot(countByDigit("({ digit: row.id % 10 })", "none")),
    expected: { status: "FAILED", cause: "the job needs 2 slots and has 1" },
    deploysNothing: true,
  },
  {
    title: "[SB9] a function that throws fails its task with the error's text",
    document: countByDigit("({ digit: row.id > 20 ? [][0].at : 1 })", "none", 1),
    expected: { status: "FAILED", cause: "Cannot read properties of undefined" },
  },
  {
    title: "[SB40] what a condition does to its row is seen by nobody",
    document: behindSource(countByDigit("({ digit: row.id % 10 })", "fixed-delay", 1), {
      type: "filter",
      config: { function: "row.id = 7; Object.defineProperty(row, 'id', { get() { for (;;); } }); return true" },
    }),
    expected: { status: "FINISHED" },
  },
  {
    title: "[SB43] a failure behind collect fails the task, though the function goes on",
    document: behindSource(countByDigit("({ digit: row.id > 20 ? [][0].at : 1 })", "none", 1), {
      type: "flat-map",
      config: { function: "try { collect({ id: row.id }) } catch {}", fields: [{ name: "id", type: "BIGINT" }] },
    }),
    expected: { status: "FAILED", cause: "Cannot read properties of undefined" },
  },
  {
    title: "[SB47] no promise is made: a function that asks for one fails its task",
    document: countByDigit("(() => { Array.fromAsync([1], () => { throw 1 }); return { digit: 1 } })()", "none", 1),
    expected: { status: "FAILED", cause: "fromAsync is not a function" },
    needsPreemption: true,
  },
  {
    title: "[HB7] an endless function is ended, and named",
    document: countByDigit("(() => { while (row.id > 20); return { digit: 1 } })()", "none", 1),
    expected: { status: "FAILED", cause: "user function of digit ran longer than 2 s" },
    needsPreemption: true,
  },
];

/** Jobs of the contract as the deterministic driver runs them, without those that have to be ended from outside or never begin. */
export function contractRuns(): readonly { readonly title: string; readonly document: JobDocument; readonly faults: readonly ScheduledFault[] }[] {
  return contracts
    .filter(({ needsPreemption, deploysNothing }) => needsPreemption !== true && deploysNothing !== true)
    .map(({ title, document, strike }) => ({ title, document, faults: strike === undefined ? [] : [scheduled(document, strike)] }));
}

/** The contract of a cell: titles, and checks that return what was broken, in words. */
export function hostContract(cell: Cell): readonly { readonly title: string; check(): Promise<readonly string[]> }[] {
  return contracts
    .filter(({ needsPreemption }) => needsPreemption !== true || cell.preempts)
    .map((contract) => ({
      title: `${cell.name}: ${contract.title}`,
      async check() {
        const { strike } = contract;
        const document = paced(contract.document, rates[cell.mode]);
        const faults = strike === undefined || cell.mode === "freeRunning" ? [] : [scheduled(document, strike)];
        const outcome = await cell.run({ document, seed, faults, strike });
        if (cell.mode === "freeRunning" && missed(contract, outcome)) {
          const struck = await cell.run({ document: paced(document, slowly), seed, faults, strike });
          return [...broken({ ...contract, expected: { status: "FINISHED" } }, outcome), ...broken(contract, struck)];
        }
        return [...broken(contract, outcome), ...(cell.mode === "deterministic" ? otherLog(contract, faults, outcome) : [])];
      },
    }));
}

/** On a machine busy with other things a free run may be over before the checkpoint that its fault waits for: nothing was struck. */
function missed({ expected }: Contract, { status, restoredFrom }: CellOutcome): boolean {
  return expected.restored === true && status === "FINISHED" && restoredFrom.length === 0;
}

/** The document with another rate of its source. */
function paced(document: JobDocument, rowsPerSecond: number): JobDocument {
  const operators = document.operators.map((operator) =>
    operator.type === "datagen" ? { ...operator, config: { ...operator.config, rowsPerSecond } } : operator,
  );
  return { ...document, operators };
}

function broken({ expected, document }: Contract, outcome: CellOutcome): string[] {
  const found: string[] = [];
  if (outcome.status !== expected.status) found.push(`ended ${outcome.status}: ${outcome.causes.join()}`);
  if (expected.status === "FINISHED" && outcome.rows.join() !== countedRows.join()) {
    found.push(`${document.name} published ${outcome.rows.length} rows, not the ${rows} right ones: ${outcome.rows.join()}`);
  }
  if (expected.restored && outcome.restoredFrom.length === 0) found.push("nothing was restored from a checkpoint");
  const { cause } = expected;
  if (cause !== undefined && !outcome.causes.some((each) => each.includes(cause))) found.push(`no cause says "${cause}": ${outcome.causes.join()}`);
  return found;
}

/** Same job, seed and faults: same log. That of a failed function holds the position in its host's own wrapping. [HB2] */
function otherLog({ document, expected }: Contract, faults: readonly ScheduledFault[], { hash }: CellOutcome): string[] {
  if (expected.status !== "FINISHED") return [];
  const alone = runAlone(document, faults).hash;
  return alone === hash ? [] : [`log hash ${hash}, in one thread ${alone}`];
}

/** The strike as part of a fault script: a millisecond after its checkpoint is complete. */
function scheduled(document: JobDocument, { fault, afterCheckpoint }: Strike): ScheduledFault {
  const at = runAlone(document, []).completedAt.get(afterCheckpoint);
  if (at === undefined) throw new Error(`checkpoint ${afterCheckpoint} is never complete`);
  return { at: at + 1, fault };
}

interface RunAlone {
  readonly hash: string;
  /** When each checkpoint was complete. */
  readonly completedAt: ReadonlyMap<number, number>;
}

/** Many cells ask for the same runs, which come to the same each time. */
const runsAlone = new Map<string, RunAlone>();

/** The same run in this thread: what all deterministic cells are held against. */
function runAlone(document: JobDocument, faults: readonly ScheduledFault[]): RunAlone {
  const run = JSON.stringify([document, faults]);
  const known = runsAlone.get(run);
  if (known !== undefined) return known;
  const completedAt = new Map<number, number>();
  const { hash } = runInOneThread(document, {
    faults,
    seed,
    onEvents(events) {
      for (const { at, body } of events) if (body.kind === "checkpointCompleted") completedAt.set(body.checkpointId, at);
    },
  });
  const alone = { hash, completedAt };
  runsAlone.set(run, alone);
  return alone;
}

const catalog = createCatalog();

/** Runs a document in this thread under the deterministic driver. */
export function runInOneThread(
  document: JobDocument,
  run: { readonly seed: number; readonly faults: readonly ScheduledFault[]; readonly onEvents: (events: readonly LogEvent[]) => void },
): { readonly hash: string; readonly rows: readonly string[] } {
  const job = compiled(document);
  const limits = { turns: 1_000_000, virtualMs: 1_000_000 };
  const times = constantTimes(defaultTimes);
  const { hash, stores } = runInProcess({ job, jobId: "test", catalog, functions: plainFunctions, times, limits, ...run });
  return { hash, rows: tableRows(job, stores.transactions.committed) };
}

export function compiled(document: JobDocument): CompiledJob {
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  return job;
}

/** Published rows of the sink "table", sorted. */
export function tableRows(job: CompiledJob, files: Iterable<PublishedFile>): readonly string[] {
  return committedOutput(files, tableDirectories(job, "table"), 0)
    .rows.map(({ values }) => values.join("|"))
    .sort();
}

/** What a log says of a run's end. */
export function told(events: readonly LogEvent[]): Pick<CellOutcome, "status" | "restoredFrom" | "causes"> {
  return {
    status: events.flatMap(({ body }) => (body.kind === "jobStatus" ? [body.status] : [])).at(-1) ?? "",
    restoredFrom: events.flatMap(({ body }) => (body.kind === "restoring" && body.checkpointId !== undefined ? [body.checkpointId] : [])),
    causes: events.flatMap(({ body }) => (body.kind === "executionState" && body.state === "FAILED" ? [body.cause ?? ""] : [])),
  };
}
