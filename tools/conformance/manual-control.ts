import { seededRandom } from "../../src/base/random.ts";
import type { ControlContext } from "../../src/control/control-context.ts";
import type { LogEventBody } from "../../src/observe/event.ts";

/** Control context on a clock that the runner moves; timers fire in order of time, then of registration. */
export class ManualControl implements ControlContext {
  readonly random = seededRandom(1);
  readonly storage = { write: unused, read: unused, list: unused, remove: unused };
  private readonly timers: { readonly at: number; readonly callback: () => void }[] = [];
  private time = 0;
  private readonly onLog: (event: LogEventBody) => void;

  constructor(onLog: (event: LogEventBody) => void) {
    this.onLog = onLog;
  }

  now(): number {
    return this.time;
  }

  schedule(at: number, callback: () => void): () => void {
    const timer = { at, callback };
    this.timers.push(timer);
    return () => {
      const place = this.timers.indexOf(timer);
      if (place >= 0) this.timers.splice(place, 1);
    };
  }

  send(): void {}

  log(event: LogEventBody): void {
    this.onLog(event);
  }

  /** Fires all timers due up to and including `until`, then sets the clock to it. */
  advance(until: number): void {
    for (;;) {
      let next = this.timers[0];
      for (const timer of this.timers) if (next === undefined || timer.at < next.at) next = timer;
      if (next === undefined || next.at > until) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
    this.time = until;
  }
}

function unused(): never {
  throw new Error("this suite stores nothing");
}
