import { counterIndex } from "../observe/counters.ts";
import type { ChannelIndex } from "../stream/indices.ts";
import type { SubtaskCounters } from "../observe/counters.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Environment } from "./environment.ts";
import { PausableClock } from "./time/pausable-clock.ts";

/** What a task does with its time: full outputs are looked at first, then whether there is input. */
export type TaskLoad = "busy" | "idle" | "backPressured";

const loadCounter: { readonly [load in TaskLoad]: number } = {
  busy: counterIndex.busyMs,
  idle: counterIndex.idleMs,
  backPressured: counterIndex.backPressuredMs,
};

/** Where records are not traced one by one, back pressure is not either: at most so often. */
const logBackPressureEveryMs = 100;

/** Keeps a task's time account, and stops the clock of idleness while the task is back pressured. */
export class LoadMeter {
  readonly activeClock: PausableClock;
  readonly #environment: Environment;
  readonly #counters: SubtaskCounters;
  #load: TaskLoad = "busy";
  #since: Timestamp;
  /** The back pressure that the log shows now, and since when. */
  #logged: { readonly channel?: ChannelIndex } | undefined;
  #loggedAt: Timestamp = -Infinity;

  constructor(environment: Environment) {
    this.activeClock = new PausableClock(environment.clock);
    this.#environment = environment;
    this.#counters = environment.counters;
    this.#since = environment.clock.now();
  }

  /** A step begins: what the task was until now is accounted for, what follows is work. */
  startStep(): void {
    this.#account(this.#load);
  }

  /** A step ends and leaves the task in state `load`; `fullChannel` is the output that holds it up. */
  endStep(load: TaskLoad, fullChannel: ChannelIndex | undefined): void {
    this.#account("busy");
    if (load === this.#load) return;
    if (this.#load === "backPressured") this.#leaveBackPressure();
    this.#load = load;
    if (load === "backPressured") this.#enterBackPressure(fullChannel);
  }

  /** The thread waits for room in the middle of a record, or goes on: hard back pressure within a step. */
  waitInStep(waits: boolean): void {
    this.#account(waits ? "busy" : "backPressured");
    if (waits) this.activeClock.pause();
    else this.activeClock.resume();
  }

  #enterBackPressure(fullChannel: ChannelIndex | undefined): void {
    this.activeClock.pause();
    // A fast task behind a slow one is held up thousands of times a second.
    if (!this.#environment.trace.records && this.#since - this.#loggedAt < logBackPressureEveryMs) return;
    this.#loggedAt = this.#since;
    this.#logged = fullChannel === undefined ? {} : { channel: fullChannel };
    this.#environment.trace.emit({ kind: "backPressured", on: true, ...this.#logged });
  }

  #leaveBackPressure(): void {
    this.activeClock.resume();
    if (this.#logged === undefined) return;
    this.#environment.trace.emit({ kind: "backPressured", on: false, ...this.#logged });
    this.#logged = undefined;
  }

  #account(load: TaskLoad): void {
    const now = this.#environment.clock.now();
    const counter = loadCounter[load];
    this.#counters[counter] = (this.#counters[counter] ?? 0) + now - this.#since;
    this.#since = now;
  }
}
