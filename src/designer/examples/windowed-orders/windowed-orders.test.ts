import { expect, test } from "vitest";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { windowedOrders } from "./windowed-orders.ts";

/** Start, end, orders and total of each firing, by shop. */
const totals = {
  market: [
    "09:00 09:01 4 105",
    // o11
    "09:00 09:01 5 165",
    "09:01 09:02 2 34",
    "09:02 09:03 2 47",
  ],
  harbour: [
    "09:00 09:01 2 45",
    // o9
    "09:00 09:01 3 95",
    "09:01 09:02 3 48",
    // o16
    "09:01 09:02 4 93",
    "09:02 09:03 2 35",
  ],
};

const firings = (shop: string, rows: readonly string[]): string[] =>
  rows
    .filter((row) => row.startsWith(`${shop} `))
    .map((row) => row.replace(`${shop} `, "").replaceAll(/2026-01-01[T ](\d\d:\d\d)(:00(\.000)?)?/g, "$1"));

// The watermark is in no checkpoint: what was too late before a failure need not be behind it, in Flink as here.
test.each([undefined, 1800])("[DC35] windowed orders: late orders make a result anew, those too late are aside, with a failure too (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(1) } } as const];
  const run = runExample(windowedOrders, { faults });
  expect(run.status).toBe("FINISHED");
  const rows = run.rows("totals");
  expect(rows.length).toBe(9);
  expect({ market: firings("market", rows), harbour: firings("harbour", rows) }).toEqual(totals);
  expect(run.rows("late").map((row) => row.split(" ")[0])).toEqual(["o13", "o17"]);
  if (at === undefined) expect(run.said("late", "minute").map(({ outcome }) => outcome)).toEqual(["sideOutput", "sideOutput"]);
});
