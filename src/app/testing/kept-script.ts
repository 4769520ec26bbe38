import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { bundledScript } from "../../expression/testing/bundled-thread.ts";
import type { ThreadData } from "../../hosts/node/thread-data.ts";

/** Bundles `entry` into `script`, and keeps beside it what the engine compiles of it, as the product does: a test starts it again and again. */
export async function keepScript(entry: string, script: string, boot: string): Promise<void> {
  writeFileSync(script, await bundledScript(entry));
  const workerData: ThreadData = { script, checkpoints: dirname(script), keepsCode: true };
  await once(new Worker(boot, { workerData }), "exit");
}
