import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { serveThread } from "../../hosts/node/serve-thread.ts";
import { createRuntimeCatalog } from "../runtime-catalog.ts";

const catalog = createRuntimeCatalog();
lockDown();
serveThread(catalog, sandboxedFunctions);
