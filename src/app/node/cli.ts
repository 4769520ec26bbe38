import { runScript } from "./compiled-script.ts";
import { bundledCommand, bundleThreads } from "./thread-bundle.ts";

/**
 * The command line, as one script with its code compiled where an earlier run has left that, else from its sources: loading some hundred
 * of them would be most of what a command takes. What it is made of must not be imported here.
 */
async function commandLine(): Promise<typeof import("./command-line.ts")> {
  const script = bundledCommand();
  if (script === undefined) return import("./command-line.ts");
  return runScript(script).exports as typeof import("./command-line.ts");
}

/** The reader of a pipe is gone, as `head` is when it has seen enough: what a program killed by the signal for it ends with. */
const brokenPipe = 141;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(brokenPipe);
});
const { runCommandLine } = await commandLine();
process.exitCode = await runCommandLine(process.argv.slice(2), bundleThreads);
