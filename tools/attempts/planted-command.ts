import { runScript } from "../../src/app/node/compiled-script.ts";
import { modulesIn, scriptIn } from "../../src/app/node/thread-bundle.ts";

/** The command line as `cli.ts` starts it, with the scripts of a planted world: planted-command.ts SCRIPTS ARGUMENTS. */
const [scripts = "", ...args] = process.argv.slice(2);
const { runCommandLine } = runScript(scriptIn(scripts, "command")).exports as typeof import("../../src/app/node/command-line.ts");
process.exitCode = await runCommandLine(args, async () => modulesIn(scripts));
