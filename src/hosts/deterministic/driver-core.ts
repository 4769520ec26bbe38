import { assert } from "../../base/assert.ts";
import { deriveSeed, seededRandom } from "../../base/random.ts";
import type { Random } from "../../base/random.ts";
import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { TaskFailure } from "../../runtime/environment.ts";
import { isOver } from "../process.ts";
import { ChannelFlights } from "./channel-flights.ts";
import type { JoinedTasks } from "./channel-flights.ts";
import type { Dealings, DeployReply, DriverStep, TaskAction, Told, TurnReply, Wakeups } from "./core-action.ts";
import { EventQueue } from "./event-queue.ts";
import { TaskSlots, wakeupAt } from "./task-slots.ts";
import type { TaskSlot } from "./task-slots.ts";
import type { VirtualTimes } from "./virtual-times.ts";

/** One life of one task. */
export interface Attempt {
  readonly subtask: TaskIndex;
  readonly attempt: number;
}

/** What runs on a core: a job, or any other graph of processes. It deploys tasks, and hears what comes of them. */
export interface CoreClient<Effect> {
  /** What a task told it in one turn, or while it was built, in order. */
  onEffects(attempt: Attempt, effects: readonly Effect[]): void;
  /** The task could not be built, or a step threw: the attempt is over. */
  onFailure(attempt: Attempt, failure: TaskFailure): void;
  /** True: nothing more will happen. */
  isOver(): boolean;
}

export interface CoreOptions<Effect> {
  readonly tasks: number;
  readonly channels: ListBy<ChannelIndex, JoinedTasks>;
  readonly seed: number;
  readonly times: Pick<VirtualTimes, "channelLatencyMs" | "budget">;
  /** Where the log goes: a `LogWriter`. */
  readonly log: { append(at: number, subtask: TaskIndex, body: LogEventBody): void };
  readonly client: CoreClient<Effect>;
}

interface PendingAction<Action> {
  readonly action: Action;
  readonly onResult: (result: never) => void;
}

/** Turns in a row at one virtual time, without any work, after which a run counts as a livelock. */
const quietTurnsMax = 10_000;

/** Turns that one virtual millisecond has room for, of all tasks together: nothing works infinitely fast. [DT13] */
const turnsPerMs = 200;

/**
 * Decides everything about a deterministic run: which task has the next turn, when each element of a channel becomes readable, when
 * whatever its client planned happens. A state machine over `next` and `complete`, so that a synchronous loop over tasks in this
 * thread and an asynchronous one over workers make the same run. It knows neither jobs nor what its tasks are: it names them by number,
 * and whoever carries out its actions makes them of what the client deploys. [DT1] [DT40]
 */
export class DriverCore<D extends Dealings> {
  readonly flights: ChannelFlights;
  readonly #options: CoreOptions<D["effect"]>;
  readonly #queue = new EventQueue();
  readonly #random: Random;
  readonly #slots: TaskSlots<D["mail"]>;
  readonly #pending: PendingAction<TaskAction<D> | D["request"]>[] = [];
  #time = 0;
  #turns = 0;
  #turnsNow = 0;
  #quietTurns = 0;

  constructor(options: CoreOptions<D["effect"]>) {
    this.#options = options;
    const { tasks, channels, seed, times } = options;
    this.#random = seededRandom(deriveSeed(seed, 0x7475));
    this.#slots = new TaskSlots<D["mail"]>(tasks);
    this.flights = new ChannelFlights({
      channels,
      tasks,
      queue: this.#queue,
      now: () => this.#time,
      latencyMs: (channel) => times.channelLatencyMs(channel),
      log: (event, subtask) => this.log(event, subtask),
      wake: (subtask) => this.#wake(subtask),
    });
  }

  get now(): number {
    return this.#time;
  }

  get turns(): number {
    return this.#turns;
  }

