import { expect, test } from "vitest";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { ridesAndFares } from "./rides-and-fares.ts";

const matched = ["1 ann 14", "2 bob 9", "3 cid 22", "4 ann 31", "6 cid 12", "7 ann 18", "8 bob 16", "9 cid 20", "10 ann 11"];

test.each([undefined, 1700, 2600])("[DC35] rides and fares: halves meet in any order, once, with a failure too (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(3) } } as const];
  const run = runExample(ridesAndFares, { faults });
  expect(run.status).toBe("FINISHED");
  expect(run.rows("matched").toSorted((a, b) => parseInt(a) - parseInt(b))).toEqual(matched);
  // A ride that nobody paid for, and a fare of no ride.
  expect(run.rows("unmatched")).toEqual(["5 bob ", "11  25"]);
});

test("[DC35] rides and fares: a pair leaves neither state nor timer behind", () => {
  const run = runExample(ridesAndFares);
  const rides = [...matched.map((row) => row.split(" ")[0]), "5", "11"].toSorted();
  expect(run.said("stateCleared", "match").map(({ key }) => key).toSorted()).toEqual(rides);
  expect(run.said("timerDeleted", "match").length).toBe(matched.length);
  expect(run.said("timerFired", "match").map(({ key }) => key)).toEqual(["5", "11"]);
  // The fares of rides 3 and 7 came before them.
  const [waited] = run.said("stateWritten", "match").filter(({ key }) => key === "3");
  expect(waited?.value).toContain("22");
});
