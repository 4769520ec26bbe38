import { expect, it } from "vitest";
import { compareRuns } from "./compare-runs.ts";
import type { ComparedRun } from "./compare-runs.ts";
import { OutputHistory } from "./output-history.ts";
import { RunLog } from "./run-log.ts";
import { sampleEvents, sampleHeader } from "./testing/sample-log.ts";

function run(events: number, failAt?: number): ComparedRun {
  const options = failAt === undefined ? {} : { failAt };
  const log = new RunLog(sampleHeader(options));
  const output = new OutputHistory();
  log.append(sampleEvents(events, options), (event) => output.append(event));
  return { log, output, cursor: events };
}

it("[PX19] two runs of the same course differ in nothing", () => {
  const { counts, output, common } = compareRuns(run(3000), run(3000));
  expect(counts.every(({ same }) => same)).toBe(true);
  expect(output).toEqual([]);
  expect(common).toBeGreaterThan(10);
});

it("[PX19] what one run has written more often than the other is listed, whatever the order", () => {
  const [longer, shorter] = [run(3000), run(1500)];
  const { counts, output, common } = compareRuns(longer, shorter);
  expect(counts.some(({ same }) => !same)).toBe(true);
  expect(output.length).toBeGreaterThan(0);
  for (const { times } of output) expect(times[0]).toBeGreaterThan(times[1]);
  const mirrored = compareRuns(shorter, longer);
  expect(mirrored.common).toBe(common);
  expect(mirrored.output.map(({ times }) => times.toReversed())).toEqual(output.map(({ times }) => [...times]));
});

it("[PX19] rows of a failed attempt that were taken back do not count", () => {
  const failed = run(6000, 900);
  const aborted = Array.from({ length: failed.output.countAt(6000) }, (_, row) => failed.output.statusAt(row, 6000)).filter(
    (status) => status === "aborted",
  ).length;
  expect(aborted).toBeGreaterThan(0);
  const { common } = compareRuns(failed, failed);
  expect(common).toBe(failed.output.countAt(6000) - aborted);
});
