import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { serveWorker } from "../../hosts/browser/serve-worker.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

const catalog = createRuntimeCatalog();
lockDown();
serveWorker(catalog, sandboxedFunctions);
