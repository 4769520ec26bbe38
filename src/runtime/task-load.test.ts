import { expect, test } from "vitest";
import { counterIndex } from "../observe/counters.ts";
import { LoadMeter } from "./task-load.ts";
import { testEnvironment } from "./testing/test-environment.ts";

test("[TK20] a wait for room in the middle of a record is back pressure, not work, and stops the clock of idleness", () => {
  const environment = testEnvironment();
  const load = new LoadMeter(environment);
  const after = (ms: number, act: () => void): void => {
    environment.now += ms;
    act();
  };
  load.startStep();
  after(3, () => load.waitInStep(true));
  after(20, () => load.waitInStep(false));
  after(1, () => load.waitInStep(true));
  after(5, () => load.waitInStep(false));
  after(2, () => load.endStep("busy", undefined));
  const { counters } = environment;
  expect([counters[counterIndex.busyMs], counters[counterIndex.backPressuredMs], counters[counterIndex.idleMs]]).toEqual([6, 25, 0]);
  expect(load.activeClock.now()).toBe(6);
});
