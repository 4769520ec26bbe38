import type { TaskIndex } from "../../stream/indices.ts";
import type { MemoryUse } from "../../control/job-client.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import { listBy, toTaskIndex } from "../../stream/indices.ts";
import { memoryExcessText } from "./memory-excess.ts";
import type { TaskWorker } from "./worker-pool.ts";

/** Bytes that workers keep, heap and buffers together, by what the platform's measurements call them. */
export type MeasuredMemory = readonly (readonly [worker: string, bytes: number])[];

interface MeasuredTask {
  readonly worker: TaskWorker;
  readonly deployment: TaskDeployment;
}

/**
 * Holds what was measured of a job's workers to its limits: `end` is called with each task that keeps too much, and with the one that
 * keeps most when all do together. What a measurement does not tell apart is held to the sum of its limits. [HB35]
 */
export function judgeMemory(
  tasks: ReadonlyMap<TaskIndex, MeasuredTask>,
  measured: MeasuredMemory,
  end: (task: MeasuredTask, message: string) => void,
): MemoryUse | undefined {
  const byWorker = new Map<string, number>();
  for (const [worker, bytes] of measured) byWorker.set(worker, (byWorker.get(worker) ?? 0) + bytes);
  const subtasks: (number | undefined)[] = [];
  let largest: { readonly task: MeasuredTask; readonly bytes: number } | undefined;
  let total = 0;
  for (const [subtask, task] of tasks) {
    const bytes = byWorker.get(task.worker.name ?? "");
    if (bytes === undefined) continue;
    subtasks[subtask] = bytes;
    total += bytes;
    if (bytes > (largest?.bytes ?? 0)) largest = { task, bytes };
  }
  if (largest === undefined) return undefined;
  const { memory } = largest.task.deployment.options;
  const each = memory.heap + memory.buffers;
  for (const [subtask, task] of tasks) {
    const bytes = subtasks[subtask] ?? 0;
    if (bytes > each) end(task, memoryExcessText(task.deployment, { limit: "both", limitBytes: each, usedBytes: bytes }));
  }
  if (total > memory.total && largest.bytes <= each) {
    end(largest.task, memoryExcessText(largest.task.deployment, { limit: "total", limitBytes: memory.total, usedBytes: largest.bytes }));
  }
  return { subtasks: listBy(toTaskIndex, Array.from(subtasks)), limits: memory };
}
