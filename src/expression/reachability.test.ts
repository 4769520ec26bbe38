import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { messageOfThread } from "./testing/bundled-thread.ts";
import type { CompartmentWalk } from "./testing/reachability-thread.ts";

let walk: CompartmentWalk;
beforeAll(async () => {
  walk = await messageOfThread<CompartmentWalk>(join(import.meta.dirname, "testing", "reachability-thread.ts"));
}, 120_000);

it("[SB24] all that a function finds in its compartment is deeply frozen or its own, and nothing leads to the host", () => {
  expect(walk.leaks).toEqual([]);
  expect(walk.reached).toBeGreaterThan(700);
});

it("[SB24] a hole of every kind is found, so the walk can fail", () => {
  expect(Object.keys(walk.planted).length).toBeGreaterThan(8);
  expect(Object.entries(walk.planted).filter(([, leaks]) => leaks.length === 0)).toEqual([]);
});
