import { serveWorker } from "../../hosts/browser/serve-worker.ts";
import { unlockedFunctions } from "../../hosts/workers/unlocked-functions.ts";
import { createCatalog } from "../catalog.ts";

serveWorker(createCatalog(), unlockedFunctions);
