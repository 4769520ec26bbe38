import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import { serveThread } from "../../hosts/node/serve-thread.ts";
import { createCatalog } from "../catalog.ts";

const catalog = createCatalog();
lockDown();
serveThread(catalog, sandboxedFunctions);
