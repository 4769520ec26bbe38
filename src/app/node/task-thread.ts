import { serveThread } from "../../hosts/node/serve-thread.ts";
import { unlockedFunctions } from "../../hosts/workers/unlocked-functions.ts";
import { createCatalog } from "../catalog.ts";

serveThread(createCatalog(), unlockedFunctions);
