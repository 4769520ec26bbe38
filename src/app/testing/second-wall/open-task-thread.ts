import { serveThread } from "../../../hosts/node/serve-thread.ts";
import { createCatalog } from "../../catalog.ts";
import { openCompiler } from "./open-compiler.ts";

serveThread(createCatalog(), openCompiler);
