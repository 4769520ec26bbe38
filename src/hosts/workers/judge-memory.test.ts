import { expect, test } from "vitest";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { judgeMemory } from "./judge-memory.ts";

const limits = { heap: 100, buffers: 50, total: 250 };

/** Tasks of one subtask each, with workers "a", "b" and so on; a worker without a name is not measured. */
function tasks(...names: readonly (string | undefined)[]) {
  return new Map(
    names.map((name, subtask) => {
      const deployment = { subtask, taskName: "count", subtaskIndex: subtask, parallelism: names.length, options: { memory: limits } };
      const worker = { post() {}, terminate() {}, ...(name !== undefined && { name }) };
      return [toTaskIndex(subtask), { worker, deployment: deployment as unknown as TaskDeployment }];
    }),
  );
}

function judge(names: readonly (string | undefined)[], measured: Parameters<typeof judgeMemory>[1]) {
  const ended: string[] = [];
  const use = judgeMemory(tasks(...names), measured, (_task, message) => void ended.push(message));
  return { ended, use };
}

test("[HB35] what belongs to a worker is added up; workers of others are nobody's", () => {
  const { ended, use } = judge(["a", undefined, "c"], [["a", 60], ["a", 30], ["c", 10], ["x", 1000]]);
  expect(ended).toEqual([]);
  expect(use).toEqual({ subtasks: [90, undefined, 10], limits });
  expect(judge(["a"], [["x", 5]]).use).toBeUndefined();
});

test("[HB35] a worker beyond heap and buffers together is ended; of several that are too much, the largest", () => {
  expect(judge(["a", "b"], [["a", 150], ["b", 20]]).ended).toEqual([]);
  const [one, ...more] = judge(["a", "b"], [["a", 151], ["b", 20]]).ended;
  expect(one).toContain("count (1/2) used more than 0 MB of heap and byte buffers");
  expect(more).toEqual([]);
  expect(judge(["a", "b", "c"], [["a", 90], ["b", 100], ["c", 80]]).ended).toEqual([expect.stringContaining("count (2/3) most of it")]);
});
