import { describe, expect, test } from "vitest";
import type { CheckpointId, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { Topology } from "../graph/topology.ts";
import type { EnumeratorContext } from "../runtime/api.ts";
import type { Mail } from "../runtime/environment.ts";
import { listBy, toChannelIndex, toCheckpointId, toOperatorIndex, toPlaceInTask, toSubtaskIndex, toTaskIndex } from "../stream/indices.ts";
import { checkpointFormat, metadataPath } from "./checkpoint-metadata.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import { JobMaster } from "./job-master.ts";
import type { JobOptions } from "./job-options.ts";
import type { JobPlan } from "./job-plan.ts";
import { ResourceManager } from "./resource-manager.ts";
import { ManualControl } from "./testing/manual-control.ts";

const tasks = [0, 1, 2].map(toTaskIndex);

const metrics = { startDelayMs: 0, alignmentMs: 0, syncMs: 0, asyncMs: 0, bytes: 0 };

/** Two sources into one sink; every subtask on a task executor of its own unless `executors` says otherwise. */
function topology(executors: readonly number[] = [0, 1, 2]): Topology {
  const vertex = (id: string, role: "source" | "sink", parallelism: number) => {
    const operators = listBy(toOperatorIndex, [{ id: `${id}-operator`, name: id, type: id, node: 0, role }]);
    return { id, name: id, parallelism, maxParallelism: 128, operators };
  };
  const channel = (from: number) => ({
    from: toTaskIndex(from), to: toTaskIndex(2), input: 0, place: toPlaceInTask(from), partitioner: "GLOBAL", capacity: undefined, schemaText: "", edge: 0,
  });
  return {
    vertices: [vertex("source", "source", 2), vertex("sink", "sink", 1)],
    subtasks: listBy(toTaskIndex, executors.map((executor, subtask) => ({ vertex: subtask < 2 ? 0 : 1, index: toSubtaskIndex(subtask < 2 ? subtask : 0), executor }))),
    channels: listBy(toChannelIndex, [channel(0), channel(1)]),
  };
}

const options: JobOptions = {
  checkpoints: {
    intervalMs: 100, timeoutMs: 1000, minPauseMs: 0, maxConcurrent: 1, tolerableFailures: 0, numRetained: 1,
    mode: "EXACTLY_ONCE", unaligned: false, checkpointsAfterTasksFinish: true,
  },
  retention: "NO_EXTERNALIZED_CHECKPOINTS",
  restart: { type: "fixed-delay", attempts: 2, delayMs: 50 },
  failover: "region",
  slotRequestTimeoutMs: 300_000,
};

class Job {
  readonly control = new ManualControl();
  readonly enumerators: EnumeratorContext[] = [];
  readonly returned: unknown[] = [];
  readonly master: JobMaster;
  readonly resources: ResourceManager;

  constructor(overrides: Partial<JobOptions> = {}, executors?: readonly number[], channels?: Topology["channels"], restore?: JobPlan["restore"]) {
    const joined = topology(executors);
    const shape = { ...joined, channels: channels ?? joined.channels };
    const plan: JobPlan = {
      jobId: "job",
      topology: shape,
      origins: { nodes: [], edges: [] },
      sources: [{ operatorId: "source-operator", name: "source", subtasks: listBy(toSubtaskIndex, tasks.slice(0, 2)), createEnumerator: (context) => this.#enumerator(context) }],
      options: { ...options, ...overrides },
      slots: { ofSubtask: shape.subtasks.map(({ executor }) => executor), perExecutor: 1, max: 100 },
      deployment: (subtask, attempt, restore) => ({ subtask, attempt, restore }) as TaskDeployment,
      restore: restore ?? (({ checkpointId }) => shape.subtasks.map(() => ({ checkpointId, operators: [] }))),
    };
    this.resources = new ResourceManager(plan.slots);
    this.master = new JobMaster(plan, this.control, { firstAttempt: 0, resources: this.resources });
  }

  /** Deploys and lets every subtask run. */
  run(restored?: CheckpointMetadata): this {
    if (restored !== undefined) this.control.files.set(metadataPath("job", restored.checkpointId), JSON.stringify(restored));
    this.master.start(restored === undefined ? "none" : "latest");
    this.control.advance(this.control.now());
    for (const subtask of tasks) this.runs(subtask);
    return this;
  }

  runs(subtask: TaskIndex): void {
    for (const state of ["INITIALIZING", "RUNNING"] as const) this.reports(subtask, state);
  }

  reports(subtask: TaskIndex, state: "INITIALIZING" | "RUNNING" | "FINISHED" | "CANCELED" | "FAILED"): void {
    this.master.onReport(subtask, this.master.attempt(subtask), { kind: "executionState", state });
  }

  acknowledge(subtask: TaskIndex, checkpointId: CheckpointId): void {
    const attempt = this.master.attempt(subtask);
    this.master.onReport(subtask, attempt, { kind: "acknowledge", checkpointId, snapshot: undefined, metrics });
  }

  completeCheckpoint(id: number): void {
    for (const subtask of tasks) this.acknowledge(subtask, toCheckpointId(id));
    this.control.advance(this.control.now());
  }

  mailOf(subtask: TaskIndex): readonly Mail["kind"][] {
    return this.control.commands.flatMap((command) => (command.kind === "mail" && command.subtask === subtask ? [command.mail.kind] : []));
  }

  statuses(): readonly string[] {
    return this.control.events.flatMap(({ body }) => (body.kind === "jobStatus" ? [body.status] : []));
  }

  states(): readonly (string | undefined)[] {
    return tasks.map((subtask) => this.master.executionState(subtask));
  }

  #enumerator(context: EnumeratorContext) {
    this.enumerators.push(context);
    return {
      start() {},
      addReader() {},
      handleSplitRequest: (subtask: SubtaskIndex) => context.assignSplits(subtask, [`split for ${subtask}`]),
      addSplitsBack: (splits: readonly unknown[]) => void this.returned.push(...splits),
      snapshotState: () => "enumerator state",
    };
  }
}

describe("states", () => {
  test("[RS1] [RS2] deployment, running, end", () => {
    const job = new Job({ checkpoints: undefined }).run();
    expect(job.control.commands.map(({ kind }) => kind)).toEqual(["deploy", "deploy", "deploy"]);
    expect(job.states()).toEqual(["RUNNING", "RUNNING", "RUNNING"]);
    for (const subtask of tasks) job.reports(subtask, "FINISHED");
    expect(job.statuses()).toEqual(["INITIALIZING", "CREATED", "RUNNING", "FINISHED"]);
    expect(job.control.commands.at(-1)).toEqual({ kind: "jobEnded", status: "FINISHED" });
  });

  test("[RS1] a cancelled job ends when every attempt has ended", () => {
    const job = new Job({ checkpoints: undefined }).run();
    job.master.cancel();
    expect(job.states()).toEqual(["CANCELING", "CANCELING", "CANCELING"]);
    job.reports(toTaskIndex(0), "CANCELED");
    job.reports(toTaskIndex(1), "FINISHED");
    expect(job.master.status).toBe("CANCELLING");
    job.reports(toTaskIndex(2), "FAILED");
    expect(job.states()).toEqual(["CANCELED", "CANCELED", "CANCELED"]);
    expect(job.master.status).toBe("CANCELED");
  });

  test("reports of an older attempt are ignored", () => {
    const job = new Job({ checkpoints: undefined }).run();
    job.master.onReport(toTaskIndex(0), 7, { kind: "executionState", state: "FAILED" });
    expect(job.states()).toEqual(["RUNNING", "RUNNING", "RUNNING"]);
  });
});

describe("failures", () => {
  test("[RS3] the region is cancelled, and restarts when the delay is over and everything has ended", () => {
    const job = new Job().run();
    job.reports(toTaskIndex(0), "FAILED");
    expect(job.master.status).toBe("RESTARTING");
    expect(job.states()).toEqual(["FAILED", "CANCELING", "CANCELING"]);
    job.control.advance(60);
    expect(job.master.status).toBe("RESTARTING");
    job.reports(toTaskIndex(1), "CANCELED");
    job.reports(toTaskIndex(2), "CANCELED");
    expect(job.master.status).toBe("RUNNING");
    expect(job.states()).toEqual(["DEPLOYING", "DEPLOYING", "DEPLOYING"]);
    const kinds = job.control.commands.slice(-6).map(({ kind }) => kind);
    expect(kinds).toEqual(["release", "release", "release", "deploy", "deploy", "deploy"]);
  });

  test("a refused restart fails the job", () => {
    const job = new Job({ restart: { type: "disable" } }).run();
    job.master.onTaskLost(toTaskIndex(2), 0, "out of memory");
    expect(job.master.status).toBe("FAILING");
    job.reports(toTaskIndex(0), "CANCELED");
    job.reports(toTaskIndex(1), "CANCELED");
    expect(job.master.status).toBe("FAILED");
    expect(job.master.failureCause).toBe("out of memory");
  });

  test("[RS7] a job that fails says after how many restarts", () => {
    const job = new Job({ checkpoints: undefined, restart: { type: "fixed-delay", attempts: 1, delayMs: 0 } }).run();
    job.reports(toTaskIndex(0), "FAILED");
    for (const subtask of [1, 2]) job.reports(toTaskIndex(subtask), "CANCELED");
    job.control.advance(1);
    job.master.onTaskLost(toTaskIndex(2), 1, "out of memory");
    expect([job.master.status, job.master.failureCause]).toEqual(["FAILING", "out of memory (after 1 restart)"]);
  });

  test("[RS7] a checkpoint that does not fit the job fails it, whatever the restart strategy", () => {
    const misfit = (): never => {
      throw new Error("parallelism above the maximum");
    };
    const of = { format: checkpointFormat, jobId: "job", checkpointId: toCheckpointId(1), kind: "checkpoint", triggeredAt: 0 } as const;
    const job = new Job({}, undefined, undefined, misfit).run({ ...of, vertices: [], sources: [] });
    expect([job.master.status, job.master.failureCause]).toEqual(["FAILED", "the checkpoint does not fit the job: parallelism above the maximum"]);
  });

  test("[RS4] a lost task executor is one failure for all of a region that ran on it", () => {
    const job = new Job({ restart: { type: "fixed-delay", attempts: 1, delayMs: 0 } }, [0, 0, 1]).run();
    job.resources.disconnectTaskExecutor(0);
    expect(job.states()).toEqual(["FAILED", "FAILED", "CANCELING"]);
    job.reports(toTaskIndex(2), "CANCELED");
    job.control.advance(1);
    expect(job.states()).toEqual(["DEPLOYING", "DEPLOYING", "DEPLOYING"]);
  });

  test("[RS4] each region that a lost task executor takes down restarts, and is a failure of its own", () => {
    const states = (attempts: number): readonly (string | undefined)[] => {
      const job = new Job({ restart: { type: "fixed-delay", attempts, delayMs: 0 } }, [0, 0, 1], listBy(toChannelIndex, [])).run();
      job.resources.disconnectTaskExecutor(0);
      job.control.advance(1);
      return [job.master.status, ...job.states()];
    };
    expect(states(2)).toEqual(["RUNNING", "DEPLOYING", "DEPLOYING", "RUNNING"]);
    expect(states(1)).toEqual(["FAILING", "FAILED", "FAILED", "CANCELING"]);
  });

  test("[RS5] splits assigned since the checkpoint go back to the enumerator", () => {
    const job = new Job().run();
    job.master.onReport(toTaskIndex(0), 0, { kind: "operatorEvent", operatorId: "source-operator", event: { kind: "requestSplit" } });
    job.control.advance(0);
    job.completeCheckpoint(1);
    job.master.onReport(toTaskIndex(1), 0, { kind: "operatorEvent", operatorId: "source-operator", event: { kind: "requestSplit" } });
    job.reports(toTaskIndex(2), "FAILED");
    for (const subtask of [0, 1]) job.reports(toTaskIndex(subtask), "CANCELED");
    job.control.advance(100);
    expect(job.returned).toEqual(["split for 1"]);
    expect(job.enumerators).toHaveLength(1);
  });

  test("[RS6] a global failure builds a new enumerator from its state in the checkpoint", () => {
    const job = new Job().run();
    job.control.advance(0);
    job.completeCheckpoint(1);
    job.control.advance(100);
    job.master.onReport(toTaskIndex(1), 0, { kind: "operatorEvent", operatorId: "source-operator", event: { kind: "addSplits", splits: [] } });
    for (const subtask of tasks) job.reports(subtask, "CANCELED");
    job.control.advance(200);
    expect(job.enumerators.map(({ restored }) => restored)).toEqual([undefined, "enumerator state"]);
    expect(job.returned).toEqual([]);
  });
});

describe("checkpoints", () => {
  test("[CP2] [CP8] the first one starts min-pause after the last task runs, and triggers the sources", () => {
    const job = new Job();
    job.master.start("none");
    job.runs(toTaskIndex(0));
    job.runs(toTaskIndex(1));
    job.control.advance(500);
    expect(job.mailOf(toTaskIndex(0))).toEqual([]);
    job.runs(toTaskIndex(2));
    job.control.advance(500);
    expect([job.mailOf(toTaskIndex(0)), job.mailOf(toTaskIndex(1)), job.mailOf(toTaskIndex(2))]).toEqual([["triggerCheckpoint"], ["triggerCheckpoint"], []]);
  });

  test("[CP6] complete with its metadata; the older one goes", () => {
    const job = new Job().run();
    job.control.advance(0);
    job.completeCheckpoint(1);
    expect([...job.control.files.keys()]).toEqual(["job/chk-1/_metadata"]);
    job.control.advance(100);
    job.completeCheckpoint(2);
    expect([...job.control.files.keys()]).toEqual(["job/chk-2/_metadata"]);
    expect(job.mailOf(toTaskIndex(2))).toEqual(["checkpointComplete", "checkpointComplete"]);
  });

  test("[CP5] splits wait while a checkpoint cuts between enumerator and reader", () => {
    const job = new Job().run();
    const request = { kind: "operatorEvent", operatorId: "source-operator", event: { kind: "requestSplit" } } as const;
    job.control.advance(0);
    job.master.onReport(toTaskIndex(0), 0, request);
    expect(job.mailOf(toTaskIndex(0))).toEqual(["triggerCheckpoint"]);
    job.acknowledge(toTaskIndex(0), toCheckpointId(1));
    expect(job.mailOf(toTaskIndex(0))).toEqual(["triggerCheckpoint", "operatorEvent"]);
  });

  test("[CP9] a restart waits for metadata that is being written, and goes back to that checkpoint", () => {
    const job = new Job().run();
    job.control.advance(0);
    for (const subtask of tasks) job.acknowledge(subtask, toCheckpointId(1));
    job.reports(toTaskIndex(0), "FAILED");
    job.reports(toTaskIndex(1), "CANCELED");
    job.reports(toTaskIndex(2), "CANCELED");
    job.control.advance(100);
    const restored = job.control.events.findLast(({ body }) => body.kind === "restoring");
    expect(restored?.body).toMatchObject({ checkpointId: 1 });
  });

  test("[ST69] when every task has finished, metadata that cannot be written fails no job", () => {
    const job = new Job().run();
    job.control.storage.write = (path, _, done) => void job.control.schedule(0, () => done({ operation: "write", path, cause: "the disk is full" }));
    job.control.advance(0);
    for (const subtask of tasks) job.acknowledge(subtask, toCheckpointId(1));
    for (const subtask of tasks) job.reports(subtask, "FINISHED");
    expect(job.master.status).toBe("RUNNING");
    job.control.advance(100);
    const reasons = job.control.events.flatMap(({ body }) => (body.kind === "checkpointFailed" ? [body.reason] : []));
    expect([reasons, job.master.status]).toEqual([["FINALIZE_CHECKPOINT_FAILURE"], "FINISHED"]);
  });

  test("[CP12] a checkpoint that a later one overtook while it was written counts as subsumed", () => {
    const checkpoints = { ...options.checkpoints, maxConcurrent: 2 } as NonNullable<JobOptions["checkpoints"]>;
    const job = new Job({ checkpoints }).run();
    job.control.advance(100);
    for (const subtask of tasks) job.acknowledge(subtask, toCheckpointId(2));
    for (const subtask of tasks) job.acknowledge(subtask, toCheckpointId(1));
    job.control.advance(100);
    const ends = job.control.events.flatMap(({ body }) =>
      body.kind === "checkpointCompleted" || body.kind === "checkpointFailed" ? [[body.kind, body.checkpointId]] : []);
    expect(ends).toEqual([["checkpointCompleted", 2], ["checkpointFailed", 1]]);
    expect([...job.control.files.keys()]).toEqual(["job/chk-2/_metadata"]);
  });

  test("[CK1] a job that is set back starts all its tasks again from its newest checkpoint, without a failure", () => {
    const job = new Job({ restart: { type: "disable" } }).run();
    job.control.advance(0);
    job.completeCheckpoint(1);
    job.master.setBack();
    expect(job.states()).toEqual(["CANCELING", "CANCELING", "CANCELING"]);
    for (const subtask of tasks) job.reports(subtask, "CANCELED");
    job.control.advance(50);
    expect(job.control.events.findLast(({ body }) => body.kind === "restoring")?.body).toMatchObject({ checkpointId: 1, subtasks: tasks });
    expect([job.master.status, job.enumerators.map(({ restored }) => restored)]).toEqual(["RUNNING", [undefined, "enumerator state"]]);
  });

  test("[CK1] a checkpoint that is complete while the tasks end takes its place", () => {
    const job = new Job().run();
    job.control.advance(0);
    job.completeCheckpoint(1);
    job.control.advance(100);
    for (const subtask of tasks) job.acknowledge(subtask, toCheckpointId(2));
    job.master.setBack();
    for (const subtask of tasks) job.reports(subtask, "CANCELED");
    job.control.advance(200);
    expect(job.control.events.findLast(({ body }) => body.kind === "restoring")?.body).toMatchObject({ checkpointId: 2 });
  });

  test("[CK1] [CK2] a kept checkpoint may be given up, the newest one not: to it alone the job goes back", () => {
    const job = new Job({ checkpoints: { ...options.checkpoints, numRetained: 3 } as JobOptions["checkpoints"] }).run();
    job.control.advance(0);
    for (const id of [1, 2]) {
      job.completeCheckpoint(id);
      job.control.advance(id * 100);
    }
    const [one, two, three] = [1, 2, 3].map(toCheckpointId);
    const against = (checkpointId = toCheckpointId(0)) => job.master.checkpoints?.reasonAgainst({ kind: "discardCheckpoint", checkpointId });
    const back = (checkpointId = toCheckpointId(0)) => job.master.checkpoints?.reasonAgainst({ kind: "restoreFrom", checkpointId });
    expect([back(one), back(two)]).toEqual(["Rows were committed behind checkpoint 1: they would be there twice.", undefined]);
    expect([against(one), against(two), against(three)]).toEqual([
      undefined,
      "The job goes back to checkpoint 2 when something fails.",
      "Checkpoint 3 is not kept any more.",
    ]);
    job.master.checkpoints?.giveUp(toCheckpointId(1));
    job.control.advance(300);
    expect([...job.control.files.keys()].filter((path) => path.endsWith("_metadata"))).toEqual(["job/chk-2/_metadata"]);
  });

  test("[CP4] one failure too many restarts the whole job", () => {
    const job = new Job().run();
    job.control.advance(0);
    job.master.onReport(toTaskIndex(1), 0, { kind: "decline", checkpointId: toCheckpointId(1), reason: "CHECKPOINT_DECLINED", message: "" });
    expect(job.master.status).toBe("RESTARTING");
    expect(job.mailOf(toTaskIndex(2))).toEqual(["checkpointAborted", "cancel"]);
  });

  test("[CP13] when all data has ended one more checkpoint starts at once", () => {
    const job = new Job().run();
    job.control.advance(0);
    job.completeCheckpoint(1);
    job.control.advance(10);
    for (const subtask of tasks) job.master.onReport(subtask, 0, { kind: "endOfData" });
    expect(job.mailOf(toTaskIndex(0))).toEqual(["triggerCheckpoint", "checkpointComplete", "triggerCheckpoint"]);
  });
});
