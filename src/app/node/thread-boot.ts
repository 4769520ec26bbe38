import { writeFileSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { sealRealm } from "../../hosts/node/seal-realm.ts";
import type { ThreadData } from "../../hosts/node/thread-data.ts";
import { codePlace, runScript } from "./compiled-script.ts";

/**
 * First script of every task thread, and of the process of a job: runs the one that it is started for. A thread is sealed before anything
 * of a job reaches it. [HB21]
 */
function boot({ script, keepsCode }: Pick<ThreadData, "script" | "keepsCode">): void {
  const { compiled } = runScript(script);
  if (keepsCode === true) {
    writeFileSync(codePlace(script), compiled.createCachedData());
    parentPort?.close();
  } else if (!isMainThread) {
    sealRealm();
  }
}

boot(isMainThread ? { script: process.argv[2] ?? "" } : (workerData as ThreadData));
