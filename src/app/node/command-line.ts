import { createDesignCatalog } from "../design-catalog.ts";
import { buildJobGraph } from "../../graph/build-job-graph.ts";
import { explainJob } from "../../graph/explain.ts";
import { planJson } from "../../graph/plan-json.ts";
import { checkJob } from "../../graph/check-job.ts";
import { parseDocumentText } from "../../graph/parse-document.ts";
import { InputError, readOptions, usage, UsageError, type CliOptions } from "./cli-options.ts";
import { diagnosticLine, JobError, loadJob, readJobText, readText } from "./job-file.ts";
import { replayLog } from "./replay-command.ts";
import { runCommand, type RunSeams } from "./run-command.ts";
import { printLine, printLines, sayLine, sayLines } from "./terminal.ts";
import { restoredState } from "./workplace.ts";

/** Exit codes: see `usage`. */
const wrongInput = 2;

/** Job id of a plan that no cluster knows yet. */
const noJobId = "0".repeat(32);

/** The whole command line; `bundle` gives the scripts of a job's process and threads. Returns the exit code. */
export async function runCommandLine(args: readonly string[], bundle: RunSeams["bundle"]): Promise<number> {
  if (args.length === 0 || args.includes("--help")) {
    printLines(usage);
    return args.length === 0 ? wrongInput : 0;
  }
  try {
    return await execute(readOptions(args), bundle);
  } catch (error) {
    if (error instanceof UsageError) {
      sayLine(`${error.message}; npm run weir -- --help says what may be written`);
      return wrongInput;
    }
    if (error instanceof InputError) {
      sayLine(error.message);
      return wrongInput;
    }
    if (error instanceof JobError) {
      sayLines(error.diagnostics.map(diagnosticLine));
      return wrongInput;
    }
    sayDefect(error);
    return 1;
  }
}

async function execute(options: CliOptions, bundle: RunSeams["bundle"]): Promise<number> {
  const catalog = createDesignCatalog();
  switch (options.command) {
    case "run":
      return runCommand(loadJob(options, catalog, restoredState(options)), options, { bundle });
    case "validate":
      return validate(options);
    case "plan":
      printLines(JSON.stringify(planJson(buildJobGraph(loadJob(options, catalog).plannedGraph), noJobId), undefined, 2));
      return 0;
    case "explain":
      printLines(explainJob(loadJob(options, catalog)));
      return 0;
    case "replay":
      return replayLog(readText(options.file));
    default:
      throw new UsageError(`there is no command "${options.command}"`);
  }
}

/** What nobody foresaw, with the place in the code. The message may be of the job's making; the lines below it are not. */
function sayDefect(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const frames = stack?.split("\n").filter((line) => /^ {4}at /.test(line) && !message.includes(line)) ?? [];
  sayLines([`unexpected: ${message}`, ...frames]);
}

/** Every finding goes to standard output: they are the result asked for. */
function validate(options: CliOptions): number {
  const parsed = parseDocumentText(readJobText(options.file));
  const job = parsed.document === undefined ? undefined : checkJob(parsed.document, createDesignCatalog());
  const findings = [...parsed.diagnostics, ...(job?.diagnostics ?? [])];
  for (const finding of findings) printLine(diagnosticLine(finding));
  if (job?.ok !== true) return wrongInput;
  printLine(`${options.file}: valid`);
  return 0;
}
