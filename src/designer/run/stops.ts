import type { JobClient } from "../../control/job-client.ts";
import type { LogEvent, RunShape } from "../../observe/event.ts";
import { stopTest } from "../../observe/stop-condition.ts";
import type { StopCondition, StopEvent } from "../../observe/stop-condition.ts";

/** A place and condition at which a run pauses every time, while it is on. */
export interface Breakpoint {
  readonly id: number;
  readonly on: boolean;
  readonly condition: StopCondition;
}

/** What a run paused at by itself. */
export interface Stopped {
  readonly condition: StopCondition;
  /** The breakpoint it was; undefined for a run until. */
  readonly breakpoint: number | undefined;
  /** Cursor right behind the event. */
  readonly cursor: number;
}

/** Events that the log of a free run has one by one. */
const loggedInFreeRun: ReadonlySet<StopEvent> = new Set([
  "barrier",
  "alignmentEnds",
  "watermark",
  "checkpointComplete",
  "failure",
  "end",
]);

/** A free run logs no single records: what concerns them is never met there. */
export const isLogged = (event: StopEvent, mode: "deterministic" | "freeRunning"): boolean =>
  mode === "deterministic" || loggedInFreeRun.has(event);

export const conditionsOf = (breakpoints: readonly Breakpoint[]): readonly StopCondition[] =>
  breakpoints.filter(({ on }) => on).map(({ condition }) => condition);

interface Test {
  readonly condition: StopCondition;
  readonly id: number | undefined;
  readonly meets: (event: LogEvent) => boolean;
}

/** The part of a session's state that says what its run is to pause behind. */
export interface StopsState {
  /** What the run is running to. */
  readonly until: StopCondition | undefined;
  /** Kept over all runs of the session. */
  readonly breakpoints: readonly Breakpoint[];
}

interface StopsStore {
  readonly getState: () => StopsState;
  readonly setState: (change: Partial<StopsState>) => void;
}

/**
 * Sees to it that a run pauses where it is to: tells its driver, and watches its log with the same tests, for the picture and for free
 * runs, whose workers cannot.
 */
export class Stops {
  readonly #store: StopsStore;
  #run: { readonly client: JobClient; readonly shape: RunShape } | undefined;
  #tests: readonly Test[] = [];

  constructor(store: StopsStore) {
    this.#store = store;
  }

  /** A run is here that was started with the conditions of the present breakpoints. */
  begin(client: JobClient, shape: RunShape): void {
    this.#run = { client, shape };
    this.#watch();
  }

  /** The run is gone, or is to pass through everything. */
  end(): void {
    this.#run = undefined;
    this.#tests = [];
  }

  /** Resolves when the driver knows; what comes in from then on is looked at here, too. */
  async change(change: Partial<StopsState>): Promise<void> {
    this.#store.setState(change);
    const run = this.#run;
    if (!run) return;
    const { until, breakpoints } = this.#store.getState();
    const conditions = [...conditionsOf(breakpoints), ...(until ? [until] : [])];
    await run.client.command({ kind: "setBreakpoints", conditions });
    const now = this.#store.getState();
    if (run === this.#run && until === now.until && breakpoints === now.breakpoints) this.#watch();
  }

  /** The first event that is met, and by what. */
  find(events: readonly LogEvent[]): Stopped | undefined {
    if (this.#tests.length === 0) return undefined;
    for (const event of events) {
      const met = this.#tests.find(({ meets }) => meets(event));
      if (met) return { condition: met.condition, breakpoint: met.id, cursor: event.seq + 1 };
    }
    return undefined;
  }

  #watch(): void {
    if (!this.#run) return;
    const { shape } = this.#run;
    const { until, breakpoints } = this.#store.getState();
    const active = breakpoints.filter(({ on }) => on);
    this.#tests = [
      ...active.map(({ id, condition }) => ({ id, condition, meets: stopTest(condition, shape) })),
      ...(until === undefined ? [] : [{ id: undefined, condition: until, meets: stopTest(until, shape) }]),
    ];
  }
}
