import { engineMessage } from "../../base/engine-messages.ts";
import type { CheckpointStorage, TaskCommand } from "../../control/control-context.ts";
import { Dispatcher } from "../../control/dispatcher.ts";
import type { ScheduledFault } from "../../control/job-client.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { JobRunner } from "../../control/job-runner.ts";
import type { CommandAnswer, JobCommand } from "../../control/run-command.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import type { TaskFailure, TaskReport } from "../../runtime/environment.ts";
import { DriverCore } from "./driver-core.ts";
import type { Attempt } from "./driver-core.ts";
import type { HostRequest, HostResults, JobDealings, PortRequest, SnapshotUpload, TaskEffect } from "./host-action.ts";
import { VirtualLinks } from "./virtual-links.ts";
import type { VirtualTimes } from "./virtual-times.ts";

export interface DeterministicJobOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly times: VirtualTimes;
  readonly faults: readonly ScheduledFault[];
  readonly restore: "latest" | "none";
  readonly log: LogWriter;
}

/** Cause of a snapshot's failure that the fault script asked for. */
export const injectedFailure = engineMessage("faultInjected");

/**
 * A job in virtual time, as one client of a driver core: its control loop, its messages and its storage, each with the time it takes.
 * [DT40]
 */
export class DeterministicJob {
  readonly core: DriverCore<JobDealings>;
  readonly #runner: JobRunner;
  readonly #times: VirtualTimes;

  constructor({ plan, seed, times, faults, restore, log }: DeterministicJobOptions) {
    this.#times = times;
    const { subtasks, channels } = plan.topology;
    const core = new DriverCore<JobDealings>({
      tasks: subtasks.length,
      channels,
      seed,
      times,
      log,
      client: {
        onEffects: (attempt, effects) => this.#onEffects(attempt, effects),
        onFailure: (attempt, failure) => this.#onFailure(attempt, failure),
        isOver: () => this.ended !== undefined,
      },
    });
    this.core = core;
    this.#runner = new Dispatcher(plan.slots).submitJob({
      plan,
      seed,
      seams: {
        now: () => core.now,
        schedule: (at, callback) => core.plan(at, callback),
        log: (event, subtask) => core.log(event, subtask),
        storage: this.#storage(),
        links: new VirtualLinks(core, times),
        takeOverMs: () => times.takeOverMs(),
        send: (command) => this.#carryOut(command),
        virtual: {
          stallSubtask: (subtask, forMs) => core.stall(subtask, forMs),
          delayChannel: (channel, byMs, forMs) => core.flights.delay(channel, byMs, forMs),
        },
      },
    });
    for (const { at, fault } of faults) core.plan(at, () => void this.#runner.inject(fault));
    this.#runner.start(restore);
  }

  /** Globally terminal status of the job, when it has one. */
  get ended(): JobStatus | undefined {
    return this.#runner.ended;
  }

  get failureCause(): string | undefined {
    return this.#runner.failureCause;
  }

  /** To be given between two actions of the core. */
  command(command: JobCommand): CommandAnswer {
    return this.#runner.command(command);
  }

  #carryOut(command: TaskCommand): void {
    switch (command.kind) {
      case "deploy":
        return this.core.deploy({ subtask: command.subtask, attempt: command.attempt }, command.deployment);
      case "release":
        return this.core.terminate(command.subtask);
      case "mail":
        // All other mail waits for the record in hand.
        return void this.core.post(command, command.mail, command.mail.kind === "cancel");
    }
  }

  /** What is told in one turn leaves at one time; reports take their turn first, then snapshots, then requests. */
  #onEffects(from: Attempt, effects: readonly TaskEffect[]): void {
    for (const effect of effects) if (isReport(effect)) this.#runner.report(from.subtask, from.attempt, effect);
    for (const effect of effects) if (effect.kind === "snapshot") this.#upload(from, effect);
    for (const effect of effects) if (effect.kind === "portRequest") this.#ask(from, effect);
  }

  #onFailure({ subtask, attempt }: Attempt, failure: TaskFailure): void {
    this.#runner.report(subtask, attempt, { kind: "executionState", state: "FAILED", failure });
  }

  #upload(from: Attempt, { checkpointId, path, bytes, failure: real }: SnapshotUpload): void {
    const { armed } = this.#runner;
    const injected = armed.take("failSnapshot", from.subtask) !== undefined;
    const failure = injected ? ({ operation: "write", path, cause: injectedFailure } as const) : real;
    const durationMs = this.#times.snapshotUploadMs(bytes) + (armed.take("slowSnapshot", from.subtask)?.byMs ?? 0);
    this.core.plan(this.core.now + durationMs, () => {
      if (failure === undefined) return void this.core.post(from, { kind: "snapshotWritten", checkpointId, path });
      const isTold = this.core.post(from, { kind: "snapshotFailed", checkpointId, failure });
      if (!isTold) this.core.log({ kind: "storageFailed", ...failure, outcome: "checkpointFails" }, from.subtask);
    });
  }

  #ask(from: Attempt, { requestId, port, request }: PortRequest): void {
    this.#request<"port">({ kind: "port", subtask: from.subtask, port, request }, (reply) => {
      const at = this.core.now + this.#times.portMs(port);
      this.core.plan(at, () => void this.core.post(from, { kind: "portReply", requestId, reply }));
    });
  }

  #storage(): CheckpointStorage {
    const later = (action: () => void): void => void this.core.plan(this.core.now + this.#times.storageMs(), action);
    return {
      write: (path, text, done) =>
        this.#request<"storageWrite">({ kind: "storageWrite", path, text }, (failure) => later(() => done(failure))),
      read: (path, done) => this.#request<"storageRead">({ kind: "storageRead", path }, (text) => later(() => done(text))),
      list: (directory, done) => this.#request<"storageList">({ kind: "storageList", directory }, (names) => later(() => done(names))),
      // Takes no virtual time: a job that has ended waits for the removal of what it does not keep.
      remove: (path, done) => this.#request<"storageRemove">({ kind: "storageRemove", path }, done),
    };
  }

  #request<Kind extends HostRequest["kind"]>(
    action: Extract<HostRequest, { readonly kind: Kind }>,
    onResult: (result: HostResults[Kind]) => void,
  ): void {
    this.core.request(action, onResult as (result: never) => void);
  }
}

function isReport(effect: TaskEffect): effect is TaskReport {
  return effect.kind !== "snapshot" && effect.kind !== "portRequest";
}
