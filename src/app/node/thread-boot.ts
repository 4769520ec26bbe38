import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadData } from "../../hosts/node/thread-data.ts";

/**
 * First script of every task thread: runs the thread's own from one file, with the code that the engine compiled from it in an
 * earlier thread. Compiling, not running, would be most of the start of a thread. [HB5] Code of another engine or of another text is
 * refused by this one, which then compiles the text. The wrapper is strict because a bundled script does not say so itself.
 */
function boot({ script, keepsCode }: ThreadData): void {
  const place = `${script}.code`;
  const text = `(function (require, exports) {"use strict";${readFileSync(script, "utf8")}\n})`;
  const compiled = new Script(text, { filename: script, ...(existsSync(place) ? { cachedData: readFileSync(place) } : {}) });
  const run = compiled.runInThisContext() as (require: (name: string) => unknown, exports: object) => void;
  run((name) => process.getBuiltinModule(name), {});
  if (keepsCode !== true) return;
  writeFileSync(place, compiled.createCachedData());
  parentPort?.close();
}

boot(workerData as ThreadData);
