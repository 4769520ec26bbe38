import { expect, test } from "vitest";
import type { Fault } from "../../../control/job-client.ts";
import { decodeUtf8 } from "../../../base/utf8.ts";
import { toTaskIndex } from "../../../stream/indices.ts";
import { runExample } from "../testing/run-example.ts";
import { twoPhaseFiles } from "./two-phase-files.ts";

/** All orders but each sixth, from the fifth on: 67 of 80. */
const paid = Array.from({ length: 80 }, (_, index) => index)
  .filter((index) => index % 6 !== 4)
  .map((index) => {
    const shop = ["lock", "tower", "lock", "dam", "tower", "lock", "mill", "tower"][index % 8];
    return `${1001 + index},${shop},${5 + ((index * 37) % 60)},true`;
  });

interface PartFile {
  readonly subtask: number;
  /** Written behind that checkpoint. */
  readonly after: number;
  readonly lines: readonly string[];
}

type Run = ReturnType<typeof runExample>;

function filesOf({ stores }: Run): readonly PartFile[] {
  return [...stores.transactions.committed].map(({ target, bytes }) => {
    const [, subtask, after] = /^file\/orders\/part-[0-9a-f]{32}-(\d)-(\d{8})-\d+\.csv$/.exec(target) ?? [];
    return { subtask: Number(subtask), after: Number(after), lines: decodeUtf8(bytes).trimEnd().split("\n") };
  });
}

const [source, files0, files1] = [toTaskIndex(0), toTaskIndex(2), toTaskIndex(3)];
const kill = (subtask: typeof source): Fault => ({ kind: "killSubtask", subtask });
const whole = runExample(twoPhaseFiles);

test("[DC35] two-phase files: each paid order is in one file of the subtask of its shop, a file to each checkpoint", () => {
  expect(whole.status).toBe("FINISHED");
  const files = filesOf(whole);
  expect(paid).toHaveLength(67);
  expect(files.flatMap(({ lines }) => lines).toSorted()).toEqual(paid.toSorted());
  const shopsOf = (wanted: number): ReadonlySet<string | undefined> =>
    new Set(files.filter(({ subtask }) => subtask === wanted).flatMap(({ lines }) => lines.map((line) => line.split(",")[1])));
  expect([shopsOf(0), shopsOf(1)]).toEqual([new Set(["dam", "mill"]), new Set(["lock", "tower"])]);
  for (const subtask of [0, 1]) expect(files.filter((file) => file.subtask === subtask).map(({ after }) => after)).toEqual([0, 1, 2, 3]);
});

test("[DC35] two-phase files: a part is staged by the barrier, and committed when the checkpoint is complete, not before", () => {
  const checkpointOf = new Map(whole.said("preCommitted").map(({ transaction, checkpointId }) => [transaction, checkpointId]));
  const commits = whole.said("committed");
  expect(commits).toHaveLength(8);
  for (const commit of commits) {
    const complete = whole.log.findIndex(({ body }) => body.kind === "checkpointCompleted" && body.checkpointId === checkpointOf.get(commit.transaction));
    expect(complete).toBeGreaterThan(-1);
    expect(whole.log.findIndex(({ body }) => body === commit)).toBeGreaterThan(complete);
  }
  // What the note says of files 0: its part of checkpoint 2 waits for files 1, longer than it takes to act.
  const timeOf = (subtask: typeof source | -1, kind: string): number =>
    whole.log.find((event) => event.subtask === subtask && event.body.kind === kind && "checkpointId" in event.body && event.body.checkpointId === 2)?.at ?? NaN;
  const [staged, complete] = [timeOf(files0, "preCommitted"), timeOf(-1, "checkpointCompleted")];
  expect(staged).toBeLessThan(2950);
  expect(complete - staged).toBeGreaterThan(800);
});

test.each([
  ["a source between the parts", 1800, kill(source)],
  ["files 0, whose part is staged", 3000, kill(files0)],
  ["files 1, whose barrier is under way", 3000, kill(files1)],
  ["files 1, behind the completion and before its commit", 3950, kill(files1)],
  ["files 0 between pre-commit and commit", 3000, { kind: "crashBeforeCommit", subtask: files0 } satisfies Fault],
  ["the job master, while a part is staged", 3000, { kind: "crashCoordinator" } satisfies Fault],
] as const)("[DC35] two-phase files: nothing is lost or doubled when this fails: %s", (_, at, fault) => {
  const struck = runExample(twoPhaseFiles, { faults: [{ at, fault }] });
  expect(struck.status).toBe("FINISHED");
  expect(struck.said("restored").length).toBeGreaterThan(0);
  const linesOf = (run: Run): readonly string[] => filesOf(run).flatMap(({ subtask, lines }) => lines.map((line) => `${subtask} ${line}`)).toSorted();
  expect(linesOf(struck)).toEqual(linesOf(whole));
});

test("[DC35] two-phase files: the staged part of a killed subtask is not committed; one whose checkpoint is complete is, after the restart", () => {
  const firstRestore = (run: Run): number => run.log.findIndex(({ body }) => body.kind === "restoring" && body.checkpointId !== undefined);
  const committedBefore = (run: Run, end: number) => run.log.slice(0, end).filter(({ body }) => body.kind === "committed").length;
  const killed = runExample(twoPhaseFiles, { faults: [{ at: 3000, fault: kill(files0) }] });
  expect(committedBefore(killed, firstRestore(killed))).toBe(2);
  expect(killed.said("checkpointFailed").map(({ checkpointId }) => checkpointId)).toEqual([2]);
  const crashed = runExample(twoPhaseFiles, { faults: [{ at: 3000, fault: { kind: "crashBeforeCommit", subtask: files0 } }] });
  const behind = crashed.log.slice(firstRestore(crashed));
  const [again] = behind.filter(({ body, subtask }) => body.kind === "committed" && subtask === files0);
  const [staged] = crashed.said("preCommitted").filter(({ checkpointId }) => checkpointId === 2);
  expect(again?.body).toMatchObject({ transaction: staged?.transaction, records: 5 });
});
