import { counterNames } from "../../observe/counters.ts";
import type { SubtaskCounters } from "../../observe/counters.ts";
import type { CounterValue, OpenEnds } from "./open-ends.ts";
import type { TaskSetting } from "./task-message.ts";
import type { TaskThread } from "./task-thread.ts";

/** Without shared memory counters are reported so often, in milliseconds. */
export const reportEveryMs = 250;

/** What a task counts, and its places among the counters of the job. Where memory is shared it is seen as it is written. */
export interface TaskCounters {
  readonly subtasks: number;
  /** The task's block. */
  readonly own: SubtaskCounters;
  /** Those of the operators of its chain, from place `operatorsAt` on. */
  readonly operators: Float64Array;
  readonly operatorsAt: number;
}

/**
 * The counters of a free-running task where others see them: in shared memory as of its last burst of work, else by a message now and
 * then. [HB12]
 */
export class PublishedCounts {
  readonly #thread: Pick<TaskThread, "post" | "now">;
  readonly #setting: TaskSetting;
  readonly #counters: TaskCounters;
  readonly #shared: Float64Array | undefined;
  #reportedAt = -Infinity;

  constructor(
    thread: Pick<TaskThread, "post" | "now">,
    setting: TaskSetting,
    counters: TaskCounters,
  ) {
    this.#thread = thread;
    this.#setting = setting;
    this.#counters = counters;
    this.#shared = setting.counters === undefined ? undefined : new Float64Array(setting.counters);
  }

  /** `atRest`: the task does nothing more for now, so what it has done is reported at once. */
  publish(ends: OpenEnds, atRest: boolean): void {
    const shared = this.#shared;
    if (shared === undefined) return this.#report(ends, atRest ? 0 : reportEveryMs);
    for (const [place, value] of ends.counts(this.#counters.subtasks)) shared[place] = value;
  }

  #report(ends: OpenEnds, everyMs: number): void {
    const now = this.#thread.now();
    if (now - this.#reportedAt < everyMs) return;
    this.#reportedAt = now;
    const first = this.#setting.deployment.subtask * counterNames.length;
    const { own, operators, operatorsAt, subtasks } = this.#counters;
    const block = Array.from(own, (value, index): CounterValue => [first + index, value]);
    const ofOperators = Array.from(operators, (value, index): CounterValue => [operatorsAt + index, value]);
    this.#thread.post({ kind: "counters", values: [...block, ...ofOperators, ...ends.counts(subtasks)] });
  }
}
