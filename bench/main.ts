import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { BenchCase, BenchHost, BenchRow, HostName } from "./bench-case.ts";
import { cases } from "./cases/registry.ts";
import { chromiumHost } from "./hosts/chromium-host.ts";
import { nodeHost } from "./hosts/node-host.ts";
import { measure } from "./measure.ts";

const usage = `npm run bench [-- --json FILE] [--case NAME] [--host node|chromium] [--quick]
cases: ${[...new Set(cases.map(({ name }) => name))].join(", ")}`;

const repetitionsUsual = 5;
/** One measured turn: says that everything runs, not how fast. */
const repetitionsQuick = 1;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: "string" }, case: { type: "string" }, host: { type: "string" }, quick: { type: "boolean", default: false } },
  });
  const chosen = cases.filter(({ name }) => values.case === undefined || name === values.case);
  if (chosen.length === 0) throw new Error(`no such case\n${usage}`);
  const rows: BenchRow[] = [];
  for (const hostName of ["node", "chromium"] as const) {
    if (values.host !== undefined && values.host !== hostName) continue;
    const here = chosen.filter(({ hosts }) => hosts.includes(hostName));
    if (here.length > 0) rows.push(...(await measureOn(hostName, here, values.quick ? repetitionsQuick : repetitionsUsual)));
  }
  if (values.json !== undefined) writeFileSync(values.json, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
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
  return `${name.padEnd(20)} ${host.padEnd(9)} weir ${figure(value)} ${unit.padEnd(12)} ${peer.padEnd(13)} ${figure(peerValue)}  ratio ${ratio.toFixed(2)}`;
}

await main();
