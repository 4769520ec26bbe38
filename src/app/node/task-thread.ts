import { serveThread } from "../../hosts/node/serve-thread.ts";
import { unlockedFunctions } from "../../hosts/workers/unlocked-functions.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

serveThread(createRuntimeCatalog(), unlockedFunctions);
