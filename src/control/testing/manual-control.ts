import { found, lookUp } from "../../base/lookup.ts";
import { seededRandom } from "../../base/random.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import type { LogEvent, LogEventBody } from "../../observe/event.ts";
import { coordinator } from "../../observe/event.ts";
import type { CheckpointStorage, ControlCommand, ControlContext } from "../control-context.ts";

/**
 * Control context on a clock that a test moves. Timers fire in order of time, then of registration; storage is a map of texts
 * whose completions wait for `advance`, commands and events are kept in order.
 */
export class ManualControl implements ControlContext {
  readonly random = seededRandom(1);
  readonly files = new Map<string, string>();
  readonly storage: CheckpointStorage = this.#memoryStorage();
  readonly commands: ControlCommand[] = [];
  readonly events: LogEvent[] = [];
  readonly #timers: { readonly at: number; readonly callback: () => void }[] = [];
  #time = 0;

  now(): number {
    return this.#time;
  }

  schedule(at: number, callback: () => void): () => void {
    const timer = { at, callback };
    this.#timers.push(timer);
    return () => {
      const place = this.#timers.indexOf(timer);
      if (place >= 0) this.#timers.splice(place, 1);
    };
  }

  send(command: ControlCommand): void {
    this.commands.push(command);
  }

  log(body: LogEventBody, subtask: TaskIndex = coordinator): void {
    this.events.push({ seq: this.events.length, at: this.#time, subtask, body });
  }

  /** Fires all timers due up to and including `until`, then sets the clock to it. */
  advance(until: number): void {
    for (;;) {
      let next = this.#timers[0];
      for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer;
      if (next === undefined || next.at > until) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#time = Math.max(this.#time, next.at);
      next.callback();
    }
    this.#time = until;
  }

  #memoryStorage(): CheckpointStorage {
    const later = (action: () => void): void => void this.schedule(this.#time, action);
    return {
      write: (path, text, done) =>
        later(() => {
          this.files.set(path, text);
          done(undefined);
        }),
      read: (path, done) => later(() => done(lookUp("read", path, () => this.files.get(path)))),
      list: (directory, done) => later(() => done(found(this.#namesIn(directory)))),
      remove: (path, done) =>
        later(() => {
          for (const each of this.files.keys()) if (each === path || each.startsWith(`${path}/`)) this.files.delete(each);
          done(undefined);
        }),
    };
  }

  #namesIn(directory: string): readonly string[] {
    const below = [...this.files.keys()].filter((path) => path.startsWith(`${directory}/`));
    return [...new Set(below.map((path) => path.slice(directory.length + 1).split("/", 1)[0] ?? ""))];
  }
}
