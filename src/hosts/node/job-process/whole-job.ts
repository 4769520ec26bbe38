import { engineMessage } from "../../../base/engine-messages.ts";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { TaskIndex } from "../../../stream/indices.ts";
import { toTaskIndex } from "../../../stream/indices.ts";
import { jobPlan } from "../../../control/job-plan.ts";
import type { JobPlan } from "../../../control/job-plan.ts";
import { memoryLimits } from "../../../graph/configuration.ts";
import type { MemoryLimits } from "../../../graph/task-deployment.ts";
import { coordinator } from "../../../observe/event.ts";
import type { LogEvent } from "../../../observe/event.ts";
import { memoryExcessText } from "../../workers/memory-excess.ts";
import { usesFunctions } from "../../workers/function-use.ts";
import { silenceMaxMs, silenceOf } from "../../workers/watchdog.ts";
import { turnTimeoutText } from "../../workers/turn-workers.ts";
import { MemoryWatch } from "../memory-watch.ts";
import { foldersOf, permissionFlags } from "../permission-flags.ts";
import { heapMaxMb, processorMs } from "../thread-platform.ts";
import type { JobEnd, JobOrder } from "./job-message.ts";
import type { JobHost, RunningJob } from "./serve-job.ts";
import { wholeJobWords } from "./whole-job-thread.ts";
import type { FromWholeJob, WholeJobData } from "./whole-job-thread.ts";

const watchEveryMs = 250;

/** Runs a job in one thread, turn by turn, and watches it: a turn that does not end fails the job and names the operators. [HB25] */
export function runWholeJob(order: JobOrder, host: JobHost): RunningJob {
  const words = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(wholeJobWords).length));
  const { checkpoints, jobId, modules, job } = order;
  const directory = join(checkpoints, jobId);
  const limits = limitsTogether(memoryLimits(job.configuration), job.topology.subtasks.length);
  const plan = jobPlan(job, host.catalog, { jobId, tracesRecords: false });
  const { promise: ended, resolve, reject } = Promise.withResolvers<JobEnd>();
  const thread = new Worker(modules.boot, {
    workerData: { script: modules.whole, order, words } satisfies WholeJobData,
    env: { TZ: "UTC" },
    execArgv: [...(order.threadFlags ?? permissionFlags({ reads: [...foldersOf(modules), directory], writes: [directory] }))],
    resourceLimits: { maxOldGenerationSizeMb: heapMaxMb(limits) },
  });
  let last: LogEvent | undefined;
  let over = false;
  const fail = async (cause: string): Promise<void> => {
    if (over) return;
    over = true;
    clearInterval(watch);
    unwatch();
    await thread.terminate();
    const body = { kind: "jobStatus", status: "FAILED", cause } as const;
    await host.tell([{ seq: (last?.seq ?? -1) + 1, at: last?.at ?? 0, subtask: coordinator, body }]);
    resolve({ status: "FAILED", cause, remark: "its thread was ended" });
  };
  const failWith = (cause: string): void => void fail(cause).catch(reject);
  const watch = watchTurns({ words, plan, thread }, failWith);
  const unwatch = new MemoryWatch(limits).add(
    // It takes no message while it runs the job: what it holds for so long counts as kept.
    { getHeapStatistics: () => thread.getHeapStatistics(), cpuUsage: () => thread.cpuUsage(), collectGarbage: () => {} },
    (excess) => {
      const task = taskOfTurn(Math.max(1, Atomics.load(words, wholeJobWords.turn)));
      failWith(memoryExcessText(plan.deployment(task, 0, undefined), excess));
    },
  );
  const answer = (failure?: string): void => {
    thread.postMessage({ failure });
    Atomics.store(words, wholeJobWords.answered, 1);
    Atomics.notify(words, wholeJobWords.answered);
  };
  thread.on("message", (message: FromWholeJob) => {
    if (message.kind === "ended") {
      over = true;
      clearInterval(watch);
      unwatch();
      const { status, cause, remark } = message;
      return resolve({ status, cause, remark });
    }
    if (message.kind === "events") last = message.events.at(-1) ?? last;
    const done = message.kind === "events" ? host.tell(message.events) : host.publish(message.transaction);
    done.then(() => answer(), (error: unknown) => answer(error instanceof Error ? error.message : String(error)));
  });
  thread.on("error", (error) => failWith(threadFailure(error)));
  thread.on("exit", (code) => failWith(engineMessage("threadEnded", { code })));
  return {
    ended,
    stop: (how) => void Atomics.store(words, wholeJobWords.stop, how === "cancel" ? 1 : 2),
  };
}

/** The word of a turn is 0 while there is none. */
const taskOfTurn = (turn: number): TaskIndex => toTaskIndex(turn - 1);

function threadFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "the job ran out of memory" : error.message;
}

/** One thread keeps what its subtasks may keep together. [HB30] */
const limitsTogether = ({ heap, buffers, total }: MemoryLimits, subtasks: number): MemoryLimits => ({
  heap: Math.min(heap * subtasks, total),
  buffers: Math.min(buffers * subtasks, total),
  total,
});

interface WatchedJob {
  readonly words: Int32Array;
  readonly plan: JobPlan;
  readonly thread: Worker;
}

/** The rule of the free run, over turns: a look that comes late, or that found the thread without time to work, counts less. [HB7] */
function watchTurns({ words, plan, thread }: WatchedJob, onSilence: (cause: string) => void): NodeJS.Timeout {
  let life = 0;
  let silentMs = 0;
  let usedMs: number | undefined;
  const look = async (): Promise<void> => {
    const used = await processorMs(thread);
    const worked = used === undefined || usedMs === undefined ? undefined : used - usedMs;
    usedMs = used;
    const turn = Atomics.load(words, wholeJobWords.turn);
    const now = Atomics.load(words, wholeJobWords.life);
    silentMs = turn === 0 || now !== life ? 0 : silentMs + silenceOf(watchEveryMs, worked);
    life = now;
    if (silentMs === 0) return;
    const deployment = plan.deployment(taskOfTurn(turn), 0, undefined);
    const maxMs = silenceMaxMs[usesFunctions(deployment) ? "functions" : "plain"];
    if (silentMs > maxMs) onSilence(turnTimeoutText(deployment, maxMs));
  };
  return setInterval(() => void look(), watchEveryMs);
}
