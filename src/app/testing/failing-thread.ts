import { workerData } from "node:worker_threads";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { serveThread } from "../../hosts/node/serve-thread.ts";
import type { ThreadData } from "../../hosts/node/thread-data.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";
import { failFileSystem } from "./failing-file-system.ts";

/** A task's thread in which calls of the file system fail as planned. */
const { checkpoints } = workerData as ThreadData;
failFileSystem((path) => (path.startsWith(checkpoints) ? checkpoints : undefined));
serveThread(createRuntimeCatalog(), plainFunctions);
