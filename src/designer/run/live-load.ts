import { channelCounters, counterIndex, counterNames } from "../../observe/counters.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { RecordCounts } from "../../observe/run-state.ts";

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
  /** Rises whenever the shares may have changed. */
  looks = 0;

  constructor(counters: ArrayBufferLike, wall: number) {
    this.#counters = new Float64Array(counters);
    this.#older = this.#newer = { wall, counters: this.#counters.slice() };
  }

  /** Called once a frame. */
  look(wall: number): void {
    if (wall - this.#newer.wall < spanMs) return;
    const counters = this.#counters.slice();
    // Of counters that stand still, as those of a run at rest, there is nothing new to say.
    if (!isSame(counters, this.#older.counters)) this.looks++;
    this.#older = this.#newer;
    this.#newer = { wall, counters };
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
