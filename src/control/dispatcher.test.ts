import { expect, test } from "vitest";
import type { TaskIndex } from "../stream/indices.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { Topology } from "../graph/topology.ts";
import type { TaskCommand } from "./control-context.ts";
import { everySubtask, itemsOf, listBy, toChannelIndex, toOperatorIndex, toTaskIndex } from "../stream/indices.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { JobPlan } from "./job-plan.ts";
import type { JobRunner } from "./job-runner.ts";
import { ManualControl } from "./testing/manual-control.ts";

/** Two vertices of parallelism 2 that share slots: four subtasks in two slots. */
const vertex = { id: "v", name: "v", parallelism: 2, maxParallelism: 2, operators: listBy(toOperatorIndex, []) };
const topology: Topology = {
  vertices: [vertex, vertex],
  subtasks: listBy(toTaskIndex, [0, 1].flatMap((place) => itemsOf(everySubtask(2).map((index) => ({ vertex: place, index, executor: index }))))),
  channels: listBy(toChannelIndex, []),
};

class Cluster {
  readonly clock = new ManualControl();
  readonly dispatcher: Dispatcher;
  /** Executor of each subtask, in the order of deployment. */
  readonly deployed: (readonly [subtask: TaskIndex, executor: number])[] = [];
  readonly #runners = new Map<string, JobRunner>();

  constructor(slots: number, perExecutor = 1) {
    this.dispatcher = new Dispatcher({ perExecutor, max: slots });
  }

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
        slotRequestTimeoutMs: 1000,
      },
      slots: { ofSubtask: listBy(toTaskIndex, [0, 1, 0, 1]), perExecutor: 1, max: 2 },
      deployment: (subtask, attempt) => ({ subtask, attempt }) as TaskDeployment,
      restore: () => listBy(toTaskIndex, []),
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
        send: (command) => {
          if (command.kind === "deploy") this.deployed.push([command.subtask, command.executor]);
          later(() => answer(runner, command));
        },
      },
    });
    this.#runners.set(jobId, runner);
    runner.start("none");
    clock.advance(clock.now());
    return runner;
  }

  statuses(): readonly string[] {
    this.clock.advance(this.clock.now());
    return [...this.#runners].map(([jobId, { ended, master }]) => `${jobId} ${ended ?? master?.status}`);
  }
}

function answer(runner: JobRunner, command: TaskCommand): void {
  const { subtask, attempt } = command;
  const report = (state: "INITIALIZING" | "RUNNING" | "CANCELED"): void =>
    runner.report(subtask, attempt, { kind: "executionState", state });
  if (command.kind === "deploy") for (const state of ["INITIALIZING", "RUNNING"] as const) report(state);
  if (command.kind === "mail" && command.mail.kind === "cancel") report("CANCELED");
}

const states = ({ master }: JobRunner): readonly unknown[] => [0, 1, 2, 3].map((subtask) => master?.executionState(toTaskIndex(subtask)));

const allOf = (state: string): readonly string[] => [state, state, state, state];

test("[HB73] [HB74] two jobs share the slots of a cluster: the second waits until the first has ended", () => {
  const cluster = new Cluster(3);
  const first = cluster.submit("first");
  const second = cluster.submit("second");
  expect(states(first)).toEqual(allOf("RUNNING"));
  expect(states(second)).toEqual(allOf("SCHEDULED"));
  expect(() => cluster.submit("first")).toThrow("job first runs already");
  first.command({ kind: "cancel" });
  expect(cluster.statuses()).toEqual(["first CANCELED", "second RUNNING"]);
  expect(states(second)).toEqual(allOf("RUNNING"));
});

test("[HB76] a cluster starts task executors as its jobs need them, another in place of a lost one, and none beyond its size", () => {
  const cluster = new Cluster(4);
  const [first, second, third] = ["first", "second", "third"].map((id) => cluster.submit(id));
  expect(cluster.statuses()).toEqual(["first RUNNING", "second RUNNING", "third RUNNING"]);
  expect([first, second, third].map((job) => job && states(job)[0])).toEqual(["RUNNING", "RUNNING", "SCHEDULED"]);
  first?.inject({ kind: "killExecutor", executor: 1 });
  cluster.clock.advance(20);
  expect(cluster.statuses()).toEqual(["first RUNNING", "second RUNNING", "third RUNNING"]);
  expect([first, second, third].map((job) => job && states(job)[0])).toEqual(["RUNNING", "RUNNING", "SCHEDULED"]);
});

