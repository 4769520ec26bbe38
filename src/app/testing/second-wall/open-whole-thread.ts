import { parentPort, workerData } from "node:worker_threads";
import { serveWholeJob } from "../../../hosts/node/job-process/serve-whole-job.ts";
import { createRuntimeCatalog } from "../../runtime-catalog.ts";
import { openCompiler } from "./open-compiler.ts";

serveWholeJob(createRuntimeCatalog(), openCompiler, parentPort, workerData);
