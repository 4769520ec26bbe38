import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { sealRealm } from "../../hosts/node/seal-realm.ts";
import type { ThreadData } from "../../hosts/node/thread-data.ts";

/**
 * First script of every task thread, and of the process of a job: runs the one that it is started for from one file, with the code
 * that the engine compiled from it in an earlier thread. Compiling, not running, would be most of the start of a thread. [HB5] Code of
 * another engine or of another text is refused by this one, which then compiles the text. The wrapper is strict because a bundled
 * script does not say so itself. The engine knows the script by a name without a path, which is all that a stack could tell a
 * function [SB25]. A thread is sealed before anything of a job reaches it. [HB21]
 */
function boot({ script, keepsCode }: Pick<ThreadData, "script" | "keepsCode">): void {
  const place = `${script}.code`;
  const text = `(function (require, exports) {"use strict";${readFileSync(script, "utf8")}\n})`;
  const compiled = new Script(text, { filename: "weir-runtime", ...(existsSync(place) ? { cachedData: readFileSync(place) } : {}) });
  const run = compiled.runInThisContext() as (require: (name: string) => unknown, exports: object) => void;
  const { getBuiltinModule } = process;
  run((name) => getBuiltinModule(name), {});
  if (keepsCode === true) {
    writeFileSync(place, compiled.createCachedData());
    parentPort?.close();
  } else if (!isMainThread) {
    sealRealm();
  }
}

boot(isMainThread ? { script: process.argv[2] ?? "" } : (workerData as ThreadData));