test("[HB77] a job that waits for slots longer than slot.request.timeout fails its deployment, by the restart strategy, and says why", () => {
  const cluster = new Cluster(1);
  const job = cluster.submit("job");
  const waits = (untilMs: number): readonly unknown[] => {
    cluster.clock.advance(untilMs);
    return [job.master?.status, states(job)[0]];
  };
  // Three restarts, each 10 ms behind a failure, and each waits a second.
  expect([waits(999), waits(1000), waits(1010), waits(4029), waits(4030)]).toEqual([
    ["RUNNING", "SCHEDULED"],
    ["RESTARTING", "FAILED"],
    ["RUNNING", "SCHEDULED"],
    ["RUNNING", "SCHEDULED"],
    ["FAILED", "FAILED"],
  ]);
  expect(cluster.statuses()).toEqual(["job FAILED"]);
  expect(job.failureCause).toBe(
    "Could not allocate the required slot within slot request timeout: the job needs 2 slots and has 1. " +
      "Lower its parallelism, or raise slotmanager.number-of-slots.max. (after 3 restarts)",
  );
  // What it had is free for others, and nobody waits any more.
  const other = cluster.submit("other");
  other.command({ kind: "cancel" });
  expect(cluster.statuses()).toEqual(["job FAILED", "other CANCELED"]);
  cluster.clock.advance(10_000);
  expect(cluster.clock.events.filter(({ body }) => body.kind === "jobStatus" && body.status === "FAILED")).toHaveLength(1);
});

test("[HB77] a job that gets its slots in time goes on, however long it runs", () => {
  const cluster = new Cluster(2);
  const first = cluster.submit("first");
  const second = cluster.submit("second");
  cluster.clock.advance(900);
  first.command({ kind: "cancel" });
  cluster.clock.advance(5000);
  expect(cluster.statuses()).toEqual(["first CANCELED", "second RUNNING"]);
  expect(states(second)).toEqual(allOf("RUNNING"));
});

test("[HB78] a killed task executor ends what runs on it, of every job, wherever that was planned", () => {
  const cluster = new Cluster(4);
  const first = cluster.submit("first");
  const second = cluster.submit("second");
  // Both are planned on 0 and 1; the second found its slots on 2 and 3.
  expect(second.inject({ kind: "killExecutor", executor: 0 })).toBe("No subtask runs on task executor 0.");
  expect(second.inject({ kind: "killExecutor", executor: 3 })).toBeUndefined();
  expect([0, 1, 2, 3].map((subtask) => second.attempt(toTaskIndex(subtask)))).toEqual([0, undefined, 0, undefined]);
  expect([0, 1, 2, 3].map((subtask) => first.attempt(toTaskIndex(subtask)))).toEqual([0, 0, 0, 0]);
  cluster.clock.advance(20);
  expect(cluster.statuses()).toEqual(["first RUNNING", "second RUNNING"]);
  expect([first, second].map((job) => [0, 1, 2, 3].map((subtask) => job.attempt(toTaskIndex(subtask))))).toEqual([[0, 0, 0, 0], [1, 1, 1, 1]]);
});

test("[HB78] a task executor that two jobs share is lost to both", () => {
  const cluster = new Cluster(6, 3);
  const jobs = [cluster.submit("first"), cluster.submit("second")];
  const attempts = (): readonly unknown[] => jobs.map((job) => [0, 1, 2, 3].map((subtask) => job.attempt(toTaskIndex(subtask))));
  // The second has one of its two slots there.
  jobs[0]?.inject({ kind: "killExecutor", executor: 0 });
  expect(attempts()).toEqual([[undefined, undefined, undefined, undefined], [undefined, 0, undefined, 0]]);
  cluster.clock.advance(20);
  expect(cluster.statuses()).toEqual(["first RUNNING", "second RUNNING"]);
  expect(attempts()).toEqual([[1, 1, 1, 1], [1, 1, 1, 1]]);
});

test("[HB78] a task executor is lost to every job, whatever became of the job master of the one that it was killed for", () => {
  const cluster = new Cluster(6, 3);
  const jobs = [cluster.submit("first"), cluster.submit("second")];
  jobs[0]?.inject({ kind: "killExecutor", executor: 0 });
  jobs[0]?.inject({ kind: "crashCoordinator" });
  cluster.clock.advance(40);
  expect(cluster.statuses()).toEqual(["first RUNNING", "second RUNNING"]);
  expect(jobs.map(states)).toEqual([allOf("RUNNING"), allOf("RUNNING")]);
  expect(jobs[1]?.attempt(toTaskIndex(1))).toBe(1);
});

test("[HB79] a job alone in its cluster runs where its plan says, in whichever order task executors are lost, and under a new job master", () => {
  const planned = topology.subtasks.map(({ executor }, subtask) => [subtask, executor]);
  const cluster = new Cluster(100);
  const job = cluster.submit("job");
  for (const executor of [1, 0]) job.inject({ kind: "killExecutor", executor });
  cluster.clock.advance(20);
  job.inject({ kind: "crashCoordinator" });
  cluster.clock.advance(40);
  expect(cluster.statuses()).toEqual(["job RUNNING"]);
  expect(cluster.deployed).toEqual([...planned, ...planned, ...planned]);
});
