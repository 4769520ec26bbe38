import { expose } from "comlink";
import type { Catalog } from "../../graph/catalog.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import { workerJobClient } from "../workers/worker-job-client.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import { epochNow, eventLoopHop } from "./event-loop.ts";
import { blobFilePort } from "./file-port.ts";
import type { WorkerTexts } from "./job-frame.ts";
import type { ControlWorker } from "./job-client.ts";
import { leading } from "./leadership.ts";
import { opfsStores } from "./opfs-stores.ts";
import { webWorkerPlatform } from "./web-worker-platform.ts";

/** Workers that wait for a Run or a restart: at once as many as a small job takes, then up to those of a large one. */
const warmAtOnce = { plain: 3, functions: 3 };
const warmLater = { plain: 8, functions: 8 };
const topUpEveryMs = 400;

/** Runs the control plane in this worker, for the page at the other end of the port that comes with the first message. */
export function serveControl(catalog: Catalog & RuntimeCatalog): void {
  addEventListener("message", ({ data, ports }: MessageEvent<Pick<WorkerTexts, "tasks">>) => {
    const [port] = ports;
    if (port === undefined) return;
    const pool = new WorkerPool(webWorkerPlatform(data.tasks));
    pool.prepare(warmAtOnce);
    setInterval(() => pool.topUp(warmLater), topUpEveryMs);
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
    expose({ ...leading(client), ping: async () => {} } satisfies ControlWorker, port);
  });
}

function delay(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
