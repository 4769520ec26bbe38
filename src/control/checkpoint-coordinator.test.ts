import { expect, test } from "vitest";
import { noCheckpoint, toCheckpointId, toTaskIndex } from "../stream/indices.ts";
import { readConfiguration } from "../graph/configuration.ts";
import { CheckpointCoordinator } from "./checkpoint-coordinator.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { CheckpointedJob, CheckpointOptions } from "./checkpoint-coordinator.ts";
import type { CheckpointFailureReason } from "./checkpoint-failures.ts";
import { checkpointFormat, metadataPath } from "./checkpoint-metadata.ts";
import { CheckpointStore, recoverCheckpoints } from "./checkpoint-store.ts";
import { jobOptions } from "./job-options.ts";
import { ManualControl } from "./testing/manual-control.ts";

const metrics = { startDelayMs: 0, alignmentMs: 0, syncMs: 0, asyncMs: 0, bytes: 0 };
const options: CheckpointOptions = {
  intervalMs: 100,
  timeoutMs: 1000,
  minPauseMs: 0,
  maxConcurrent: 1,
  tolerableFailures: Infinity,
  numRetained: 1,
  mode: "EXACTLY_ONCE",
  unaligned: false,
  checkpointsAfterTasksFinish: true,
};

function setUp(overrides: Partial<CheckpointOptions> = {}, refusal?: CheckpointFailureReason) {
  const control = new ManualControl();
  const job: CheckpointedJob = {
    plan: () => refusal ?? { trigger: [toTaskIndex(0)], waitFor: [toTaskIndex(0)], finished: [] },
    snapshotSources: () => new Map(),
    trigger() {},
    persist: (_checkpoint, done) => done(undefined),
    completed() {},
    aborted() {},
    fail() {},
  };
  const coordinator = new CheckpointCoordinator(control, job, { ...options, ...overrides });
  const triggered = (): readonly number[] =>
    control.events.flatMap(({ body }) => (body.kind === "checkpointTriggered" ? [body.checkpointId] : []));
  return { control, coordinator, job, triggered };
}

test("[CP1] ids rise with every checkpoint that starts, and go on behind the last one that left anything", () => {
  const { coordinator, triggered } = setUp();
  coordinator.request("checkpoint");
  coordinator.decline(toTaskIndex(0), toCheckpointId(1), "CHECKPOINT_DECLINED");
  coordinator.request("checkpoint");
  expect(triggered()).toEqual([1, 2]);
  const restored = setUp();
  restored.coordinator.resumeAfter(toCheckpointId(43), toCheckpointId(41));
  restored.coordinator.request("checkpoint");
  expect(restored.triggered()).toEqual([44]);
});

test("[CP9] who waits for metadata is not called when what becomes of it made somebody else go on", () => {
  const { control, coordinator, job } = setUp({ tolerableFailures: 0 });
  const called: string[] = [];
  job.persist = (_checkpoint, done) => void control.schedule(1, () => done({ operation: "write", path: "m", cause: "the disk is full" }));
  job.fail = () => coordinator.whenQuiet(() => called.push("failed"));
  coordinator.request("checkpoint");
  coordinator.acknowledge(toTaskIndex(0), toCheckpointId(1), undefined, metrics);
  coordinator.whenQuiet(() => called.push("restarted"));
  control.advance(1);
  expect(called).toEqual(["failed"]);
});

test("[CP1] [CP8] one that is refused before it starts takes no id", () => {
  const { coordinator, triggered } = setUp({}, "NOT_ALL_REQUIRED_TASKS_RUNNING");
  const answers: unknown[] = [];
  coordinator.request("checkpoint", (answer) => answers.push(answer));
  expect([triggered(), answers]).toEqual([[], [{ refused: "NOT_ALL_REQUIRED_TASKS_RUNNING" }]]);
});

test("[CP3] a checkpoint waits for its place, a savepoint does not", () => {
  const { coordinator, triggered } = setUp();
  coordinator.request("checkpoint");
  coordinator.request("checkpoint");
  coordinator.request("savepoint");
  expect(triggered()).toEqual([1, 2]);
  coordinator.acknowledge(toTaskIndex(0), toCheckpointId(1), undefined, metrics);
  expect(triggered()).toEqual([1, 2]);
  coordinator.acknowledge(toTaskIndex(0), toCheckpointId(2), undefined, metrics);
  expect(triggered()).toEqual([1, 2, 3]);
});

