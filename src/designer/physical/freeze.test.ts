import { expect, it } from "vitest";
import { RunLog } from "../../observe/run-log.ts";
import { noTask } from "../../stream/indices.ts";
import { sampleEvents, sampleHeader } from "../../observe/testing/sample-log.ts";
import { flightsOf, frozenBy } from "./flights.ts";

it("[UI131] a subtask is frozen at the moment of its snapshot, and not behind the first part of the upload", () => {
  const log = new RunLog(sampleHeader());
  log.append(sampleEvents(4000));
  const taken = Array.from({ length: log.length }, (_, seq) => log.event(seq)).find((event) => event?.body.kind === "snapshotTaken");
  const run = log.seek((taken?.seq ?? 0) + 1);
  const at = taken?.at ?? 0;
  expect(frozenBy(flightsOf(run, at)).get(taken?.subtask ?? noTask)).toBe(taken?.body.kind === "snapshotTaken" && taken.body.checkpointId);
  expect(frozenBy(flightsOf(run, at + 1_000_000)).size).toBe(0);
});
