import { expect, test } from "vitest";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { sessions } from "./sessions.ts";

/** User, start and end of each session, and its clicks. An end is 30 s behind the last click. */
const visits = [
  "bob 10:00:05 10:01:20 3",
  "bob 10:01:36 10:02:06 1",
  "cid 10:00:22 10:00:52 1",
  "cid 10:01:30 10:02:14 2",
  "dan 10:02:45 10:03:15 1",
  "zoe 10:00:00 10:01:28 4",
  "zoe 10:02:20 10:03:11 2",
];

test.each([undefined, 2200])("[DC35] sessions: a click between two makes them one, with a failure too (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(1) } } as const];
  const run = runExample(sessions, { faults });
  expect(run.status).toBe("FINISHED");
  expect(run.rows("visits").map((row) => row.replaceAll(/2026-01-01[T ](\d\d:\d\d:\d\d)(\.000)?/g, "$1")).toSorted()).toEqual(visits);
  const merged = run.said("stateMerged", "session");
  if (at === undefined) expect(merged.map(({ key, from }) => `${key} ${from.length}`)).toContain("bob 1");
  expect(run.said("late")).toEqual([]);
});
