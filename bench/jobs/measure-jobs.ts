import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchRow } from "../bench-case.ts";
import { benchJobs, type BenchJob } from "./bench-jobs.ts";
import { runFlink, type FlinkFigures } from "./flink.ts";
import { runJob, type JobRun } from "./run-job.ts";

export interface JobsOrder {
  /** Of a job whose share is 1. */
  readonly rows: number;
  readonly turns: number;
  print(text: string): void;
}

/** How much shorter the run is whose time, taken from a whole one, leaves the steady state without start and compilation. */
const shortShare = 0.25;
const warmRows = 10_000;

/** The jobs of these names; all when there are none. Throws an Error that says which there are. */
export function jobsNamed(names: readonly string[] | undefined): readonly BenchJob[] {
  const unknown = names?.find((name) => !benchJobs.some((job) => job.name === name));
  if (unknown !== undefined) throw new Error(`no such job "${unknown}"; there are ${benchJobs.map(({ name }) => name).join(", ")}`);
  return benchJobs.filter(({ name }) => names?.includes(name) ?? true);
}

/**
 * A whole job through the product, beside Flink where it is installed, in turns; a first run, left out, finds the scripts bundled and files read.
 * Others may use the machine too, so the best of each is taken: the highest rate, the lowest processor time.
 */
export async function measureJob(job: BenchJob, { turns, print, ...order }: JobsOrder): Promise<readonly BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), "weir-jobs-"));
  const rows = Math.round(order.rows * job.share);
  try {
    await runJob(job, Math.min(rows, warmRows), directory);
    const short: JobRun[] = [];
    const whole: JobRun[] = [];
    const flink: FlinkFigures[] = [];
    for (let turn = 0; turn < turns; turn++) {
      short.push(await runJob(job, Math.round(rows * shortShare), directory));
      whole.push(await runJob(job, rows, directory));
      const peer = await runFlink(job, rows);
      if (peer !== undefined) flink.push(peer);
    }
    print(threadsLine(job, whole));
    return rowsOf(job, figuresOf(short, whole), flink);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface JobFigures {
  readonly rate: number;
  readonly cpu: number;
  readonly steady: number;
}

function figuresOf(short: readonly JobRun[], whole: readonly JobRun[]): JobFigures {
  const least = (runs: readonly JobRun[], of: (run: JobRun) => number): number => Math.min(...runs.map(of));
  const millions = (runs: readonly JobRun[]): number => (runs[0]?.rows ?? NaN) / 1e6;
  const cpu = least(whole, ({ cpuSeconds }) => cpuSeconds);
  return {
    rate: millions(whole) / least(whole, ({ seconds }) => seconds),
    cpu: cpu / millions(whole),
    steady: (cpu - least(short, ({ cpuSeconds }) => cpuSeconds)) / (millions(whole) - millions(short)),
  };
}

/** Flink's processor time is of a process that runs for long, so the steady state stands beside it, too. */
function rowsOf(job: BenchJob, figures: JobFigures, measured: readonly FlinkFigures[]): readonly BenchRow[] {
  const isRecorded = measured.length === 0;
  const peer = isRecorded ? "flink, recorded" : "flink";
  const known = isRecorded && job.flink !== undefined ? [job.flink.recorded] : measured;
  const peerRate = known.length === 0 ? NaN : Math.max(...known.map(({ rate }) => rate));
  const peerCpu = known.length === 0 ? NaN : Math.min(...known.map(({ cpu }) => cpu));
  const row = (part: string, unit: string, value: number, peerValue: number, ratio: number): BenchRow => {
    return { case: `jobs/${job.name}${part}`, host: "node", peer: known.length === 0 ? "none" : peer, unit, value, peerValue, ratio };
  };
  return [
    row("", "M records/s", figures.rate, peerRate, figures.rate / peerRate),
    row(", cpu", "s/M records", figures.cpu, peerCpu, peerCpu / figures.cpu),
    row(", steady", "s/M records", figures.steady, peerCpu, peerCpu / figures.steady),
  ];
}

/** Threads that took less than this share of a run are its helpers. */
const smallShare = 0.03;

/** Processor seconds per million records of the threads of the best run. */
function threadsLine({ name }: BenchJob, runs: readonly JobRun[]): string {
  const best = runs.reduce((left, right) => (right.cpuSeconds < left.cpuSeconds ? right : left));
  const perMillion = (seconds: number): string => ((seconds / best.rows) * 1e6).toFixed(3);
  const busy = best.threadSeconds.filter((seconds) => seconds >= best.cpuSeconds * smallShare);
  const rest = best.cpuSeconds - busy.reduce((sum, seconds) => sum + seconds, 0);
  return `jobs/${name}: by thread ${busy.map(perMillion).join(" ")}, others ${perMillion(rest)} s/M records`;
}
