import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { isMainThread, workerData } from "node:worker_threads";
import type { ThreadData } from "../../../hosts/node/thread-data.ts";

/** `thread-boot.ts` with a bug planted: its threads are not sealed. */
const { script } = isMainThread ? { script: process.argv[2] ?? "" } : (workerData as ThreadData);
const text = `(function (require, exports) {"use strict";${readFileSync(script, "utf8")}\n})`;
const run = new Script(text, { filename: script }).runInThisContext() as (require: (name: string) => unknown, exports: object) => void;
run((name) => process.getBuiltinModule(name), {});
