import { join } from "node:path";
import { receiveMessageOnPort } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { RuntimeCatalog } from "../../../runtime/api.ts";
import type { FunctionCompiler } from "../../../runtime/environment.ts";
import type { DeterministicJob } from "../../deterministic/deterministic-job.ts";
import type { HostAction } from "../../deterministic/host-action.ts";
import { jobTimes } from "../../deterministic/virtual-times.ts";
import { runInProcess } from "../../in-process/run-in-process.ts";
import { describeThrown } from "../../../stream/describe-value.ts";
import { DirectoryFiles, DirectoryTransactions } from "../directory-stores.ts";
import { readFilePort } from "../file-port.ts";
import { FinalCheckpoint } from "./final-checkpoint.ts";
import { isReported } from "./job-message.ts";
import type { JobEnd } from "./job-message.ts";
import { wholeJobWords } from "./whole-job-thread.ts";
import type { FromWholeJob, WholeJobData } from "./whole-job-thread.ts";

/** Runs a whole job in this thread, turn by turn, as soon as the thread has nothing else to do: it is sealed by then. [HB25] */
export function serveWholeJob(catalog: RuntimeCatalog, functions: FunctionCompiler, port: MessagePort | null, data: WholeJobData): void {
  if (port === null || data.order === undefined) return;
  let rejected: string | undefined;
  process.on("unhandledRejection", (reason) => (rejected ??= describeThrown(reason).message));
  setImmediate(() => {
    const ended = runOrder(data, { catalog, functions, port });
    // A promise that nobody awaits is told of when this thread comes to rest: behind the last turn.
    setImmediate(() => {
      const end: JobEnd = rejected === undefined ? ended : { ...ended, status: "FAILED", cause: rejected };
      port.postMessage({ kind: "ended", ...end } satisfies FromWholeJob);
    });
  });
}

interface Setting {
  readonly catalog: RuntimeCatalog;
  readonly functions: FunctionCompiler;
  readonly port: MessagePort;
}

function runOrder({ order, words }: WholeJobData, { catalog, functions, port }: Setting): JobEnd {
  const { job, jobId, seed, inputs, checkpoints, restores, wantsLog } = order;
  /** Tells the watching thread and waits until it has dealt with it: this thread gets no event loop before its end. */
  const ask = (question: FromWholeJob): void => {
    Atomics.store(words, wholeJobWords.answered, 0);
    port.postMessage(question);
    Atomics.wait(words, wholeJobWords.answered, 0);
    const answer: { readonly message: { readonly failure?: string } } | undefined = receiveMessageOnPort(port);
    if (answer?.message.failure !== undefined) throw new Error(answer.message.failure);
  };
  let suspended: string | undefined;
  const final = new FinalCheckpoint((remark) => (suspended = remark));
  const live = (): void => void Atomics.add(words, wholeJobWords.life, 1);
  const result = runInProcess({
    job,
    jobId,
    catalog,
    functions,
    seed,
    times: jobTimes(job),
    faults: [],
    limits: { turns: Infinity, virtualMs: Infinity },
    stores: { files: new DirectoryFiles(checkpoints), transactions: transactionsOf(order, ask, live) },
    restore: restores ? "latest" : "none",
    port: readFilePort(inputs),
    onEvents(events) {
      final.see(events);
      const told = wantsLog ? events : events.filter(isReported);
      if (told.length > 0) ask({ kind: "events", events: told });
    },
    onAction: (action) => note(words, action),
    until: (running) => {
      stopAsAsked(words, running, final);
      return suspended !== undefined;
    },
  });
  if (suspended !== undefined) return { status: "SUSPENDED", cause: undefined, remark: suspended };
  return {
    status: result.status ?? result.outcome,
    cause: result.failureCause,
    remark: `${result.events} events, ${result.virtualMs} ms virtual time, log ${result.hash}`,
  };
}

/** Before an action of the core, and behind it, without one. */
function note(words: Int32Array, action: HostAction | undefined): void {
  Atomics.add(words, wholeJobWords.life, 1);
  Atomics.store(words, wholeJobWords.turn, action?.kind === "turn" ? action.request.subtask + 1 : 0);
}

function stopAsAsked(words: Int32Array, job: DeterministicJob, final: FinalCheckpoint): void {
  const how = Atomics.load(words, wholeJobWords.stop);
  if (how === 0) return;
  if (how === 1) {
    Atomics.store(words, wholeJobWords.stop, 0);
    job.command({ kind: "cancel" });
  } else if (final.await()) {
    job.command({ kind: "triggerCheckpoint" });
  }
}

/** Staging is work on the disk in the middle of a turn, not of the job's author; what is committed is published elsewhere. [HB23] */
function transactionsOf({ checkpoints, jobId }: WholeJobData["order"], ask: (question: FromWholeJob) => void, live: () => void) {
  const owned = join(checkpoints, jobId, "taskowned");
  const places = { file: undefined, table: join(owned, "table") };
  const staged = new DirectoryTransactions({ staging: join(owned, "staged"), places, uid: jobId });
  return {
    committed: [],
    stage(transaction: string, target: string, bytes: Uint8Array) {
      staged.stage(transaction, target, bytes);
      live();
    },
    commit(transaction: string) {
      ask({ kind: "publish", transaction });
      live();
    },
    abort: (transaction: string) => staged.abort(transaction),
  };
}
