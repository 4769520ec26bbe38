import { channelCounters, counterIndex, counterNames } from "../../observe/counters.ts";
import { Series } from "../../observe/series.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { RecordCounts } from "../../observe/run-state.ts";

/** Looks kept for the charts of a run: an hour of them. */
const looksKept = 7200;
const spentNames = ["busyMs", "idleMs", "backPressuredMs"] as const;

/** Shares of a subtask's time, 0 to 1; the rest is idle. */
export interface Load {
  readonly busy: number;
  readonly backPressured: number;
}

/** How far apart two looks at the counters are at least, in wall milliseconds; a share is taken over one or two of them. */
const spanMs = 500;

interface Look {
  readonly wall: number;
  readonly counters: Float64Array;
}

/** What the subtasks of a free run do with their time, from the counters they share with the page. */
export class LiveLoad {
  readonly #counters: Float64Array;
  #older: Look;
  #newer: Look;
  /** Time spent by each subtask at each look, behind the job clock of the look. */
  readonly #history: Series;
  readonly #subtasks: number;
  /** Rises whenever the shares may have changed. */
  looks = 0;

  /** `subtasks`: how many there are in the job. */
  constructor(counters: ArrayBufferLike, wall: number, subtasks: number) {
    this.#counters = new Float64Array(counters);
    this.#subtasks = subtasks;
    this.#history = new Series(1 + subtasks * spentNames.length);
    this.#older = this.#newer = { wall, counters: this.#counters.slice() };
  }

  /** Called once a frame. `at`: the job clock. */
  look(wall: number, at: number): void {
    if (wall - this.#newer.wall < spanMs) return;
    const counters = this.#counters.slice();
    // Of counters that stand still, as those of a run at rest, there is nothing new to say.
    if (!isSame(counters, this.#older.counters)) this.looks++;
    this.#older = this.#newer;
    this.#newer = { wall, counters };
    this.#remember(at, counters);
  }

  #remember(at: number, counters: Float64Array): void {
    const spent = Array.from({ length: this.#subtasks }, (_, subtask) =>
      spentNames.map((name) => counters[subtask * counterNames.length + counterIndex[name]] ?? 0),
    );
    this.#history.push(at, ...spent.flat());
    if (this.#history.length % looksKept === 0) this.#history.forget(this.#history.get(this.#history.length - looksKept, 0));
  }

  /** What a subtask did between two moments of the job clock; undefined where nobody looked, or an attempt began in between. [OB51] */
  between(subtask: TaskIndex, from: number, to: number): Load | undefined {
    const [first, last] = [this.#history.lowerBound(from), this.#history.lowerBound(to)];
    const spent = (name: number): number => {
      const column = 1 + subtask * spentNames.length + name;
      return this.#history.get(last, column) - this.#history.get(Math.max(0, first - 1), column);
    };
    const [busy, idle, backPressured] = [spent(0), spent(1), spent(2)];
    const total = busy + idle + backPressured;
    const isOne = total > 0 && Math.min(busy, idle, backPressured) >= 0;
    return isOne ? { busy: busy / total, backPressured: backPressured / total } : undefined;
  }

  /** Records that channel `channel` of a job with so many subtasks holds, as of now; undefined where channels are not counted. */
  queued(channel: ChannelIndex, subtasks: number): number | undefined {
    const place = channelCounters(subtasks, channel);
    const [sent, received] = [this.#counters[place], this.#counters[place + 1]];
    // The two are read one after the other while both move.
    return sent === undefined || received === undefined ? undefined : Math.max(0, sent - received);
  }

  /** Records that the present attempt of a subtask has counted. */
  records(subtask: TaskIndex): RecordCounts {
    const block = subtask * counterNames.length;
    return {
      recordsIn: this.#counters[block + counterIndex.recordsIn] ?? 0,
      recordsOut: this.#counters[block + counterIndex.recordsOut] ?? 0,
    };
  }

  /** Records in and out that the present attempt has counted for the operator whose counters are at `place`. [OB41] */
  operatorRecords(place: number): RecordCounts {
    return { recordsIn: this.#counters[place] ?? 0, recordsOut: this.#counters[place + 1] ?? 0 };
  }

  /** Undefined while the subtask has accounted for no time: what it does is not known then. */
  of(subtask: TaskIndex): Load | undefined {
    const block = subtask * counterNames.length;
    const spent = (name: "busyMs" | "idleMs" | "backPressuredMs"): number => {
      const place = block + counterIndex[name];
      return Math.max(0, (this.#counters[place] ?? 0) - (this.#older.counters[place] ?? 0));
    };
    const [busy, idle, backPressured] = [spent("busyMs"), spent("idleMs"), spent("backPressuredMs")];
    const total = busy + idle + backPressured;
    return total > 0 ? { busy: busy / total, backPressured: backPressured / total } : undefined;
  }
}

const isSame = (counters: Float64Array, before: Float64Array): boolean => counters.every((count, place) => count === before[place]);
