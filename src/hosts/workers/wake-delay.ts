import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { WakeDelay } from "../../runtime/io/ring-output.ts";

/** Milliseconds between two wake-ups of a consumer that sleeps, unless much waits for it: a hundredth of Flink's buffer timeout. */
const wakeEveryMs = 1;

/** How long a task's consumers may be left to sleep; undefined where its job wants every record sent at once. [RP60] [RP61] */
export function wakeDelayOf({ options }: Pick<TaskDeployment, "options">, now: () => number): WakeDelay | undefined {
  return options.bufferTimeout === 0 ? undefined : { ms: wakeEveryMs, now };
}
