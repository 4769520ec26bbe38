import type { ScheduledFault } from "../../control/job-client.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { lastDigit } from "./host-contract.ts";
import type { Strike } from "./host-contract.ts";

const rows = 36;

/** Each number from 1 to 36 counted once under its last digit: few checkpoints, which stay when the job fails. */
export const smallCount: JobDocument = {
  ...lastDigit,
  name: "small count",
  config: {
    "execution.checkpointing.interval": "80 ms",
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "execution.checkpointing.tolerable-failed-checkpoints": "1",
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.delay": "20 ms",
    "restart-strategy.fixed-delay.attempts": "6",
  },
  operators: lastDigit.operators.map((operator) => ({
    ...operator,
    parallelism: 1,
    ...(operator.id === "numbers"
      ? { serviceTimeMs: 10, config: { ...operator.config, rowsPerSecond: 1000, options: { id: { kind: "sequence", start: "1", end: String(rows) } } } }
      : {}),
  })),
};

/** For free runs: paced by its source, because a service time is not slept through there. */
export const pacedCount: JobDocument = {
  ...smallCount,
  operators: smallCount.operators.map((operator) =>
    operator.id === "numbers" ? { ...operator, serviceTimeMs: 0, config: { ...operator.config, rowsPerSecond: 18 } } : operator,
  ),
};

const kill = { kind: "killSubtask", subtask: toTaskIndex(1) } as const;
const crash = { kind: "crashCoordinator" } as const;
/** What strikes the job meanwhile, turn by turn and in a free run: tasks are restored, and a job master takes over. */
export const disturbance: { readonly faults: readonly ScheduledFault[]; readonly strikes: readonly Strike[] } = {
  faults: [{ at: 130, fault: kill }, { at: 260, fault: crash }],
  strikes: [{ fault: kill, afterCheckpoint: 2 }, { fault: crash, afterCheckpoint: 3 }],
};

export const smallRows: readonly string[] = Array.from({ length: rows }, (_, index) => `${(index + 1) % 10}|${Math.floor(index / 10) + 1}`).toSorted();

/** What is wrong with the rows that a run of `smallCount` has published: twice in any case, missing when it has finished. */
export function wrongRows(published: readonly string[], status: string | undefined): readonly string[] {
  const counts = Map.groupBy(published, (row) => row);
  const twice = [...counts].filter(([row, each]) => each.length > 1 || !smallRows.includes(row)).map(([row]) => `${row} was published wrongly or twice`);
  const missing = status === "FINISHED" ? smallRows.filter((row) => !counts.has(row)).map((row) => `${row} is missing`) : [];
  return [...twice, ...missing];
}
