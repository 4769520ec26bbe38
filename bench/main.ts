import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { BenchCase, BenchHost, BenchRow, HostName } from "./bench-case.ts";
import { cases } from "./cases/registry.ts";
import { chromiumHost } from "./hosts/chromium-host.ts";
import { nodeHost } from "./hosts/node-host.ts";
import { jobsNamed, measureJob } from "./jobs/measure-jobs.ts";
import { measure } from "./measure.ts";

const usage = `npm run bench [-- --json FILE] [--case NAME] [--host node|chromium] [--quick] [--jobs NAME,...] [--rows MILLIONS]
cases: ${[...new Set(cases.map(({ name }) => name)), "jobs"].join(", ")}
jobs: whole jobs by the command line; --jobs and --rows (of the fastest, default 10) are of it alone. Flink runs beside them where FLINK_DIR and
FLINK_MICRO say where it is; its recorded figures are shown otherwise.`;

const repetitionsUsual = 5;
/** One measured turn: says that everything runs, not how fast. */
const repetitionsQuick = 1;
/** Of whole jobs, which take long: the best of each counts. */
const turnsOfJobs = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "string" },
      case: { type: "string" },
      host: { type: "string" },
      quick: { type: "boolean", default: false },
      jobs: { type: "string" },
      rows: { type: "string", default: "10" },
    },
  });
  const chosen = cases.filter(({ name }) => values.case === undefined || name === values.case);
  const withJobs = (values.case ?? "jobs") === "jobs" && values.host !== "chromium";
  if (chosen.length === 0 && !withJobs) throw new Error(`no such case\n${usage}`);
  const rows: BenchRow[] = [];
  for (const hostName of ["node", "chromium"] as const) {
    if (values.host !== undefined && values.host !== hostName) continue;
    const here = chosen.filter(({ hosts }) => hosts.includes(hostName));
    if (here.length > 0) rows.push(...(await measureOn(hostName, here, values.quick ? repetitionsQuick : repetitionsUsual)));
  }
  if (withJobs) rows.push(...(await jobRows(values.jobs?.split(","), Number(values.rows), values.quick ? repetitionsQuick : turnsOfJobs)));
  if (values.json !== undefined) writeFileSync(values.json, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
}

async function jobRows(jobs: readonly string[] | undefined, millions: number, turns: number): Promise<readonly BenchRow[]> {
  if (!(millions > 0)) throw new Error(`--rows wants millions of rows, as 10 or 0.5\n${usage}`);
  const order = { rows: Math.round(millions * 1e6), turns, print: (text: string) => console.log(text) };
  const rows: BenchRow[] = [];
  for (const job of jobsNamed(jobs)) {
    const measured = await measureJob(job, order);
    for (const row of measured) console.log(lineOf(row));
    rows.push(...measured);
  }
  return rows;
}

async function measureOn(name: HostName, chosen: readonly BenchCase[], repetitions: number): Promise<readonly BenchRow[]> {
  const host = await open(name);
  if (host === undefined) return [];
  const rows: BenchRow[] = [];
  try {
    for (const benchCase of chosen) {
      const measured = await measure(benchCase, host, repetitions);
      for (const row of measured) console.log(lineOf(row));
      rows.push(...measured);
    }
  } finally {
    await host.close();
  }
  return rows;
}

async function open(name: HostName): Promise<BenchHost | undefined> {
  if (name === "node") return nodeHost();
  const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (existsSync(executable)) return chromiumHost(executable);
  console.error(`no ${executable}: cases in chromium are left out (set CHROMIUM)`);
  return undefined;
}

function lineOf({ case: name, host, peer, unit, value, peerValue, ratio }: BenchRow): string {
  const figure = (number: number): string => number.toPrecision(3).padStart(9);
  const beside = Number.isNaN(peerValue) ? "no peer" : `${peer.padEnd(15)} ${figure(peerValue)}  ratio ${ratio.toFixed(2)}`;
  return `${name.padEnd(28)} ${host.padEnd(9)} weir ${figure(value)} ${unit.padEnd(12)} ${beside}`;
}

await main();
