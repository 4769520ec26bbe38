import { isMainThread } from "node:worker_threads";
import { serveJob } from "../../hosts/node/job-process/serve-job.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

/** Script of the process of a job. In a thread it only shows the engine its code, see `thread-bundle.ts`. */
const catalog = createRuntimeCatalog();
if (isMainThread) serveJob(catalog);
