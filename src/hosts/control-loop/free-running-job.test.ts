import { expect, test } from "vitest";
import type { TaskIndex } from "../../stream/indices.ts";
import type { ControlCommand, CheckpointStorage } from "../../control/control-context.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { JobOptions } from "../../control/job-options.ts";
import { listBy, toChannelIndex, toOperatorIndex, toPlaceInTask, toSubtaskIndex, toTaskIndex } from "../../stream/indices.ts";
import { ManualControl } from "../../control/testing/manual-control.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { FreeRunningJob } from "./free-running-job.ts";

const vertex = { id: "v", name: "v", parallelism: 1, maxParallelism: 1, operators: listBy(toOperatorIndex, []) };
const topology: Topology = {
  vertices: [vertex, { ...vertex, operators: listBy(toOperatorIndex, [{ id: "typed", name: "typed", type: "manual", node: 1, role: "operator" }]) }],
  subtasks: listBy(toTaskIndex, [{ vertex: 0, index: toSubtaskIndex(0), executor: 0 }, { vertex: 1, index: toSubtaskIndex(0), executor: 1 }]),
  channels: listBy(toChannelIndex, [
    { from: toTaskIndex(0), to: toTaskIndex(1), input: 0, place: toPlaceInTask(0), partitioner: "FORWARD", capacity: undefined, schemaText: "", edge: 0 },
  ]),
};
const origins = { nodes: ["first", "typed"], edges: ["e"] };
const options: JobOptions = {
  checkpoints: undefined,
  retention: "NO_EXTERNALIZED_CHECKPOINTS",
  restart: { type: "fixed-delay", attempts: 10, delayMs: 20 },
  failover: "region",
  slotRequestTimeoutMs: 300_000,
};

/** A job whose workers do what they are told at once. */
class Workers {
  readonly clock = new ManualControl();
  readonly commands: string[] = [];
  readonly log: LogWriter;
  readonly job: FreeRunningJob;
  ended: JobStatus | undefined;

  constructor() {
    const plan: JobPlan = {
      jobId: "job",
      topology,
      origins,
      sources: [],
      options,
      slots: { ofSubtask: listBy(toTaskIndex, [0, 1]), perExecutor: 1, max: 100 },
      deployment: (subtask, attempt) => ({ subtask, attempt }) as TaskDeployment,
      restore: () => listBy(toTaskIndex, []),
    };
    this.log = new LogWriter({ jobId: "job", jobName: "job", mode: "freeRunning", seed: 0, startedAt: 0, topology, origins }, false);
    const storage: CheckpointStorage = this.clock.storage;
    this.job = new FreeRunningJob({
      plan,
      seed: 1,
      log: this.log,
      seams: {
        now: () => this.clock.now(),
        delay: (ms, callback) => this.clock.schedule(this.clock.now() + ms, callback),
        storage,
        send: (command) => this.#carryOut(command),
        onEnded: (status) => {
          this.ended = status;
        },
      },
    });
    this.job.start("latest");
    this.clock.advance(0);
  }

  reports(subtask: TaskIndex, state: "FINISHED" | "CANCELED"): void {
    this.job.onReport(subtask, this.job.master?.attempt(subtask) ?? -1, { kind: "executionState", state });
  }

  #carryOut(command: ControlCommand): void {
    if (command.kind === "jobEnded") return;
    const { subtask, attempt } = command;
    this.commands.push(`${command.kind === "mail" ? command.mail.kind : command.kind} ${subtask}.${attempt}`);
    const report = (state: "INITIALIZING" | "RUNNING" | "CANCELED") => () =>
      this.job.onReport(subtask, attempt, { kind: "executionState", state });
    const later = (action: () => void): void => void this.clock.schedule(this.clock.now(), action);
    if (command.kind === "deploy") for (const state of ["INITIALIZING", "RUNNING"] as const) later(report(state));
    if (command.kind === "mail" && command.mail.kind === "cancel") later(report("CANCELED"));
  }
}

test("[RS1] deploys, runs, ends", () => {
  const { clock, job, commands, ...workers } = new Workers();
  expect(commands).toEqual(["deploy 0.0", "deploy 1.0"]);
  expect(job.master?.executionState(toTaskIndex(1))).toBe("RUNNING");
  job.onReport(toTaskIndex(0), 0, { kind: "executionState", state: "FINISHED" });
  job.onReport(toTaskIndex(1), 0, { kind: "executionState", state: "FINISHED" });
  clock.advance(1);
  expect(job.master?.status).toBe("FINISHED");
  expect(workers.log.length).toBeGreaterThan(0);
});

test("[RS3] a killed worker takes its region with it, and what its channels held is lost", () => {
  const workers = new Workers();
  const { job, clock, commands } = workers;
  job.onEvents(toTaskIndex(0), 0, 1, [{ kind: "sent", channel: toChannelIndex(0), n: 1, element: { kind: "endOfPartition" } }]);
  expect(job.command({ kind: "injectFault", fault: { kind: "killSubtask", subtask: toTaskIndex(0) } })).toBeUndefined();
  clock.advance(30);
  expect(commands.slice(2)).toEqual(["release 0.0", "cancel 1.0", "release 1.0", "deploy 0.1", "deploy 1.1"]);
  const bodies = workers.log.takeBatch()?.events.map(({ body }) => body) ?? [];
  expect(bodies.filter(({ kind }) => kind === "lost")).toEqual([{ kind: "lost", channel: 0, count: 1 }]);
  job.onEvents(toTaskIndex(0), 0, 31, [{ kind: "processed" }]);
  expect(workers.log.takeBatch()?.events.filter(({ body }) => body.kind === "processed")).toEqual(undefined);
});

test("[RS8] [HB71] a crashed job master is replaced; its timers and attempts are over", () => {
  const { job, clock, commands } = new Workers();
  job.command({ kind: "injectFault", fault: { kind: "killSubtask", subtask: toTaskIndex(0) } });
  job.command({ kind: "injectFault", fault: { kind: "crashCoordinator" } });
  clock.advance(100);
  expect(commands.slice(-2)).toEqual(["deploy 0.1", "deploy 1.1"]);
  expect(job.master?.executionState(toTaskIndex(0))).toBe("RUNNING");
});

test("[DT7] faults that need virtual time say so", () => {
  const { job } = new Workers();
  expect(job.command({ kind: "injectFault", fault: { kind: "stallSubtask", subtask: toTaskIndex(0), forMs: 5 } })).toBe("This fault needs the deterministic mode.");
  expect(job.command({ kind: "injectFault", fault: { kind: "killSubtask", subtask: toTaskIndex(7) } })).toBe("The subtask is not running.");
});

test("[HB70] what is typed goes to the first subtask of its operator; cancelling ends the job", () => {
  const workers = new Workers();
  expect(workers.job.command({ kind: "userInput", operator: "typed", input: 1 })).toBeUndefined();
  expect(workers.commands.at(-1)).toBe("userInput 1.0");
  expect(workers.job.command({ kind: "userInput", operator: "absent", input: 1 })).toBe("The operator is not running.");
  workers.job.command({ kind: "cancel" });
  workers.clock.advance(1);
  expect(workers.ended).toBe("CANCELED");
});
