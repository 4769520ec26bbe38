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

/** Watches a run's log for what it is to pause behind: the same tests as the driver's, here for its picture and for free runs. */
export class Stops {
  #tests: readonly Test[] = [];

  set(shape: RunShape, until: StopCondition | undefined, breakpoints: readonly Breakpoint[]): void {
    const active = breakpoints.filter(({ on }) => on);
    this.#tests = [
      ...active.map(({ id, condition }) => ({ id, condition, meets: stopTest(condition, shape) })),
      ...(until === undefined ? [] : [{ id: undefined, condition: until, meets: stopTest(until, shape) }]),
    ];
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
}
