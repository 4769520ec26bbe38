import { closeSync, openSync, writeSync } from "node:fs";
import { ownLines } from "../../base/one-line.ts";
import { checkRun } from "../../graph/job-size.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { documentTimes } from "../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import { readFilePort } from "../../hosts/node/file-port.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";
import type { AppCatalog } from "../catalog.ts";
import type { CliOptions } from "./cli-options.ts";
import { openInputs } from "./input-files.ts";
import { diagnosticLine, JobError } from "./job-file.ts";
import { printTables } from "./table-output.ts";
import { printLine, printRaw, sayLine } from "./terminal.ts";
import { bundleThreads } from "./thread-bundle.ts";
import { openWorkplace, type Workplace } from "./workplace.ts";

/** How a run ended. */
interface RunEnd {
  readonly status: string;
  readonly cause: string | undefined;
  readonly remark: string;
}

/** Runs a job to its end; rows go to standard output, progress to standard error. Returns the exit code. Throws `JobError`. */
export async function runCommand(job: CompiledJob, options: CliOptions, catalog: AppCatalog): Promise<number> {
  const refusals = options.deterministic ? [] : checkRun(job.jobGraph);
  if (refusals.length > 0) throw new JobError(refusals);
  for (const warning of job.diagnostics) sayLine(diagnosticLine(warning));
  const inputs = openInputs(job, options);
  const workplace = openWorkplace(options, job);
  const log = options.log === undefined ? undefined : openLog(options.log, headerOf(job, workplace.jobId, options));
  const printRow = options.raw ? printRaw : printLine;
  const seen = (events: readonly LogEvent[]): void => {
    log?.write(events);
    for (const event of events) report(event, job, printRow);
  };
  try {
    const run = options.deterministic ? runDeterministic : runFree;
    const { status, cause, remark } = await run({ job, options, inputs: inputs.descriptors, catalog, workplace, seen });
    printTables(job, workplace.transactions, printRow);
    sayLine(`${status}${cause === undefined ? "" : `: ${cause}`} (${remark})`);
    return status === "FINISHED" ? 0 : 1;
  } finally {
    log?.close();
    inputs.close();
    workplace.close();
  }
}

interface Run {
  readonly job: CompiledJob;
  readonly options: CliOptions;
  readonly inputs: ReadonlyMap<string, number>;
  readonly catalog: AppCatalog;
  readonly workplace: Workplace;
  seen(events: readonly LogEvent[]): void;
}

function runDeterministic({ job, options, inputs, catalog, workplace, seen }: Run): Promise<RunEnd> {
  lockDown();
  const times = documentTimes(job.document, job.topology);
  const { files, transactions, jobId, restores } = workplace;
  const result = runInProcess({
    job,
    jobId,
    catalog,
    functions: sandboxedFunctions,
    seed: options.seed,
    times,
    faults: [],
    limits: { turns: Infinity, virtualMs: Infinity },
    stores: { files, transactions },
    restore: restores ? "latest" : "none",
    port: readFilePort(inputs),
    onEvents: seen,
  });
  return Promise.resolve({
    status: result.status ?? result.outcome,
    cause: result.failureCause,
    remark: `${result.events} events, ${result.virtualMs} ms virtual time, log ${result.hash}`,
  });
}

async function runFree({ job, options, inputs, catalog, workplace, seen }: Run): Promise<RunEnd> {
  const { runOnThreads } = await import("../../hosts/node/run-on-threads.ts");
  const { jobId, checkpoints, restores } = workplace;
  const end = await runOnThreads({
    job,
    jobId,
    catalog,
    seed: options.seed,
    inputs,
    checkpoints,
    output: options.output,
    restores,
    modules: await bundleThreads(),
    onEvents: seen,
    // The first signal cancels the job in order, so that nothing temporary stays behind; a second one ends the process.
    onStarted: (cancel) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, cancel);
    },
  });
  return { ...end, remark: `${end.wallMs} ms` };
}

/** Lines that a job prints are its result; what its functions log and what happens to it is progress. */
function report({ body, subtask }: LogEvent, job: CompiledJob, printRow: (row: string) => void): void {
  switch (body.kind) {
    case "userLog":
      if (body.stream === "stdout") printRow(body.text);
      else if (body.stream === "stderr") sayLine(body.text);
      // Behind its author's name, so that it cannot be taken for a line of Weir's own.
      else sayLine(`log of ${operatorName(job, subtask, body.operator)}: ${body.text}`);
      break;
    case "jobStatus":
      sayLine(`job ${body.status}${body.cause === undefined ? "" : `: ${body.cause}`}`);
      break;
    case "checkpointCompleted":
      sayLine(`checkpoint ${body.checkpointId} complete, ${body.bytes} bytes, ${Math.round(body.durationMs)} ms`);
      break;
    case "checkpointFailed":
      sayLine(`checkpoint ${body.checkpointId} failed: ${body.reason}`);
      break;
    default:
  }
}

function operatorName({ topology }: CompiledJob, subtask: number, operator: number): string {
  return topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators[operator]?.name ?? "?";
}

function headerOf({ document, topology }: CompiledJob, jobId: string, { deterministic, seed }: CliOptions): LogHeader {
  const mode = deterministic ? "deterministic" : "freeRunning";
  return { jobId, jobName: document.name, mode, seed, startedAt: Date.now(), topology };
}

/** A file of JSON lines: the header, then one event each. */
function openLog(path: string, header: LogHeader) {
  const file = openSync(path, "w");
  const write = (lines: readonly unknown[]): void => {
    if (lines.length > 0) writeSync(file, `${ownLines(lines.map((line) => JSON.stringify(line, writeTimestamp)).join("\n"))}\n`);
  };
  write([{ header }]);
  return { write, close: () => closeSync(file) };
}

/** JSON has no infinities: the two extreme timestamps are written as words. */
function writeTimestamp(_key: string, value: unknown): unknown {
  return value === Infinity ? "max" : value === -Infinity ? "min" : value;
}
