import type { JobDocument } from "../../graph/job-document.ts";
import { lastDigit } from "./host-contract.ts";

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

export const smallRows: readonly string[] = Array.from({ length: rows }, (_, index) => `${(index + 1) % 10}|${Math.floor(index / 10) + 1}`).toSorted();

/** What is wrong with the rows that a run of `smallCount` has published: twice in any case, missing when it has finished. */
export function wrongRows(published: readonly string[], status: string | undefined): readonly string[] {
  const counts = Map.groupBy(published, (row) => row);
  const twice = [...counts].filter(([row, each]) => each.length > 1 || !smallRows.includes(row)).map(([row]) => `${row} was published wrongly or twice`);
  const missing = status === "FINISHED" ? smallRows.filter((row) => !counts.has(row)).map((row) => `${row} is missing`) : [];
  return [...twice, ...missing];
}
