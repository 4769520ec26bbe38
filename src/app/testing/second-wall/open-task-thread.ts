import { serveThread } from "../../../hosts/node/serve-thread.ts";
import { createRuntimeCatalog } from "../../runtime-catalog.ts";
import { openCompiler } from "./open-compiler.ts";

serveThread(createRuntimeCatalog(), openCompiler);
