import { expect, test } from "vitest";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { Topology } from "../graph/topology.ts";
import type { TaskCommand } from "./control-context.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { JobPlan } from "./job-plan.ts";
import type { JobRunner } from "./job-runner.ts";
import { ResourceManager } from "./resource-manager.ts";
import { ManualControl } from "./testing/manual-control.ts";

/** Two vertices of parallelism 2 that share slots: four subtasks in two slots. */
const vertex = { id: "v", name: "v", parallelism: 2, maxParallelism: 2, operators: [] };
const topology: Topology = {
  vertices: [vertex, vertex],
  subtasks: [0, 1].flatMap((place) => [0, 1].map((index) => ({ vertex: place, index, executor: index }))),
  channels: [],
};

class Cluster {
  readonly clock = new ManualControl();
  readonly resources = new ResourceManager();
  readonly dispatcher = new Dispatcher(this.resources);

  /** A job whose tasks come up, and are cancelled, as soon as they are told to. */
  submit(jobId: string): JobRunner {
    const plan: JobPlan = {
      jobId,
      topology,
      origins: { nodes: [], edges: [] },
      sources: [],
      options: {
        checkpoints: undefined,
        retention: "NO_EXTERNALIZED_CHECKPOINTS",
        restart: { type: "fixed-delay", attempts: 3, delayMs: 10 },
        failover: "full",
      },
      slots: { ofSubtask: [0, 1, 0, 1], perExecutor: 1 },
      deployment: (subtask, attempt) => ({ subtask, attempt }) as TaskDeployment,
      restore: () => [],
    };
    const { clock } = this;
    const later = (action: () => void): void => void clock.schedule(clock.now(), action);
    const runner: JobRunner = this.dispatcher.submitJob({
      plan,
      seed: 1,
      seams: {
        now: () => clock.now(),
        schedule: (at, callback) => clock.schedule(at, callback),
        log: (event, subtask) => clock.log(event, subtask),
        storage: clock.storage,
        links: {
          command: (_command, arrive) => arrive(),
          report: (_subtask, _delayMs, arrive) => arrive(),
          loss: (_of, arrive) => later(arrive),
        },
        takeOverMs: () => 5,
        send: (command) => later(() => answer(runner, command)),
      },
    });
    runner.start("none");
    clock.advance(clock.now());
    return runner;
  }

  statuses(): readonly string[] {
    this.clock.advance(this.clock.now());
    return this.dispatcher.listJobs().map(({ jobId, status }) => `${jobId} ${status}`);
  }
}

function answer(runner: JobRunner, command: TaskCommand): void {
  const { subtask, attempt } = command;
  const report = (state: "INITIALIZING" | "RUNNING" | "CANCELED"): void =>
    runner.report(subtask, attempt, { kind: "executionState", state });
  if (command.kind === "deploy") for (const state of ["INITIALIZING", "RUNNING"] as const) report(state);
  if (command.kind === "mail" && command.mail.kind === "cancel") report("CANCELED");
}

const states = ({ master }: JobRunner): readonly unknown[] => [0, 1, 2, 3].map((subtask) => master?.executionState(subtask));

test("[HB73] [HB74] two jobs share the slots of a cluster: the second waits until the first has ended", () => {
  const cluster = new Cluster();
  for (const executor of [0, 1, 2]) cluster.resources.registerTaskExecutor(executor, 1);
  const first = cluster.submit("first");
  const second = cluster.submit("second");
  expect(states(first)).toEqual(["RUNNING", "RUNNING", "RUNNING", "RUNNING"]);
  expect(states(second)).toEqual(["SCHEDULED", "SCHEDULED", "SCHEDULED", "SCHEDULED"]);
  expect(() => cluster.submit("first")).toThrow("job first runs already");
  expect(cluster.dispatcher.command("first", { kind: "cancel" })).toBeUndefined();
  expect(cluster.dispatcher.command("third", { kind: "cancel" })).toBe("There is no job third.");
  expect(cluster.statuses()).toEqual(["first CANCELED", "second RUNNING"]);
  expect(states(second)).toEqual(["RUNNING", "RUNNING", "RUNNING", "RUNNING"]);
  expect(cluster.resources.freeSlots).toBe(1);
});

test("[HB74] a job that lost its task executor waits for another one, and is not deployed when it is cancelled before", () => {
  const cluster = new Cluster();
  for (const executor of [0, 1]) cluster.resources.registerTaskExecutor(executor, 1);
  const job = cluster.submit("job");
  job.inject({ kind: "killExecutor", executor: 1 });
  cluster.clock.advance(20);
  expect(states(job)).toEqual(["SCHEDULED", "SCHEDULED", "SCHEDULED", "SCHEDULED"]);
  cluster.resources.registerTaskExecutor(7, 1);
  expect(cluster.statuses()).toEqual(["job RUNNING"]);
  expect(states(job)).toEqual(["RUNNING", "RUNNING", "RUNNING", "RUNNING"]);
  cluster.resources.disconnectTaskExecutor(7);
  cluster.clock.advance(40);
  expect(states(job)).toEqual(["SCHEDULED", "SCHEDULED", "SCHEDULED", "SCHEDULED"]);
  job.command({ kind: "cancel" });
  cluster.resources.registerTaskExecutor(8, 1);
  expect(cluster.statuses()).toEqual(["job CANCELED"]);
  expect(cluster.resources.freeSlots).toBe(2);
});

test("[HB71] [HB73] the slots of a job whose job master died are free until another has taken over", () => {
  const cluster = new Cluster();
  for (const executor of [0, 1]) cluster.resources.registerTaskExecutor(executor, 1);
  const job = cluster.submit("job");
  job.inject({ kind: "crashCoordinator" });
  expect(cluster.resources.freeSlots).toBe(2);
  cluster.clock.advance(20);
  expect(cluster.statuses()).toEqual(["job RUNNING"]);
  expect(cluster.resources.freeSlots).toBe(0);
});