test("[CP2] the first periodic one comes within the interval, later starts wait for min-pause", () => {
  const { control, coordinator, triggered } = setUp({ minPauseMs: 30 });
  coordinator.startScheduler();
  control.advance(29);
  expect(triggered()).toEqual([]);
  control.advance(100);
  expect(triggered()).toEqual([1]);
  coordinator.stopScheduler();
  coordinator.startScheduler();
  control.advance(129);
  expect(triggered()).toEqual([1]);
  control.advance(130);
  expect(triggered()).toEqual([1, 2]);
});

/** Answers of a recovery of job `jobId` over `files`. */
function recovered(control: ManualControl, jobId: string): readonly object[] {
  const answers: object[] = [];
  recoverCheckpoints(control.storage, jobId, (answer) => answers.push(answer));
  control.advance(0);
  return answers;
}

function withCheckpoints(): ManualControl {
  const control = new ManualControl();
  const write = (checkpointId: CheckpointId, kind: "checkpoint" | "savepoint"): void => {
    const metadata = { format: checkpointFormat, jobId: "job", checkpointId, kind, triggeredAt: 0, vertices: [], sources: [] };
    control.files.set(metadataPath("job", checkpointId), JSON.stringify(metadata));
  };
  write(toCheckpointId(2), "checkpoint");
  write(toCheckpointId(10), "checkpoint");
  write(toCheckpointId(11), "savepoint");
  control.files.set("job/chk-9/0-0", "a snapshot whose checkpoint never completed");
  control.files.set("job/chk-12/3-0", "another");
  return control;
}

test("[CP7] the complete checkpoints are found; remains and savepoints are passed over", () => {
  const completed = [{ checkpointId: 2 }, { checkpointId: 10 }];
  expect(recovered(withCheckpoints(), "job")).toMatchObject([{ kind: "found", value: { completed, incomplete: [9, 12], lastId: 12 } }]);
  expect(recovered(withCheckpoints(), "other")).toMatchObject([{ kind: "found", value: { completed: [], incomplete: [], lastId: noCheckpoint } }]);
});

test("[CP15] a job master that takes over adopts the complete checkpoints, removes incomplete ones, and leaves savepoints alone", () => {
  const control = withCheckpoints();
  const store = new CheckpointStore(control, "job", 2);
  recoverCheckpoints(control.storage, "job", (answer) => answer.kind === "found" && store.adopt(answer.value));
  control.advance(0);
  expect(store.latest?.checkpointId).toBe(10);
  expect([...control.files.keys()]).toEqual([2, 10, 11].map((id) => metadataPath("job", toCheckpointId(id))));
});

test("[CP62] what is damaged or cannot be read is not taken for absent: nothing is recovered, and nothing removed", () => {
  const failed = (path: string) => [{ kind: "failed", failure: { path } }];
  const damaged = withCheckpoints();
  damaged.files.set(metadataPath("job", toCheckpointId(13)), "half a file");
  const unreadable = withCheckpoints();
  unreadable.storage.read = (path, done) => done({ kind: "failed", failure: { operation: "read", path, cause: "no" } });
  const unlisted = withCheckpoints();
  unlisted.storage.list = (path, done) => done({ kind: "failed", failure: { operation: "list", path, cause: "no" } });
  const before = withCheckpoints().files.size;
  expect(recovered(damaged, "job")).toMatchObject(failed("job/chk-13/_metadata"));
  expect(recovered(unreadable, "job")).toMatchObject(failed("job/chk-2/_metadata"));
  expect(recovered(unlisted, "job")).toMatchObject(failed("job"));
  expect([damaged.files.size, unreadable.files.size, unlisted.files.size]).toEqual([before + 1, before, before]);
});

test("[RS7] exponential delay with checkpoints, no restart without", () => {
  const restartOf = (config: Record<string, string>): string => jobOptions(readConfiguration(config).configuration).restart.type;
  expect(restartOf({})).toBe("disable");
  expect(restartOf({ "execution.checkpointing.interval": "1 s" })).toBe("exponential-delay");
  expect(restartOf({ "execution.checkpointing.interval": "1 s", "restart-strategy.type": "off" })).toBe("disable");
});
