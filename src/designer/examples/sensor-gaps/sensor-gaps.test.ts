import { expect, test } from "vitest";
import { runExample } from "../testing/run-example.ts";
import { sensorGaps } from "./sensor-gaps.ts";

const time = (second: number): string =>
  `2026-01-01 09:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}.000`;

/**
 * Of each window of ten seconds: five readings of a gauge. The lower ones, dam and lock, have two of the third window, those before 24 s, none
 * of the two behind it, and all of the sixth, which was open when they came back.
 */
const highest = [
  "0 bridge 5 143", "0 dam 5 323", "0 lock 5 98", "0 mill 5 213",
  "10 bridge 5 143", "10 dam 5 323", "10 lock 5 98", "10 mill 5 213",
  "20 bridge 5 142", "20 dam 2 322", "20 lock 2 97", "20 mill 5 212",
  "30 bridge 5 143", "30 mill 5 213",
  "40 bridge 5 143", "40 mill 5 213",
  "50 bridge 5 143", "50 dam 5 323", "50 lock 5 98", "50 mill 5 213",
  "60 bridge 5 143", "60 dam 5 323", "60 lock 5 98", "60 mill 5 213",
].map((each) => {
  const [start, gauge, readings, cm] = each.split(" ");
  return `${gauge} ${time(Number(start))} ${time(Number(start) + 10)} ${readings} ${cm}`;
});

/** Seconds that were measured in silence, up to the last window that had closed when they came. */
const lateSeconds = Array.from({ length: 26 }, (_, index) => 24 + index);

test.each([7, 1, 2, 3])("[DC35] sensor gaps: windows close without the silent source, and what it sends later is late (seed %s)", (seed) => {
  const run = runExample(sensorGaps, { seed });
  expect(run.status).toBe("FINISHED");
  expect(run.rows("highest").toSorted()).toEqual(highest.toSorted());
  const late = run.rows("late").map((row) => row.split(" "));
  expect(late.map((row) => row.slice(-2).join(" ")).toSorted()).toEqual(lateSeconds.map(time));
  expect(new Set(late.map(([gauge]) => gauge))).toEqual(new Set(["dam", "lock"]));
  expect(run.said("late", "levels").every(({ outcome }) => outcome === "sideOutput")).toBe(true);
});

/** Where the watermark of the windows' operator was, in seconds of event time, by the job clock in milliseconds. */
function watermarks(example = sensorGaps) {
  const start = Date.UTC(2026, 0, 1, 9);
  const run = runExample(example);
  const mine = new Set(run.said("watermark", "levels"));
  return run.log.flatMap(({ at, body }) => (body.kind === "watermark" && mine.has(body) ? [{ at, second: (body.timestamp - start + 1) / 1000 }] : []));
}

test("[OB55] sensor gaps: the watermark stands still from the silence until the source is idle, then it is that of the other source", () => {
  const marks = watermarks();
  // The last of the silent source was measured at 23 s, 2 s may come late; it is quiet at a tick, and a second later still at another one.
  const standing = marks.filter(({ at }) => at > 2700 && at < 3800);
  expect(standing).toEqual([]);
  expect(Math.max(...marks.flatMap(({ at, second }) => (at < 2700 ? [second] : [])))).toBe(21);
  const [next] = marks.filter(({ at }) => at >= 3800);
  expect(next?.at).toBeLessThan(4000);
  // The other source had seen its reading of 35 s at the tick before.
  expect(next?.second).toBe(33);
});

test("[OB55] sensor gaps: without idleness no window closes while the source is silent, and nothing is late", () => {
  const { document } = sensorGaps;
  const operators = document.operators.map((each) => {
    const { idlenessMs: _, ...config } = each.config;
    return { ...each, config };
  });
  const patient = { ...sensorGaps, document: { ...document, operators } };
  const stood = watermarks(patient).filter(({ at }) => at > 2700 && at < 5600);
  expect(stood).toEqual([]);
  const run = runExample(patient);
  expect(run.said("late")).toEqual([]);
  const dams = run.rows("highest").filter((row) => row.startsWith("dam"));
  expect(dams.map((row) => row.split(" ").at(-2))).toEqual(["5", "5", "5", "5", "5", "5", "5"]);
});
