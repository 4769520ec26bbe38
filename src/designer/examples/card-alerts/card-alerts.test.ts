import { expect, test } from "vitest";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { cardAlerts } from "./card-alerts.ts";

/** Of each time that the payments are read: the cards with three payments within a minute of the first, and after how many seconds. */
const alerts = ["4481 3 30", "4487 3 59"];

test.each([undefined, 1500])("[DC35] card alerts: three payments within a minute, each burst once, with a failure too (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(1) } } as const];
  const run = runExample(cardAlerts, { faults });
  const rows = run.rows("alerts");
  expect(run.said("restored").length > 0).toBe(at !== undefined);
  expect(rows.length).toBeGreaterThan(8);
  expect(rows).toEqual(rows.map((_, index) => alerts[index % alerts.length]));
});

test("[DC35] card alerts: a timer frees what is kept of a card", () => {
  const run = runExample(cardAlerts);
  const cards = new Set(["4481", "4483", "4487", "4490", "4496"]);
  expect(new Set(run.said("timerFired", "score").map(({ key }) => key))).toEqual(cards);
  expect(new Set(run.said("stateCleared", "score").map(({ key }) => key))).toEqual(cards);
});
