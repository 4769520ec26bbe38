import { counterNames } from "../../observe/counters.ts";
import type { SubtaskCounters } from "../../observe/counters.ts";
import type { CounterValue, OpenEnds } from "./open-ends.ts";
import type { TaskSetting } from "./task-message.ts";
import type { TaskThread } from "./task-thread.ts";

/** Without shared memory counters are reported so often, in milliseconds. */
export const reportEveryMs = 250;

/**
 * The counters of a free-running task where others see them: in shared memory as of its last burst of work, else by a message now and
 * then. [HB12]
 */
export class PublishedCounts {
  private readonly thread: Pick<TaskThread, "post" | "now">;
  private readonly setting: TaskSetting;
  private readonly subtasks: number;
  private readonly own: SubtaskCounters;
  private readonly shared: Float64Array | undefined;
  private reportedAt = -Infinity;

  /** `own` is the task's block; where memory is shared it is seen as it is written. */
  constructor(
    thread: Pick<TaskThread, "post" | "now">,
    setting: TaskSetting,
    counters: { readonly subtasks: number; readonly own: SubtaskCounters },
  ) {
    this.thread = thread;
    this.setting = setting;
    this.subtasks = counters.subtasks;
    this.own = counters.own;
    this.shared = setting.counters === undefined ? undefined : new Float64Array(setting.counters);
  }

  /** `atRest`: the task does nothing more for now, so what it has done is reported at once. */
  publish(ends: OpenEnds, atRest: boolean): void {
    const { shared } = this;
    if (shared === undefined) return this.report(ends, atRest ? 0 : reportEveryMs);
    for (const [place, value] of ends.counts(this.subtasks)) shared[place] = value;
  }

  private report(ends: OpenEnds, everyMs: number): void {
    const now = this.thread.now();
    if (now - this.reportedAt < everyMs) return;
    this.reportedAt = now;
    const first = this.setting.deployment.subtask * counterNames.length;
    const block = Array.from(this.own, (value, index): CounterValue => [first + index, value]);
    this.thread.post({ kind: "counters", values: [...block, ...ends.counts(this.subtasks)] });
  }
}
