import { engineMessage } from "../../base/engine-messages.ts";
import { options } from "../../graph/option.ts";
import type { MemoryLimits, TaskDeployment } from "../../graph/task-deployment.ts";

/** What a platform saw when it ended a worker for what it kept. */
export interface MemoryExcess {
  /** The limit that was passed; `both`: that of heap and buffers, where they are measured together. */
  readonly limit: keyof MemoryLimits | "both";
  readonly limitBytes: number;
  /** What this worker kept then: for `total` it is the one that kept most. */
  readonly usedBytes: number;
}

const messages = { heap: "heapExceeds", buffers: "buffersExceed", both: "memoryExceeds", total: "jobExceeds" } as const;
const keys: Readonly<Record<MemoryExcess["limit"], string>> = {
  heap: options.taskHeap.key,
  buffers: options.taskOffHeap.key,
  both: `${options.taskHeap.key}, ${options.taskOffHeap.key}`,
  total: options.processMemory.key,
};

/** [HB30] What the author of a job reads whose subtask kept too much. */
export function memoryExcessText({ taskName, subtaskIndex, parallelism }: Subtask, { limit, limitBytes, usedBytes }: MemoryExcess): string {
  const subtask = `${taskName} (${subtaskIndex + 1}/${parallelism})`;
  const used = limit === "total" && { used: megabytes(usedBytes) };
  return engineMessage(messages[limit], { subtask, limit: megabytes(limitBytes), keys: keys[limit], ...used });
}

type Subtask = Pick<TaskDeployment, "taskName" | "subtaskIndex" | "parallelism">;

const megabytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);
