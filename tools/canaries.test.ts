import { expect, test } from "vitest";
import { createCatalog } from "../src/app/catalog.ts";
import { fuzzSeed } from "./fuzz/fuzz-seed.ts";
import { plantedBugs } from "./fuzz/planted-bugs.ts";

/** The fuzzer can fail: it finds each of the bugs put in on purpose, within few seeds. [DT10] */
const seedsMax = 40;
const slowMachineMs = 120_000;
const catalog = createCatalog();

for (const [bug, mutation] of Object.entries(plantedBugs)) {
  test(`the fuzzer notices when ${bug}`, () => {
    let seed = 1;
    while (seed <= seedsMax && fuzzSeed(seed, catalog, mutation).problem === undefined) seed++;
    expect(seed, "first seed that noticed").toBeLessThanOrEqual(seedsMax);
    expect(fuzzSeed(seed, catalog).problem, "the same seed without the bug").toBeUndefined();
  }, slowMachineMs);
}
