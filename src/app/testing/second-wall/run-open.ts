import { join } from "node:path";
import { createCatalog } from "../../catalog.ts";
import { readOptions } from "../../node/cli-options.ts";
import { loadJob } from "../../node/job-file.ts";
import { runCommand } from "../../node/run-command.ts";
import { bundleThreads } from "../../node/thread-bundle.ts";

/**
 * The command line with its language wall taken away, and of the walls behind it those that are named: run-open.ts WALLS SCRIPTS ARGUMENTS.
 * WALLS is `both`, `permissions` (threads are not sealed) or `neither`; SCRIPTS the folder of the scripts of the threads.
 */
const [walls = "", scripts = "", ...args] = process.argv.slice(2);

const openScript = (name: string): string => join(scripts, `${name}.cjs`);
const product = await bundleThreads();
const [functions, whole] = [openScript("open-task-thread"), openScript("open-whole-thread")];
const boot = walls === "both" ? product.boot : openScript("unsealed-boot");
const flags = walls === "neither" ? { flags: { process: [], threads: [] } } : {};
const options = readOptions(args);
process.exitCode = await runCommand(loadJob(options, createCatalog()), options, { bundle: async () => ({ ...product, boot, functions, whole }), ...flags });
