import { assert } from "../../base/assert.ts";
import { deriveSeed, seededRandom } from "../../base/random.ts";
import type { Random } from "../../base/random.ts";
import type { ControlCommand } from "../../control/control-context.ts";
import type { Fault, ScheduledFault } from "../../control/job-client.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { CommandAnswer, JobCommand } from "../../control/run-command.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { coordinator } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import type { Mail } from "../../runtime/environment.ts";
import { carryOut } from "../control-loop/carry-out.ts";
import { ArmedFaults } from "./armed-faults.ts";
import { ChannelFlights } from "./channel-flights.ts";
import { ControlPlane } from "./control-plane.ts";
import { EventQueue } from "./event-queue.ts";
import { FaultInjector } from "./fault-injector.ts";
import type { DriverStep, HostAction, HostResult, HostResults, TurnReply, Wakeups } from "./host-action.ts";
import { TaskEffects } from "./task-effects.ts";
import { TaskSlots, wakeupAt } from "./task-slots.ts";
import type { TaskSlot } from "./task-slots.ts";
import type { VirtualTimes } from "./virtual-times.ts";

export interface DriverOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly times: VirtualTimes;
  readonly faults: readonly ScheduledFault[];
  readonly restore: "latest" | "none";
  readonly log: LogWriter;
}

interface PendingAction {
  readonly action: HostAction;
  readonly onResult: (result: never) => void;
}

/** Turns in a row at one virtual time, without any work, after which a run counts as a livelock. */
const quietTurnsMax = 10_000;

/** Turns that one virtual millisecond has room for, of all tasks together: nothing works infinitely fast. [DT13] */
const turnsPerMs = 200;

/**
 * Decides everything about a deterministic run: which subtask has the next turn, when each element of a channel, message, timer
 * and upload arrives, and which fault strikes. A state machine over `next` and `complete`, so that a synchronous loop over
 * in-process tasks and an asynchronous one over workers make the same run. [DT1]
 */
export class DeterministicDriver {
  readonly flights: ChannelFlights;
  private readonly options: DriverOptions;
  private readonly queue = new EventQueue();
  private readonly random: Random;
  private readonly slots: TaskSlots;
  private readonly control: ControlPlane;
  private readonly armed = new ArmedFaults();
  private readonly faults: FaultInjector;
  private readonly effects: TaskEffects;
  private readonly pending: PendingAction[] = [];
  private time = 0;
  private turnCount = 0;
  private turnsNow = 0;
  private quietTurns = 0;

  constructor(options: DriverOptions) {
    this.options = options;
    const { plan, seed, times } = options;
    this.random = seededRandom(deriveSeed(seed, 0x7475));
    this.slots = new TaskSlots(plan.topology.subtasks.length);
    const now = (): number => this.time;
    const log = (event: LogEventBody, subtask: number): void => this.log(event, subtask);
    this.flights = new ChannelFlights({
      topology: plan.topology,
      queue: this.queue,
      now,
      latencyMs: (channel) => times.channelLatencyMs(channel),
      log,
      wake: (subtask) => this.wake(subtask),
    });
    this.control = new ControlPlane({
      plan,
      seed,
      queue: this.queue,
      times,
      now,
      log,
      act: (action, onResult) => this.act(action, onResult),
      onCommand: (command) => this.onCommand(command),
    });
    this.faults = new FaultInjector({
      topology: plan.topology,
      slots: this.slots,
      armed: this.armed,
      flights: this.flights,
      now,
      wakeAt: (subtask, at) => void this.queue.plan(at, () => this.wake(subtask)),
      kill: (slot) => this.kill(slot),
      taskLost: (slot, message) => this.control.taskLost(slot.subtask, slot.attempt, message),
      executorLost: (executor) => this.control.executorLost(executor),
      crashCoordinator: () => this.control.crash(),
    });
    this.effects = new TaskEffects({
      queue: this.queue,
      slots: this.slots,
      flights: this.flights,
      armed: this.armed,
      control: this.control,
      times,
      now,
      log,
      act: (action, onResult) => this.act(action, onResult),
    });
    for (const { at, fault } of options.faults) this.queue.plan(at, () => void this.inject(fault));
    this.control.start(options.restore);
  }

