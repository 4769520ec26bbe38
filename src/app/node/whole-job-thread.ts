import { parentPort, workerData } from "node:worker_threads";
import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { serveWholeJob } from "../../hosts/node/job-process/serve-whole-job.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

/** Script of the thread that runs a whole job, turn by turn. */
const catalog = createRuntimeCatalog();
lockDown();
serveWholeJob(catalog, sandboxedFunctions, parentPort, workerData);
