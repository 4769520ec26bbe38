import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { BenchJob } from "./bench-jobs.ts";
import { endedChildrenSeconds, ThreadTimes } from "./process-time.ts";

/** One run of a job by the command line. */
export interface JobRun {
  readonly rows: number;
  /** From the job's start, its threads included, to its end. */
  readonly seconds: number;
  /** User and system time of all processes of the run, compiling and starting included. */
  readonly cpuSeconds: number;
  /** Of each thread that did much, the busiest first. */
  readonly threadSeconds: readonly number[];
}

const root = join(import.meta.dirname, "../..");
const lookMs = 100;

/** Runs a job with `rows` rows as `npm run weir -- run` does, files and all in `directory`. Throws when the job does not finish. */
export async function runJob(job: BenchJob, rows: number, directory: string): Promise<JobRun> {
  const document = join(directory, `${job.name}.json`);
  writeFileSync(document, JSON.stringify(job.document(rows)));
  const before = endedChildrenSeconds();
  const child = spawn(process.execPath, [join(root, "tools/run.mjs"), "src/app/node/cli.ts", ...commandLine(job, rows, directory, document)], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const threads = new ThreadTimes();
  const watch = setInterval(() => threads.look(child.pid ?? -1), lookMs);
  const said: string[] = [];
  let began = NaN;
  let ended = NaN;
  createInterface({ input: child.stderr }).on("line", (text) => {
    said.push(text);
    if (text === "job RUNNING") began = performance.now();
    if (text === "job FINISHED") ended = performance.now();
  });
  const [code] = await once(child, "close");
  clearInterval(watch);
  if (code !== 0 || Number.isNaN(ended - began)) throw new Error(`${job.name} did not finish:\n${said.slice(-20).join("\n")}`);
  return { rows, seconds: (ended - began) / 1000, cpuSeconds: endedChildrenSeconds() - before, threadSeconds: threads.seconds };
}

function commandLine({ inputRow }: BenchJob, rows: number, directory: string, document: string): readonly string[] {
  const common = ["run", document, "--parallelism", "2", "--checkpoint-dir", join(directory, `checkpoints-${Date.now()}`), "--output", directory];
  if (inputRow === undefined) return common;
  const input = join(directory, "input");
  writeRows(input, rows, inputRow);
  return [...common, "--input", `input=${input}`];
}

const rowsAtOnce = 10_000;

function writeRows(path: string, rows: number, row: (index: number) => string): void {
  writeFileSync(path, "");
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const until = Math.min(rows, from + rowsAtOnce);
    writeFileSync(path, Array.from({ length: until - from }, (_, index) => row(from + index)).join(""), { flag: "a" });
  }
}