  get now(): number {
    return this.time;
  }

  get turns(): number {
    return this.turnCount;
  }

  /** Globally terminal status of the job, when it has one. */
  get ended(): JobStatus | undefined {
    return this.control.ended;
  }

  get failureCause(): string | undefined {
    return this.control.failureCause;
  }

  /** What to do next. An action has to be completed before the next call; `advance` and `idle` may be ignored. */
  next(): DriverStep {
    for (;;) {
      const [pending] = this.pending;
      if (pending !== undefined) return { kind: "act", action: pending.action };
      const event = this.queue.takeDue(this.time);
      if (event === undefined) break;
      event();
    }
    if (this.control.ended !== undefined) return { kind: "ended" };
    const to = this.queue.nextAt();
    const runnable = this.slots.runnable(this.time);
    if (runnable.length > 0) {
      if (this.turnsNow >= turnsPerMs) return { kind: "advance", to: Math.min(to, this.time + 1) };
      return { kind: "act", action: this.beginTurn(runnable) };
    }
    return to === Infinity ? { kind: "idle" } : { kind: "advance", to };
  }

  /** Result of the action that `next` gave last. */
  complete(kind: HostAction["kind"], result: HostResult): void {
    const pending = this.pending.shift();
    assert(pending?.action.kind === kind, `[DT1] ${kind} was completed, but ${pending?.action.kind ?? "nothing"} was asked for`);
    pending.onResult(result as never);
  }

  /** Moves the virtual clock, at most to the time that `next` named. */
  advance(to: number): void {
    assert(to >= this.time && to <= this.queue.nextAt(), "[DT2] virtual time neither goes back nor passes an event");
    if (to === this.time) return;
    if (this.turnsNow < turnsPerMs) this.quietTurns = 0;
    this.turnsNow = 0;
    this.time = to;
  }

  /** Strikes now. Returns why the fault would do nothing, or undefined. */
  inject(fault: Fault): string | undefined {
    if (this.control.ended !== undefined) return "The job has ended.";
    const reason = this.faults.reasonAgainst(fault);
    if (reason !== undefined) return reason;
    this.log({ kind: "fault", fault: fault.kind }, "subtask" in fault ? fault.subtask : coordinator);
    this.faults.strike(fault);
    return undefined;
  }

  /** See `carryOut`. */
  command(command: JobCommand): CommandAnswer {
    return carryOut(command, {
      topology: this.options.plan.topology,
      master: this.control.master,
      inject: (fault) => this.inject(fault),
      post: (subtask, mail) => this.post(subtask, mail),
    });
  }

  /** Mail from outside to a live subtask; false when there is none. */
  private post(subtask: number, mail: Mail): boolean {
    const slot = this.slots.get(subtask);
    if (slot?.phase !== "live") return false;
    slot.mail.push(mail);
    return true;
  }

  /** No faults any more, from now on. */
  heal(): void {
    this.armed.clear();
  }

  private log(event: LogEventBody, subtask: number): void {
    this.options.log.append(this.time, subtask, event);
  }

  private act<Kind extends HostAction["kind"]>(
    action: Extract<HostAction, { readonly kind: Kind }>,
    onResult: (result: HostResults[Kind]) => void,
  ): void {
    this.pending.push({ action, onResult: onResult as (result: never) => void });
  }

  private wake(subtask: number): void {
    const slot = this.slots.get(subtask);
    if (slot !== undefined) slot.runnable = true;
  }

  private beginTurn(runnable: readonly TaskSlot[]): HostAction {
    assert(this.quietTurns++ < quietTurnsMax, "[DT5] livelock: turn after turn, and nothing happens");
    this.turnCount++;
    this.turnsNow++;
    const slot = runnable[this.random.integer(runnable.length)];
    assert(slot !== undefined, "[DT1] a turn needs a task");
    const { subtask, attempt, mail } = slot;
    slot.mail = [];
    slot.runnable = false;
    const request = {
      subtask,
      attempt,
      now: this.time,
      budget: this.options.times.budget(),
      mail,
      readLimits: this.flights.takeReadLimits(subtask),
    };
    const action: HostAction = { kind: "turn", request };
    this.act<"turn">(action, (reply) => this.endTurn(slot, reply));
    return action;
  }

