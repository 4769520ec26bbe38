import { once } from "node:events";
import { setImmediate as breath } from "node:timers/promises";
import type { OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import { checkMemory, checkpointingEnabled } from "../../graph/configuration.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { checkRun, runLimits } from "../../graph/job-size.ts";
import type { JobEnd, JobModules } from "../../hosts/node/job-process/job-message.ts";
import { startJobProcess, type JobProcess } from "../../hosts/node/job-process/start-job-process.ts";
import { removeIncomplete } from "../../hosts/workers/worker-stores.ts";
import { storageFailureText } from "../../base/lookup.ts";
import type { StorageFailure } from "../../base/lookup.ts";
import type { LogEvent, StorageOutcome } from "../../observe/event.ts";
import type { CliOptions } from "./cli-options.ts";
import { openInputs } from "./input-files.ts";
import { diagnosticLine, JobError } from "./job-file.ts";
import { openRunLog } from "./run-log-file.ts";
import { onStopSignals, type StopSignal } from "./stop-signals.ts";
import { TableOutput } from "./table-output.ts";
import { printLine, printRaw, printRows, sayLine } from "./terminal.ts";
import { openWorkplace } from "./workplace.ts";

export interface RunSeams {
  /** Scripts of the job's process and of its threads. */
  bundle(): Promise<JobModules>;
  /** What a test puts in place of a wall, to show what it holds. */
  readonly flags?: { readonly process: readonly string[]; readonly threads: readonly string[] };
}

/**
 * Runs a job to its end in a process of its own; rows go to standard output, progress to standard error. Returns the exit code.
 * Throws `InputError` or `JobError`.
 */
export async function runCommand(job: CompiledJob, options: CliOptions, seams: RunSeams): Promise<number> {
  const refusals = options.deterministic ? [] : checkRun(job.jobGraph, { ...runLimits, workers: options.maxWorkers });
  if (refusals.length > 0) throw new JobError(refusals.map((refusal) => ({ ...refusal, message: `${refusal.message} ${more}` })));
  const greedy = checkMemory(job.configuration, (key) => options.settings.has(key));
  if (greedy.length > 0) throw new JobError(greedy.map((refusal) => ({ ...refusal, message: `${refusal.message} ${grant(refusal)}` })));
  for (const warning of job.diagnostics) sayLine(diagnosticLine(warning));
  const inputs = openInputs(job, options);
  const stopping = new Stopping();
  const workplace = openWorkplace(options, job);
  const { jobId, checkpoints, restores, transactions, files } = workplace;
  const log = options.log === undefined ? undefined : openRunLog(options.log, job, jobId, options);
  const printRow = options.raw ? printRaw : printLine;
  const tables = new TableOutput({
    job,
    read: (target) => transactions.readTable(target),
    async print(rows) {
      printRows(rows, options.raw);
      await outputTaken();
      await breath();
    },
  });
  try {
    await tables.take(transactions.tableTargets);
    const modules = await seams.bundle();
    const mode = options.deterministic ? "deterministic" : "freeRunning";
    const running = startJobProcess({
      order: {
        mode,
        job,
        jobId,
        seed: options.seed,
        checkpoints,
        restores,
        modules,
        threadFlags: seams.flags?.threads,
        wantsLog: log !== undefined,
      },
      inputs: inputs.descriptors,
      async onEvents(events) {
        log?.write(events);
        for (const event of events) report(event, job, printRow);
        await outputTaken();
      },
      async onPrinted(rows) {
        printRows(rows, options.raw);
        await outputTaken();
      },
      publish(transaction) {
        transactions.commit(transaction);
        return transactions.takePublished();
      },
      onPublished: (targets) => tables.take(targets),
      ...(seams.flags === undefined ? {} : { flags: seams.flags.process }),
    });
    stopping.attend(running, workplace.keeps && checkpointingEnabled(job.configuration));
    const end = await running.ended;
    const left = workplace.keeps ? await removeIncomplete(files, jobId) : [];
    for (const failure of left) sayLine(storageLine({ ...failure, outcome: "leftBehind" }));
    await tables.take(transactions.takePublished());
    await tables.end();
    const { status, cause, remark } = end;
    sayLine(`${status}${because(cause)} (${remark})`);
    if (status === "SUSPENDED") sayLine(`go on with --from ${checkpoints}`);
    return stopping.exitCode(end);
  } finally {
    log?.close();
    inputs.close();
    workplace.close();
    stopping.end();
  }
}

/** What it failed of, without the number of a rule, which says nothing to a person; as the page tells it. */
const because = (cause: string | undefined): string => (cause === undefined ? "" : `: ${cause.replace(/(^|: )\[[A-Z]{2}\d+\] /g, "$1")}`);

const grant = ({ field }: Diagnostic): string => `Grant it with --set ${field}=SIZE, or take it out of the job.`;
const more = `Or allow it more: --max-workers N, up to ${runLimits.workers}.`;

/** Rows wait for whoever reads standard output: a job that prints faster is held up, not kept in memory. */
async function outputTaken(): Promise<void> {
  if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
}

/** Milliseconds that a job is given to end when it is asked to: functions may loop. */
const cancelMs = 1_200;
/** As much for a last checkpoint. */
const suspendMs = 8_000;
/** And so long it takes to print the last rows and to tidy up when the job's process was ended. */
const leaveMs = 600;

const signalNumbers: Readonly<Record<StopSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** What a run does when someone wants it to stop. [CL15] [CL16] [CL17] */
class Stopping {
  readonly end: () => void;
  #process: JobProcess | undefined;
  #suspends = false;
  #signal: StopSignal | undefined;

  constructor() {
    this.end = onStopSignals((wish, signal) => this.#stop(wish, signal));
  }

  /** `suspends`: a signal other than Ctrl-C takes a last checkpoint, which is kept. */
  attend(job: JobProcess, suspends: boolean): void {
    this.#process = job;
    this.#suspends = suspends;
  }

  /** As a shell counts: a run that ended by a signal has 128 and the signal's number. */
  exitCode({ status }: JobEnd): number {
    if (status === "FINISHED") return 0;
    const stopped = status === "CANCELED" || status === "SUSPENDED";
    return stopped && this.#signal !== undefined ? 128 + signalNumbers[this.#signal] : 1;
  }

  #stop(wish: number, signal: StopSignal): void {
    this.#signal ??= signal;
    if (this.#process === undefined || wish > 2) process.exit(128 + signalNumbers[signal]);
    if (wish === 2) return this.#kill(signal);
    const how = this.#suspends && signal !== "SIGINT" ? "suspend" : "cancel";
    this.#process.stop(how);
    setTimeout(() => this.#kill(signal), how === "suspend" ? suspendMs : cancelMs).unref();
  }

  #kill(signal: StopSignal): void {
    this.#process?.kill("CANCELED");
    // Whoever reads the rows may have stopped reading, and what was not written would wait for ever.
    setTimeout(() => process.exit(128 + signalNumbers[signal]), leaveMs).unref();
  }
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
      sayLine(`job ${body.status}${because(body.cause)}`);
      break;
    case "checkpointCompleted":
      sayLine(`checkpoint ${body.checkpointId} complete, ${body.bytes} bytes, ${Math.round(body.durationMs)} ms`);
      break;
    case "checkpointFailed":
      sayLine(`checkpoint ${body.checkpointId} failed: ${body.reason}`);
      break;
    case "storageFailed":
      sayLine(storageLine(body));
      break;
    default:
  }
}

/** What a failed call of storage means, and what there is to do. */
const outcomes: Readonly<Record<StorageOutcome, string>> = {
  checkpointFails: "The checkpoint fails; those before it stay. Look at room and permissions of --checkpoint-dir",
  taskFails: "The task fails and restarts from the newest checkpoint. Look at room and permissions of --checkpoint-dir and --output",
  restoreFails: "Nothing is restored and nothing removed; it is tried again as restart-strategy says. Then go on with --from",
  triedAgain: "It is tried again with the next checkpoint",
  leftBehind: "The job has ended: what is left there can be removed by hand",
};

const storageLine = ({ outcome, ...failure }: StorageFailure & { readonly outcome: StorageOutcome }): string =>
  `storage: ${storageFailureText(failure)}. ${outcomes[outcome]}.`;

function operatorName({ topology }: CompiledJob, subtask: TaskIndex, operator: OperatorIndex): string {
  return topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators[operator]?.name ?? "?";
}
