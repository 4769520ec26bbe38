import { expect, test } from "vitest";
import { toChannelIndex } from "../src/stream/indices.ts";
import { createCatalog } from "../src/app/catalog.ts";
import { storageOperations } from "../src/base/lookup.ts";
import { seededRandom } from "../src/base/random.ts";
import { PortOutput } from "../src/runtime/io/port-output.ts";
import { RingOutput } from "../src/runtime/io/ring-output.ts";
import { fuzzSeed } from "./fuzz/fuzz-seed.ts";
import { plantedBugs } from "./fuzz/planted-bugs.ts";
import { randomOutages } from "./fuzz/random-outages.ts";
import { randomChannels, randomTuning } from "./fuzz/random-placement.ts";

/** The fuzzer can fail: it finds each of the bugs put in on purpose, within few seeds. [DT10] */
const seedsMax = 40;
const slowMachineMs = 120_000;
const catalog = createCatalog();

test("[DT24] a seed draws every kind of channel, and windows in columns or not", () => {
  const open = randomChannels(1);
  const schema = { fields: [] };
  const kinds = Array.from({ length: 30 }, (_, channel) => open({ channel: toChannelIndex(channel), schema, capacityRecords: 2 }).output.constructor);
  expect(new Set(kinds)).toEqual(new Set([Object, RingOutput, PortOutput]));
  const random = seededRandom(1);
  const tunings = Array.from({ length: 30 }, () => randomTuning(random));
  expect(new Set(tunings.map(({ windowColumns }) => windowColumns))).toEqual(new Set([true, false]));
});

test("[ST66] a seed draws what storage fails to do, from when, for how long, and whether it does it all the same", () => {
  const random = seededRandom(1);
  const outages = Array.from({ length: 100 }, () => randomOutages(random)).flat();
  expect(new Set(outages.map(({ operation }) => operation))).toEqual(new Set(storageOperations));
  expect(new Set(outages.map(({ fate }) => fate))).toEqual(new Set(["failsBefore", "failsAfter"]));
  expect(new Set(outages.map(({ calls }) => calls > 8))).toEqual(new Set([true, false]));
});

for (const [bug, mutation] of Object.entries(plantedBugs)) {
  test(`the fuzzer notices when ${bug}`, () => {
    let seed = 1;
    while (seed <= seedsMax && fuzzSeed(seed, catalog, mutation).problem === undefined) seed++;
    expect(seed, "first seed that noticed").toBeLessThanOrEqual(seedsMax);
    expect(fuzzSeed(seed, catalog).problem, "the same seed without the bug").toBeUndefined();
  }, slowMachineMs);
}
