import { expose } from "comlink";
import { jobPlan } from "../../control/job-plan.ts";
import type { Catalog } from "../../graph/catalog.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import { workersNeeded } from "../workers/function-use.ts";
import { workerJobClient } from "../workers/worker-job-client.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import type { WorkerKind } from "../workers/worker-pool.ts";
import { epochNow, eventLoopHop } from "./event-loop.ts";
import { blobFilePort } from "./file-port.ts";
import type { WorkerTexts } from "./job-frame.ts";
import type { ControlWorker } from "./job-client.ts";
import { leading } from "./leadership.ts";
import { opfsStores } from "./opfs-stores.ts";
import { webWorkerPlatform } from "./web-worker-platform.ts";

/** Workers that wait for a Run before it is known of what. */
const warmAtOnce = { plain: 3, functions: 3 };
const topUpEveryMs = 200;

/** Runs the control plane in this worker, for the page at the other end of the port that comes with the first message. */
export function serveControl(catalog: Catalog & RuntimeCatalog): void {
  addEventListener("message", ({ data, ports }: MessageEvent<Pick<WorkerTexts, "tasks">>) => {
    const [port] = ports;
    if (port === undefined) return;
    const pool = new WorkerPool(webWorkerPlatform(data.tasks));
    pool.prepare(warmAtOnce);
    setInterval(() => pool.topUp(), topUpEveryMs);
    const client = workerJobClient({
      catalog,
      pool,
      clock: { now: epochNow, delay },
      sharedMemory: globalThis.crossOriginIsolated && "waitAsync" in Atomics,
      stores: opfsStores,
      breathe: eventLoopHop(),
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
      if (needed !== undefined) pool.expect(needed);
    };
    expose({ ...leading(client), warmUp, ping: async () => {} } satisfies ControlWorker, port);
  });
}

/** Threads that a document's tasks would take; undefined while it is not a job that can run. */
function threadsOf(document: JobDocument, catalog: Catalog & RuntimeCatalog): Readonly<Record<WorkerKind, number>> | undefined {
  const job = compileJob(document, catalog);
  if (!job.ok) return undefined;
  return workersNeeded(jobPlan(job, catalog, { jobId: "", tracesRecords: false }), catalog);
}

function delay(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
