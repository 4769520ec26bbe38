import { parentPort, workerData } from "node:worker_threads";
import { serveWholeJob } from "../../../hosts/node/job-process/serve-whole-job.ts";
import { createCatalog } from "../../catalog.ts";
import { openCompiler } from "./open-compiler.ts";

serveWholeJob(createCatalog(), openCompiler, parentPort, workerData);