  /** What to do next. An action has to be completed before the next call; `advance` and `idle` may be ignored. */
  next(): DriverStep<TaskAction<D> | D["request"]> {
    for (;;) {
      const [pending] = this.#pending;
      if (pending !== undefined) return { kind: "act", action: pending.action };
      const event = this.#queue.takeDue(this.#time);
      if (event === undefined) break;
      event();
    }
    if (this.#options.client.isOver()) return { kind: "ended" };
    const to = this.#queue.nextAt();
    const runnable = this.#slots.runnable(this.#time);
    if (runnable.length > 0) {
      if (this.#turnsNow >= turnsPerMs) return { kind: "advance", to: Math.min(to, this.#time + 1) };
      return { kind: "act", action: this.#beginTurn(runnable) };
    }
    return to === Infinity ? { kind: "idle" } : { kind: "advance", to };
  }

  /** Result of the action that `next` gave last. */
  complete(kind: (TaskAction<D> | D["request"])["kind"], result: unknown): void {
    const pending = this.#pending.shift();
    assert(pending?.action.kind === kind, `[DT1] ${kind} was completed, but ${pending?.action.kind ?? "nothing"} was asked for`);
    pending.onResult(result as never);
  }

  /** Moves the virtual clock, at most to the time that `next` named. */
  advance(to: number): void {
    assert(to >= this.#time && to <= this.#queue.nextAt(), "[DT2] virtual time neither goes back nor passes an event");
    if (to === this.#time) return;
    if (this.#turnsNow < turnsPerMs) this.#quietTurns = 0;
    this.#turnsNow = 0;
    this.#time = to;
  }

  /** Plans `action` for virtual time `at`; returns what takes it back. */
  plan(at: number, action: () => void): () => void {
    return this.#queue.plan(at, action);
  }

  log(event: LogEventBody, subtask: TaskIndex): void {
    this.#options.log.append(this.#time, subtask, event);
  }

  /** Has whoever carries out actions do something of the client's own; `onResult` gets what came of it. */
  request(action: D["request"], onResult: (result: never) => void): void {
    this.#pending.push({ action, onResult });
  }

  /** Starts an attempt, in place of one that still runs. */
  deploy(attempt: Attempt, deployment: D["deployment"]): void {
    const slot = this.#slots.get(attempt.subtask);
    if (slot === undefined) return;
    if (slot.phase === "live") this.terminate(slot.subtask);
    Object.assign(slot, {
      attempt: attempt.attempt, phase: "live", runnable: true, mail: [], isInterrupted: false, busyUntil: -Infinity, nextTimerAt: Infinity,
    });
    this.flights.opened(attempt.subtask);
    this.#act<DeployReply<D["effect"]>>({ kind: "deploy", ...attempt, deployment }, (reply) => {
      this.#apply(attempt, reply);
      if (reply.failure !== undefined) this.#fail(slot, attempt, reply.failure);
    });
  }

  /** Ends the attempt of `subtask` where it is: what its channels hold is lost. */
  terminate(subtask: TaskIndex): void {
    const slot = this.#slots.get(subtask);
    if (slot === undefined) return;
    this.#retire(slot, true);
    this.#act<undefined>({ kind: "terminate", subtask, attempt: slot.attempt }, () => {});
  }

  /** Mail that the attempt reads in its next turn, which comes at once when it `interrupts` the record in hand; false when it is over. */
  post({ subtask, attempt }: Attempt, mail: D["mail"], interrupts = false): boolean {
    const slot = this.#slots.live(subtask, attempt);
    if (slot === undefined) return false;
    slot.mail.push(mail);
    slot.isInterrupted ||= interrupts;
    return true;
  }

  /** The task has no turn for so long. */
  stall(subtask: TaskIndex, forMs: number): void {
    const slot = this.#slots.get(subtask);
    if (slot === undefined) return;
    slot.stalledUntil = Math.max(slot.stalledUntil, this.#time + forMs);
    this.#queue.plan(slot.stalledUntil, () => this.#wake(subtask));
  }

  #act<Reply>(action: TaskAction<D>, onResult: (reply: Reply) => void): void {
    this.#pending.push({ action, onResult: onResult as (result: never) => void });
  }

  #wake(subtask: TaskIndex): void {
    const slot = this.#slots.get(subtask);
    if (slot !== undefined) slot.runnable = true;
  }

  #beginTurn(runnable: readonly TaskSlot<D["mail"]>[]): TaskAction<D> {
    assert(this.#quietTurns++ < quietTurnsMax, "[DT5] livelock: turn after turn, and nothing happens");
    this.#turns++;
    this.#turnsNow++;
    const slot = runnable[this.#random.integer(runnable.length)];
    assert(slot !== undefined, "[DT1] a turn needs a task");
    const { subtask, attempt, mail } = slot;
    slot.mail = [];
    slot.isInterrupted = false;
    slot.runnable = false;
    const request = {
      subtask,
      attempt,
      now: this.#time,
      budget: this.#options.times.budget(),
      mail,
      readLimits: this.flights.takeReadLimits(subtask),
    };
    const action = { kind: "turn", request } as const;
    this.#act<TurnReply<D["effect"]>>(action, (reply) => this.#endTurn(slot, { subtask, attempt }, reply));
    return action;
  }

  #endTurn(slot: TaskSlot<D["mail"]>, attempt: Attempt, reply: TurnReply<D["effect"]>): void {
    if (reply.progress !== "idle" && reply.progress !== "blocked") this.#quietTurns = 0;
    this.#apply(attempt, reply);
    for (const traffic of reply.traffic) this.flights.moved(traffic);
    if (reply.failure !== undefined) return this.#fail(slot, attempt, reply.failure);
    if (isOver(reply.progress)) return this.#retire(slot, reply.progress === "canceled");
    if (reply.progress === "worked") slot.runnable = true;
    this.#planWakeup(slot, reply);
  }

  #apply(attempt: Attempt, { events, effects }: Told<D["effect"]>): void {
    for (const event of events) this.log(event, attempt.subtask);
    this.#options.client.onEffects(attempt, effects);
  }

  #fail(slot: TaskSlot<D["mail"]>, attempt: Attempt, failure: TaskFailure): void {
    this.#retire(slot, true);
    this.#options.client.onFailure(attempt, failure);
  }

  #planWakeup(slot: TaskSlot<D["mail"]>, { busyUntil, nextTimerAt }: Wakeups): void {
    slot.busyUntil = busyUntil;
    slot.nextTimerAt = nextTimerAt;
    const at = wakeupAt(slot);
    if (at === Infinity || slot.wakeupPlannedAt === at) return;
    if (at <= this.#time) {
      slot.runnable = true;
      return;
    }
    slot.wakeupPlannedAt = at;
    this.#queue.plan(at, () => {
      if (slot.wakeupPlannedAt !== at) return;
      slot.wakeupPlannedAt = Infinity;
      slot.runnable = true;
    });
  }

  /** The attempt steps no more. Without `lossy` its channels stay for those who still read them. */
  #retire(slot: TaskSlot<D["mail"]>, lossy: boolean): void {
    slot.phase = "ended";
    slot.mail = [];
    slot.runnable = false;
    slot.wakeupPlannedAt = Infinity;
    if (lossy) this.flights.closed(slot.subtask);
  }
}
