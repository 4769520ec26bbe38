import { Socket } from "node:net";
import { deserialize } from "node:v8";
import type { LogEvent } from "../../../observe/event.ts";
import type { RuntimeCatalog } from "../../../runtime/api.ts";
import type { WorkerRun } from "../../workers/worker-run.ts";
import type { WorkerStores } from "../../workers/worker-stores.ts";
import { createDirectoryStores, runOnThreads } from "../run-on-threads.ts";
import { FinalCheckpoint } from "./final-checkpoint.ts";
import { frame, FrameReader } from "./frames.ts";
import { controlDescriptor, messagesOf } from "./job-message.ts";
import type { JobEnd, JobOrder, StopMode, ToJobProcess } from "./job-message.ts";
import { runWholeJob } from "./whole-job.ts";

/** What runs a job inside of its process; `stop` may come at any time after the start, and more than once. */
export interface RunningJob {
  readonly ended: Promise<JobEnd>;
  stop(how: StopMode): void;
}

/** What a running job reaches of whoever started its process. */
export interface JobHost {
  readonly catalog: RuntimeCatalog;
  tell(events: readonly LogEvent[]): Promise<void>;
  /** Rejects when the output cannot be published. */
  publish(transaction: string): Promise<void>;
}

/** Serves one job in this process, on the stream that it was started with. [HB20] */
export function serveJob(catalog: RuntimeCatalog): void {
  const control = new Socket({ fd: controlDescriptor });
  const answers: ((failure: string | undefined) => void)[] = [];
  let running: RunningJob | undefined;
  let over = false;
  const send = async (text: string): Promise<void> => {
    if (!control.write(frame(Buffer.from(text, "utf8")))) await new Promise<void>((resolve) => control.once("drain", resolve));
  };
  const end = async (ended: JobEnd): Promise<void> => {
    if (over) return;
    over = true;
    await send(JSON.stringify({ kind: "ended", ...ended }));
  };
  const host = (order: JobOrder): JobHost => ({
    catalog,
    async tell(events) {
      for (const text of messagesOf(events, order.wantsLog)) await send(text);
    },
    publish: (transaction) =>
      new Promise((resolve, reject) => {
        answers.push((failure) => (failure === undefined ? resolve() : reject(new Error(failure))));
        void send(JSON.stringify({ kind: "publish", transaction }));
      }),
  });
  const fail = (error: unknown): void => void end({ status: "FAILED", cause: message(error), remark: "its process failed" });
  const receive = (told: ToJobProcess): void => {
    switch (told.kind) {
      case "run":
        running = told.order.mode === "deterministic" ? runWholeJob(told.order, host(told.order)) : runFreely(told.order, host(told.order));
        running.ended.then(end, fail);
        return;
      case "stop":
        // The answer to the end: everything has arrived.
        if (over) leave();
        running?.stop(told.how);
        return;
      case "published":
        answers.shift()?.(told.failure);
        return;
    }
  };
  const reader = new FrameReader((content) => receive(deserialize(content) as ToJobProcess), Infinity);
  control.on("data", (chunk: Buffer) => reader.push(chunk));
  // Whoever started the process is gone, however: nobody is left to run for. [HB24]
  for (const sign of ["end", "close", "error"]) control.on(sign, leave);
  process.on("uncaughtException", fail);
  // Its end is for the one who started it to say, also where a signal goes to all processes of a group or a service.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
}

/** At once, whatever the threads do. */
function leave(): never {
  process.kill(process.pid, "SIGKILL");
  process.exit();
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function runFreely(order: JobOrder, { catalog, tell, publish }: JobHost): RunningJob {
  const { job, jobId, seed, inputs, checkpoints, restores, modules, threadFlags } = order;
  const stores = publishedElsewhere(createDirectoryStores({ checkpoints, jobId, output: undefined }), publish);
  const { promise: suspended, resolve: suspend } = Promise.withResolvers<JobEnd>();
  const final = new FinalCheckpoint((remark) => suspend({ status: "SUSPENDED", cause: undefined, remark }));
  let run: WorkerRun | undefined;
  const ended = runOnThreads({
    job,
    jobId,
    catalog,
    seed,
    inputs,
    checkpoints,
    stores,
    restores,
    modules,
    threadFlags,
    async onEvents(events) {
      await tell(events);
      final.see(events);
    },
    onStarted: (started) => (run = started),
  });
  return {
    ended: Promise.race([ended.then(({ wallMs, ...end }) => ({ ...end, remark: `${wallMs} ms` })), suspended]),
    stop(how) {
      if (how === "cancel") void run?.command({ kind: "cancel" });
      else if (final.await()) void run?.command({ kind: "triggerCheckpoint" });
    },
  };
}

/** Output is staged here, in the job's own directory; where it goes from there is not for this process to reach. [HB23] */
function publishedElsewhere(stores: WorkerStores, publish: JobHost["publish"]): WorkerStores {
  return {
    ...stores,
    apply: (operation) => (operation.kind === "commit" ? publish(operation.transaction) : stores.apply(operation)),
  };
}
