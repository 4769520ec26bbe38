import { expect, test } from "vitest";
import { toCheckpointId } from "../../stream/indices.ts";
import { createCatalog } from "../../app/catalog.ts";
import { absent } from "../../base/lookup.ts";
import { jobPlan } from "../../control/job-plan.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { CheckpointBarrier } from "../../stream/control-element.ts";
import { serveTask } from "./serve-task.ts";
import type { FromTask } from "./task-message.ts";
import type { TaskThread } from "./task-thread.ts";

const document: JobDocument = {
  format: "weir.job/1",
  name: "nothing",
  config: {},
  operators: [
    { id: "values", type: "values", name: "values", config: { fields: [{ name: "n", type: "INT" }], rows: [], repeat: false } },
    { id: "sink", type: "blackhole", name: "sink", config: {} },
  ],
  edges: [{ id: "e", from: { operator: "values", port: "out" }, to: { operator: "sink", port: "in" } }],
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test("[CP14] a checkpoint that reaches a task of a free run after its end is declined for it", async () => {
  const catalog = createCatalog();
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  const deployment = jobPlan(job, catalog, { jobId: "test", tracesRecords: false }).deployment(0, 0, undefined);
  const said: FromTask[] = [];
  const thread: TaskThread = {
    catalog,
    functions: plainFunctions,
    post: (message) => void said.push(message),
    readFile: () => Promise.resolve(absent),
    writeFile: () => Promise.resolve(),
    yieldToEvents: pause,
    now: () => performance.now(),
  };
  const { receive } = serveTask(thread);
  const links = { kind: "ports", startedAt: 0, logMax: { events: 100, characters: 1e6 }, subtasks: 1, channels: [] } as const;
  receive({ kind: "deploy", setting: { deployment, seed: 1, counters: undefined, links } });
  const source = deployment.operators[0]?.operatorId ?? "";
  receive({ kind: "mail", mail: { kind: "operatorEvent", operatorId: source, event: { kind: "noMoreSplits" } } });
  while (!said.some(({ kind }) => kind === "over")) await pause();

  const barrier: CheckpointBarrier = { kind: "checkpointBarrier", id: toCheckpointId(4), triggeredAt: 0, alignment: "aligned", savepoint: false };
  receive({ kind: "mail", mail: { kind: "triggerCheckpoint", barrier } });
  expect(said.at(-1)).toMatchObject({
    kind: "report",
    report: { kind: "decline", checkpointId: 4, reason: "CHECKPOINT_DECLINED_TASK_NOT_READY" },
  });
});
