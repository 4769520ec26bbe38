import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { BenchJob } from "./bench-jobs.ts";

/** Millions of records a second and CPU seconds per million. */
export interface FlinkFigures {
  readonly rate: number;
  readonly cpu: number;
}

const run = promisify(execFile);

/**
 * The same job on a Flink cluster that runs, two subtasks, object reuse on: `FLINK_DIR` is where it is installed, `FLINK_MICRO` the program that
 * submits a job by name and prints a line of JSON per run. Undefined where there is none or it has no such job.
 */
export async function runFlink({ flink }: BenchJob, rows: number): Promise<FlinkFigures | undefined> {
  const { FLINK_DIR: directory, FLINK_MICRO: program } = process.env;
  if (flink?.job === undefined || directory === undefined || program === undefined) return undefined;
  const { stdout } = await run(process.execPath, [program, "--dir", directory, "--cases", `${flink.job}:2`, "--events", String(rows), "--runs", "1"]);
  const lines = stdout.trim().split("\n").map((text) => JSON.parse(text) as FlinkLine);
  const found = lines.find(({ objectReuse }) => objectReuse);
  if (found === undefined) throw new Error(`Flink said nothing of ${flink.job}:\n${stdout}`);
  return { rate: found.eventsPerSecond / 1e6, cpu: found.cpuSecondsPerMillion };
}

interface FlinkLine {
  readonly objectReuse: boolean;
  readonly eventsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
}
