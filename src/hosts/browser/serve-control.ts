import { jobPlan } from "../../control/job-plan.ts";
import type { Catalog } from "../../graph/catalog.ts";
import { compileJob } from "../../graph/compile-job.ts";
import { checkRun } from "../../graph/job-size.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import { workersNeeded } from "../workers/function-use.ts";
import { createWorkerJobClient } from "../workers/worker-job-client.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import type { WorkerKind } from "../workers/worker-pool.ts";
import { epochNow, eventLoopYield } from "./event-loop.ts";
import { blobFilePort } from "./file-port.ts";
import { filesByPort } from "./file-relay.ts";
import { createFileStores } from "./file-stores.ts";
import type { JobFiles } from "./job-files.ts";
import type { WorkerTexts } from "./job-frame.ts";
import { serveLine } from "./job-line.ts";
import { withLeadership } from "./leadership.ts";
import { opfsFiles } from "./opfs-files.ts";
import { createWebWorkerPlatform } from "./web-worker-platform.ts";

/** Of what a document takes, so many workers of a kind are started as soon as it is known, and the others one by one. */
const warmAtOnce = 3;
/** Only a restart or a rerun takes them: most runs end without one, and a worker takes some 70 ms of a core to start. */
const topUpEveryMs = 1000;

/** What the frame tells its control worker; the line to the page comes along as a port. */
interface ControlSetting extends Pick<WorkerTexts, "tasks"> {
  /** The frame has an origin of its own: files are reached through the page, and memory is shared among the frame's own workers only. */
  readonly isCell: boolean;
}

/** Runs the control plane in this worker, for the page at the other end of the port that comes with the first message. */
export function serveControl(catalog: Catalog & RuntimeCatalog): void {
  addEventListener("message", ({ data, ports }: MessageEvent<ControlSetting>) => {
    const [port] = ports;
    if (port === undefined) return;
    const { tasks, isCell } = data;
    let files: JobFiles | undefined = isCell ? undefined : opfsFiles;
    const filesNow = (): JobFiles => {
      if (files === undefined) throw new Error("[HB43] the page has not handed over the job's storage");
      return files;
    };
    const pool = new WorkerPool(createWebWorkerPlatform(tasks, isCell ? filesNow : undefined));
    setInterval(() => pool.topUp(), topUpEveryMs);
    const { subscribe, ...client } = createWorkerJobClient({
      catalog,
      pool,
      clock: { now: epochNow, delay },
      sharedMemory: globalThis.crossOriginIsolated && "waitAsync" in Atomics,
      sharesWithCaller: !isCell,
      stores: (jobId) => createFileStores(jobId, filesNow()),
      yieldToEvents: eventLoopYield(),
      port: blobFilePort,
      onBroken: (error) => {
        // Reported as an uncaught error: the frame tells the page.
        setTimeout(() => {
          throw error;
        });
      },
    });
    const warmUp = async (document: JobDocument): Promise<void> => {
      const needed = threadsOf(document, catalog);
      if (needed === undefined) return;
      pool.expect(needed);
      for (const kind of ["functions", "plain"] as const) pool.warmUp(kind, Math.min(needed[kind], warmAtOnce));
    };
    const { dispose: _, ...calls } = isCell ? client : withLeadership(client);
    const ship = serveLine(port, { ...calls, warmUp, ping: async () => {} }, (storage) => {
      files = filesByPort(storage);
    });
    subscribe(ship);
  });
}

/** Threads that a document's tasks would take; undefined while it is not a job that can run. */
function threadsOf(document: JobDocument, catalog: Catalog & RuntimeCatalog): Readonly<Record<WorkerKind, number>> | undefined {
  const job = compileJob(document, catalog);
  if (!job.ok || checkRun(job.jobGraph).length > 0) return undefined;
  return workersNeeded(jobPlan(job, catalog, { jobId: "", tracesRecords: false }));
}

function delay(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