  private endTurn(slot: TaskSlot, reply: TurnReply): void {
    if (reply.progress !== "idle" && reply.progress !== "blocked") this.quietTurns = 0;
    this.effects.apply(slot, reply);
    for (const traffic of reply.traffic) this.flights.moved(traffic);
    const { subtask, attempt } = slot;
    if (reply.failure !== undefined) {
      this.retire(slot, true);
      const report = { kind: "executionState", state: "FAILED", failure: reply.failure } as const;
      this.control.report(subtask, attempt, report, this.options.times.controlLatencyMs());
      return;
    }
    if (reply.progress === "finished") {
      const canceled = reply.reports.some((report) => report.kind === "executionState" && report.state === "CANCELED");
      return this.retire(slot, canceled);
    }
    if (reply.progress === "worked") slot.runnable = true;
    this.planWakeup(slot, reply);
  }

  private planWakeup(slot: TaskSlot, { busyUntil, nextTimerAt }: Wakeups): void {
    slot.busyUntil = busyUntil;
    slot.nextTimerAt = nextTimerAt;
    const at = wakeupAt(slot);
    if (at === Infinity || slot.wakeupPlannedAt === at) return;
    if (at <= this.time) {
      slot.runnable = true;
      return;
    }
    slot.wakeupPlannedAt = at;
    this.queue.plan(at, () => {
      if (slot.wakeupPlannedAt !== at) return;
      slot.wakeupPlannedAt = Infinity;
      slot.runnable = true;
    });
  }

  /** The attempt steps no more. Without `lossy` its channels stay for those who still read them. */
  private retire(slot: TaskSlot, lossy: boolean): void {
    slot.phase = "ended";
    slot.mail = [];
    slot.runnable = false;
    slot.wakeupPlannedAt = Infinity;
    if (lossy) this.flights.closed(slot.subtask);
  }

  private kill(slot: TaskSlot): void {
    const { subtask, attempt } = slot;
    this.retire(slot, true);
    this.act<"terminate">({ kind: "terminate", subtask, attempt }, () => {});
  }

  private onCommand(command: ControlCommand): void {
    switch (command.kind) {
      case "deploy":
        return this.deploy(command);
      case "mail":
        return this.deliverMail(command.subtask, command.attempt, command.mail);
      case "release": {
        const slot = this.slots.get(command.subtask);
        if (slot !== undefined && slot.attempt === command.attempt) this.kill(slot);
        return;
      }
      case "jobEnded":
        return;
    }
  }

  private deploy({ subtask, attempt, deployment }: Extract<ControlCommand, { readonly kind: "deploy" }>): void {
    const slot = this.slots.get(subtask);
    if (slot === undefined) return;
    if (slot.phase === "live") this.kill(slot);
    Object.assign(slot, { attempt, phase: "live", runnable: true, mail: [], busyUntil: -Infinity, nextTimerAt: Infinity });
    this.flights.opened(subtask);
    this.act<"deploy">({ kind: "deploy", subtask, attempt, deployment }, (reply) => {
      this.effects.apply(slot, reply);
      if (reply.failure === undefined) return;
      this.retire(slot, true);
      const report = { kind: "executionState", state: "FAILED", failure: reply.failure } as const;
      this.control.report(subtask, attempt, report, this.options.times.controlLatencyMs());
    });
  }

  private deliverMail(subtask: number, attempt: number, mail: Mail): void {
    const slot = this.slots.live(subtask, attempt);
    if (slot === undefined) {
      // What a worker without that task answers (Flink's Task.java): the coordinator must not wait for it.
      if (mail.kind === "triggerCheckpoint") {
        const { id: checkpointId } = mail.barrier;
        const reason = "CHECKPOINT_DECLINED_TASK_NOT_READY";
        const report = { kind: "decline", checkpointId, reason, message: "the task is not running" } as const;
        this.control.report(subtask, attempt, report, this.options.times.controlLatencyMs());
      }
      return;
    }
    if (mail.kind === "checkpointComplete" && this.armed.take("crashBeforeCommit", subtask) !== undefined) {
      return this.faults.killOne(slot, "the worker died before it could commit");
    }
    slot.mail.push(mail);
  }
}
