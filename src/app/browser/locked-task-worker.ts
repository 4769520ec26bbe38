import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { serveWorker } from "../../hosts/browser/serve-worker.ts";
import { createCatalog } from "../catalog.ts";

const catalog = createCatalog();
lockDown();
serveWorker(catalog, sandboxedFunctions);
