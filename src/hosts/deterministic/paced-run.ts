import { isPaceCommand } from "../../control/run-command.ts";
import type { CommandAnswer, JobCommand, PaceCommand, RunCommand } from "../../control/run-command.ts";
import type { LogBatch, LogEvent } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import { stopTest } from "../../observe/stop-condition.ts";
import type { StopCondition } from "../../observe/stop-condition.ts";
import type { DriverStep } from "./core-action.ts";
import { Pacer } from "./pacer.ts";
import type { WallClock } from "./pacer.ts";
import { stopsAfter } from "./run-until.ts";

/** What a host supplies to a deterministic run that a person watches. */
export interface PacedHost<Action> {
  readonly clock: WallClock;
  /** Carries out one action of the core: at once, or in a worker. */
  perform(action: Action): unknown;
  /** Ships events. The run goes on when the promise is done, so a slow reader slows the run down. */
  onBatch(batch: LogBatch): void | Promise<void>;
  /** Lets the event loop handle what has arrived (input, other messages). */
  yieldToEvents(): Promise<void>;
}

/** The core of the run, as the loop over it needs it. */
export interface PacedCore<Action extends { readonly kind: string }> {
  readonly now: number;
  next(): DriverStep<Action>;
  complete(kind: Action["kind"], result: unknown): void;
  advance(to: number): void;
}

export interface PacedRunOptions<Action extends { readonly kind: string }> {
  readonly core: PacedCore<Action>;
  /** What the commands come to that do not move the run in time. */
  readonly obey: (command: JobCommand) => CommandAnswer;
  readonly log: LogWriter;
  readonly host: PacedHost<Action>;
  readonly speed: number;
  readonly paused: boolean;
  readonly breakpoints?: readonly StopCondition[];
}

/** Actions between two looks at the event loop at full speed: some milliseconds. */
const actionsPerYield = 200;
/** Wall milliseconds that events wait at most before they are shipped. */
const batchMs = 16;

/**
 * The asynchronous loop over a driver core: paces it, pauses it at turn boundaries, ships its log. What a person does takes effect
 * between two actions. [DT9]
 */
export class PacedRun<Action extends { readonly kind: string }> {
  readonly #options: PacedRunOptions<Action>;
  readonly #pacer: Pacer;
  #paused: boolean;
  #disposed = false;
  #stop: ((event: LogEvent) => boolean) | undefined;
  #breaks: readonly ((event: LogEvent) => boolean)[] = [];
  #over = false;
  readonly #waiting: (() => void)[] = [];
  /** Told when the run has paused by itself, with every event shipped. */
  #stopped: (() => void)[] = [];
  #wakeLoop: (() => void) | undefined;
  #shippedAt = -Infinity;

  constructor(options: PacedRunOptions<Action>) {
    this.#options = options;
    this.#paused = options.paused;
    this.#pacer = new Pacer(options.host.clock, options.speed);
    this.#breakAt(options.breakpoints ?? []);
    options.log.watch((event) => {
      if (this.#stop?.(event) === true || this.#breaks.some((breaks) => breaks(event))) this.#paused = true;
    });
  }

  /** Runs until the job has ended or is disposed of. */
  async run(): Promise<void> {
    const { core, host } = this.#options;
    this.#pacer.restart(core.now);
    for (let actions = 0; !this.#disposed; ) {
      for (const action of this.#waiting.splice(0)) action();
      const step = this.#paused ? ({ kind: "idle" } as const) : core.next();
      if (step.kind === "ended") break;
      if (step.kind === "act") {
        core.complete(step.action.kind, await host.perform(step.action));
        if (host.clock.now() - this.#shippedAt >= batchMs) await this.#ship();
        if (++actions % actionsPerYield === 0) await host.yieldToEvents();
      } else if (step.kind === "advance") await this.#waitUntil(step.to);
      else {
        await this.#ship();
        if (this.#paused) this.#tellStopped();
        await this.#sleep(undefined);
        this.#pacer.restart(core.now);
      }
    }
    this.#options.log.watch(undefined);
    await this.#ship();
    this.#over = true;
    for (const action of this.#waiting.splice(0)) action();
    this.#tellStopped();
  }

  /** Resolves when the command has taken effect: for one that lets the run go on until something, when it has stopped again. */
  async command(command: RunCommand): Promise<CommandAnswer> {
    const { obey } = this.#options;
    if (!isPaceCommand(command)) return this.betweenActions(() => obey(command));
    await this.betweenActions(() => this.#setPace(command));
    return undefined;
  }

  /** Does `action` between two actions of the core; at once when there will be none any more. */
  betweenActions<Result>(action: () => Result | Promise<Result>): Promise<Result> {
    if (this.#over) return Promise.resolve(action());
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(action()));
      this.#wakeLoop?.();
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#wakeLoop?.();
  }

  #breakAt(conditions: readonly StopCondition[]): void {
    this.#breaks = conditions.map((condition) => stopTest(condition, this.#options.log.header));
  }

  /** What comes back is done when the run has stopped again and everything until then is shipped. */
  #setPace(command: PaceCommand): void | Promise<void> {
    switch (command.kind) {
      case "pause":
        this.#paused = true;
        return;
      case "resume":
        return this.#go(undefined);
      case "step":
        return this.#goUntil(stopsAfter(command.count, command.subtask));
      case "runUntil":
        return this.#goUntil(stopTest(command.until, this.#options.log.header));
      case "setBreakpoints":
        return this.#breakAt(command.conditions);
      case "setSpeed":
        return this.#pacer.restart(this.#options.core.now, command.speed);
    }
  }

  #go(stop: ((event: LogEvent) => boolean) | undefined): void {
    this.#stop = stop;
    this.#paused = false;
  }

  #goUntil(stop: (event: LogEvent) => boolean): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#go(stop);
    return new Promise<void>((resolve) => this.#stopped.push(resolve));
  }

  #tellStopped(): void {
    for (const resolve of this.#stopped.splice(0)) resolve();
  }

  /** Moves virtual time to `to` when its wall time has come; part of the way when something happens before. */
  async #waitUntil(to: number): Promise<void> {
    const { core } = this.#options;
    const waitMs = this.#pacer.speed === Infinity ? 0 : this.#pacer.wallMsUntil(to);
    if (waitMs > 0) {
      await this.#ship();
      await this.#sleep(waitMs);
      if (this.#pacer.wallMsUntil(to) > 0) {
        core.advance(Math.max(core.now, this.#pacer.virtualNow(to)));
        return;
      }
    }
    core.advance(to);
  }

  /** Sleeps for `ms` (for ever when undefined), or until a command comes. */
  #sleep(ms: number | undefined): Promise<void> {
    if (this.#waiting.length > 0 || this.#disposed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel?.();
        this.#wakeLoop = undefined;
        resolve();
      };
      const cancel = ms === undefined ? undefined : this.#options.host.clock.delay(ms, wake);
      this.#wakeLoop = wake;
    });
  }

  async #ship(): Promise<void> {
    const { log, host } = this.#options;
    this.#shippedAt = host.clock.now();
    const batch = log.takeBatch();
    if (batch !== undefined) await host.onBatch(batch);
  }
}
