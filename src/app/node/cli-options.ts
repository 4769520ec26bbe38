import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { parallelismMax, runPaceSchema, type RunPace } from "../../graph/job-document.ts";
import { runLimits } from "../../graph/job-size.ts";
import { readNumber } from "../../graph/read-number.ts";

/** What a command line asks for. */
export interface CliOptions {
  readonly command: string;
  readonly file: string;
  /** `--input name=FILE`, by name. */
  readonly inputs: ReadonlyMap<string, string>;
  /** `--allow DIR`: folders below which the job may name files itself. */
  readonly allowed: readonly string[];
  /** `--set key=value`: Flink options. */
  readonly settings: ReadonlyMap<string, string>;
  readonly seed: number;
  readonly deterministic: boolean;
  /** Undefined: what the job says. */
  readonly pace: RunPace | undefined;
  readonly parallelism: number | undefined;
  /** Threads that the job may start. */
  readonly maxWorkers: number;
  readonly checkpointDirectory: string | undefined;
  readonly from: string | undefined;
  readonly log: string | undefined;
  readonly output: string;
  /** Rows on standard output as they are, control characters included. */
  readonly raw: boolean;
}

/** A command line that cannot be understood; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file or directory that the command line names cannot be used; the message says which and why. */
export class InputError extends Error {
  override readonly name = "InputError";
}

export const usage = `usage: npm run weir -- COMMAND FILE [OPTIONS]

  run JOB.json       run the job to its end; rows of print and table sinks go to standard output
  validate JOB.json  say what is wrong with the job
  plan JOB.json      print the plan as Flink's plan viewer reads it
  explain JOB.json   print stream graph, job graph and execution graph
  replay LOG         fold a log written with --log and print where it ends

options of run
  --input NAME=FILE      file that the job calls NAME (repeatable)
  --allow DIR            files below DIR may be named by the job itself (repeatable)
  --set KEY=VALUE        Flink option, over the job's own (repeatable)
  --parallelism N        parallelism.default
  --max-workers N        threads that the job may start, up to 256 (default 128)
  --seed N               seed of the run (default 1)
  --deterministic        one thread, virtual clock: same seed, same log
  --pace PACE            how fast sources read that have no pace of their own: max, rows
                         a second (20/s), or by their event time (x60: a minute a second);
                         default: as the job says, else max, with --deterministic chosen
                         from the job, as the page does
  --checkpoint-dir DIR   keep checkpoints in DIR
  --from DIR             start from the newest complete checkpoint in DIR
  --output DIR           folder of file sinks (default .)
  --raw                  rows on standard output as they are; else control characters
                         in them are escaped, as in all that is printed
  --log FILE             write the run log, one JSON event a line

Ctrl-C cancels the job, a second one at once; SIGTERM suspends it with a last checkpoint
where checkpoints are kept in a DIR.

exit codes: 0 finished, 1 the job failed, 2 the job or the command line is wrong,
128 + N ended by signal N`;

/** Reads a command line. Throws `UsageError`. */
export function readOptions(args: readonly string[]): CliOptions {
  const { values, positionals } = parse(args);
  const [command, file, ...rest] = positionals;
  if (command === undefined) throw new UsageError("a command is missing");
  if (file === undefined) throw new UsageError(`${command} needs a file`);
  if (rest.length > 0) throw new UsageError(`unexpected "${rest[0]}"`);
  return {
    command,
    file,
    inputs: pairs("--input", values.input ?? [], existsSync),
    allowed: values.allow ?? [],
    settings: pairs("--set", values.set ?? []),
    seed: wholeNumber("--seed", values.seed ?? "1", 0, Number.MAX_SAFE_INTEGER),
    deterministic: values.deterministic ?? false,
    pace: values.pace === undefined ? undefined : paceOf(values.pace),
    parallelism: values.parallelism === undefined ? undefined : wholeNumber("--parallelism", values.parallelism, 1, parallelismMax),
    maxWorkers: wholeNumber("--max-workers", values["max-workers"] ?? "128", 1, runLimits.workers),
    checkpointDirectory: values["checkpoint-dir"],
    from: values.from,
    log: values.log,
    output: values.output ?? ".",
    raw: values.raw ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        input: { type: "string", multiple: true },
        allow: { type: "string", multiple: true },
        set: { type: "string", multiple: true },
        seed: { type: "string" },
        deterministic: { type: "boolean" },
        pace: { type: "string" },
        parallelism: { type: "string" },
        "max-workers": { type: "string" },
        "checkpoint-dir": { type: "string" },
        from: { type: "string" },
        log: { type: "string" },
        output: { type: "string" },
        raw: { type: "boolean" },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The parser goes on about names of files that begin with a dash.
    throw new UsageError(said.split(". To specify")[0] ?? said, { cause: error });
  }
}

/** A name ends at the first `=`, or, as a name may hold some, at the first behind which stands what `isValue`. */
function pairs(option: string, texts: readonly string[], isValue = (_text: string) => true): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const signs = [...text.matchAll(/=/g)].map(({ index }) => index).filter((index) => index > 0);
      const at = signs.find((sign) => isValue(text.slice(sign + 1))) ?? signs[0];
      if (at === undefined) throw new UsageError(`${option} needs NAME=VALUE, not "${text}"`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function paceOf(text: string): RunPace {
  if (text === "max") return { kind: "unlimited" };
  const isReplay = text.startsWith("x");
  const number = Number(/^(?:x([\d.]+)|([\d.]+)\/s)$/.exec(text)?.slice(1).find((part) => part !== undefined));
  const pace = runPaceSchema.safeParse(isReplay ? { kind: "eventTime", factor: number } : { kind: "rate", rowsPerSecond: number });
  if (!pace.success) throw new UsageError(`--pace needs max, rows a second such as 20/s, or event time such as x60, not "${text}"`);
  return pace.data;
}

/** A number in the words of the page's form. */
function wholeNumber(option: string, text: string, min: number, max: number): number {
  const read = readNumber(text, { min, max, whole: true });
  if (typeof read === "number") return read;
  throw new UsageError(`${option} ${read.words}`);
}
