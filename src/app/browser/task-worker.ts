import { serveWorker } from "../../hosts/browser/serve-worker.ts";
import { unlockedFunctions } from "../../hosts/workers/unlocked-functions.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

serveWorker(createRuntimeCatalog(), unlockedFunctions);
