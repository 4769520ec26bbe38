import { counterIndex } from "../observe/counters.ts";
import type { SubtaskCounters } from "../observe/counters.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Environment } from "./environment.ts";
import { PausableClock } from "./time/pausable-clock.ts";

/** What a task does with its time (semantics 8.4): full outputs are looked at first, then whether there is input. */
export type TaskLoad = "busy" | "idle" | "backPressured";

const loadCounter: { readonly [load in TaskLoad]: number } = {
  busy: counterIndex.busyMs,
  idle: counterIndex.idleMs,
  backPressured: counterIndex.backPressuredMs,
};

/** Keeps a task's time account, and stops the clock of idleness while the task is back pressured. */
export class LoadMeter {
  readonly activeClock: PausableClock;
  readonly #environment: Environment;
  readonly #counters: SubtaskCounters;
  #load: TaskLoad = "busy";
  #since: Timestamp;
  #fullChannel: number | undefined;

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
  endStep(load: TaskLoad, fullChannel: number | undefined): void {
    this.#account("busy");
    if (load === this.#load) return;
    if (this.#load === "backPressured") this.#leaveBackPressure();
    this.#load = load;
    if (load !== "backPressured") return;
    this.activeClock.pause();
    this.#fullChannel = fullChannel;
    this.#traceBackPressure(true);
  }

  #leaveBackPressure(): void {
    this.activeClock.resume();
    this.#traceBackPressure(false);
  }

  #traceBackPressure(on: boolean): void {
    const channel = this.#fullChannel;
    this.#environment.trace.emit({ kind: "backPressured", on, ...(channel === undefined ? {} : { channel }) });
  }

  #account(load: TaskLoad): void {
    const now = this.#environment.clock.now();
    const counter = loadCounter[load];
    this.#counters[counter] = (this.#counters[counter] ?? 0) + now - this.#since;
    this.#since = now;
  }
}
