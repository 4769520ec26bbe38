import { createRuntimeCatalog } from "../../src/app/runtime-catalog.ts";
import { plainFunctions } from "../../src/expression/testing/plain-functions.ts";
import { serveWorker } from "../../src/hosts/browser/serve-worker.ts";

/** The task worker with its language wall removed: what a hole in the sandbox would come to. For tests of the walls behind it. */
serveWorker(createRuntimeCatalog(), plainFunctions);
