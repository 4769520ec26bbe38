import { argv, exit, stdout } from "node:process";
import { parseArgs } from "node:util";
import { createCatalog } from "../src/app/catalog.ts";
import { fuzzSeed } from "./fuzz/fuzz-seed.ts";

/**
 * `npm run fuzz -- --seeds N [--from SEED]`: random jobs under random schedules and faults. Every seed stands for one run; a
 * failing one is printed with the line that repeats it. Exit code 1 when a seed failed.
 */
const { values } = parseArgs({
  args: argv.slice(2),
  options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" } },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isSafeInteger(seeds) || seeds < 1 || !Number.isSafeInteger(from)) {
  stdout.write("usage: npm run fuzz -- --seeds N [--from SEED]\n");
  exit(2);
}

const failuresShown = 10;
const catalog = createCatalog();
const startedAt = performance.now();
let [run, failed, faults, outages, events, turns] = [0, 0, 0, 0, 0, 0];
for (let seed = from; seed < from + seeds; seed++) {
  const report = fuzzSeed(seed, catalog);
  run++;
  faults += report.faults;
  outages += report.outages;
  events += report.events;
  turns += report.turns;
  if (report.problem === undefined) continue;
  failed++;
  stdout.write(`seed ${seed}: ${report.problem}\n  repeat: npm run fuzz -- --seeds 1 --from ${seed}\n`);
  if (failed === failuresShown) break;
}
const seconds = (performance.now() - startedAt) / 1000;
stdout.write(`${run} schedules, ${faults} faults, ${outages} outages of storage, ${turns} turns, ${events} events in ${seconds.toFixed(1)} s\n`);
stdout.write(`${run - failed} passed, ${failed} failed\n`);
exit(failed > 0 ? 1 : 0);
