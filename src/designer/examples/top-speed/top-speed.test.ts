import { expect, test } from "vitest";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { topSpeed } from "./top-speed.ts";

/**
 * By car, of each firing the reading with the highest speed of the ten seconds before it, the first of equal ones: km/h, metres, second. A car fires at
 * its first reading that is more than 50 m behind the last one that fired, its very first one to begin with; readings as old as ten
 * seconds have left by then.
 */
const results: Readonly<Record<string, readonly string[]>> = {
  // Fires at seconds 3, 6, 8, 10, 12, 14, 16, 19, 23, 29, 33, 36, 39.
  "44": [
    "90 0 00", "108 155 06", "108 155 06", "108 155 06", "126 340 12", "126 340 12", "126 340 12", "126 340 12", "126 410 14",
    "54 560 20", "54 680 30", "72 745 34", "72 745 34",
  ],
  // 4, 8, 11, 14, 17, 19, 21, 23, 25, 27, 30, 33, 37.
  "7": [
    "54 0 00", "72 125 08", "72 125 08", "72 125 08", "108 295 16", "108 295 16", "108 295 16", "144 485 22", "144 485 22",
    "144 485 22", "144 485 22", "144 565 24", "72 675 28",
  ],
  // 6, 11, 15, 19, 22, 25, 28, 31, 34, 37.
  "21": [
    "36 0 00", "54 105 10", "54 105 10", "72 230 18", "72 230 18", "72 230 18", "90 395 26", "90 395 26", "90 395 26", "90 445 28",
  ],
  // 3, 7, 12, 18, 28, 34, 38.
  "8": ["72 0 00", "72 0 00", "72 60 03", "54 155 09", "36 255 19", "54 370 34", "54 370 34"],
};

function speedsOf(run: ReturnType<typeof runExample>): Record<string, readonly string[]> {
  const speeds: Record<string, string[]> = {};
  for (const row of run.rows("speeds")) {
    const [car = "", kmh, metres, , time = ""] = row.split(" ");
    (speeds[car] ??= []).push(`${kmh} ${metres} ${time.slice(6, 8)}`);
  }
  return speeds;
}

test.each([
  [7, undefined],
  [2, undefined],
  [7, 2500],
  [7, 6100],
])("[DC35] top speed: a result every 50 metres, of the last ten seconds (seed %s, with a failure at %s)", (seed, at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(2) } } as const];
  const run = runExample(topSpeed, { seed, faults });
  expect(run.status).toBe("FINISHED");
  expect(run.said("restored").length > 0).toBe(at !== undefined);
  expect(speedsOf(run)).toEqual(results);
});

test("[DC35] top speed: the evictor leaves ten readings at most; without it the highest speed stands for ever", () => {
  const firings = runExample(topSpeed).said("windowFired", "top");
  expect(Math.max(...firings.map(({ elements = Infinity }) => elements))).toBe(10);
  const { document } = topSpeed;
  const operators = document.operators.map((each) => {
    const { evictor: _, ...config } = each.config;
    return { ...each, config };
  });
  const forgetsNothing = speedsOf(runExample({ ...topSpeed, document: { ...document, operators } }));
  expect(forgetsNothing["44"]?.slice(4)).toEqual(Array.from({ length: 9 }, () => "126 340 12"));
});
