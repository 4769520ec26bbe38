import { expect, test } from "vitest";
import { headOfChain, toCheckpointId, toTaskIndex } from "../../stream/indices.ts";
import { createCatalog } from "../../app/catalog.ts";
import { absent } from "../../base/lookup.ts";
import { jobPlan } from "../../control/job-plan.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { CheckpointBarrier } from "../../stream/control-element.ts";
import { serveTask } from "./serve-task.ts";
import type { ServedTask } from "./serve-task.ts";
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

/** Runs the job's task to its end; `onRest` is called whenever its thread comes to rest. */
async function finishedTask(onRest: (served: ServedTask) => void = () => {}): Promise<{ readonly served: ServedTask; readonly said: readonly FromTask[] }> {
  const catalog = createCatalog();
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  const deployment = jobPlan(job, catalog, { jobId: "test", tracesRecords: false }).deployment(toTaskIndex(0), 0, undefined);
  const said: FromTask[] = [];
  const thread: TaskThread = {
    catalog,
    functions: plainFunctions,
    post: (message) => void said.push(message),
    readFile: () => Promise.resolve(absent),
    writeFile: () => Promise.resolve(),
    yieldToEvents: () => pause().then(() => onRest(served)),
    now: () => performance.now(),
  };
  const served = serveTask(thread);
  const links = { kind: "ports", startedAt: 0, logMax: { events: 100, characters: 1e6 }, subtasks: 1, operatorCounters: 8, channels: [] } as const;
  served.receive({ kind: "deploy", setting: { deployment, seed: 1, counters: undefined, links } });
  const source = deployment.operators[headOfChain]?.operatorId ?? "";
  served.receive({ kind: "mail", mail: { kind: "operatorEvent", operatorId: source, event: { kind: "noMoreSplits" } } });
  while (!said.some(({ kind }) => kind === "over")) await pause();
  return { served, said };
}

test("[CP14] a checkpoint that reaches a task of a free run after its end is declined for it", async () => {
  const { served, said } = await finishedTask();
  const barrier: CheckpointBarrier = { kind: "checkpointBarrier", id: toCheckpointId(4), triggeredAt: 0, alignment: "aligned", savepoint: false };
  served.receive({ kind: "mail", mail: { kind: "triggerCheckpoint", barrier } });
  expect(said.at(-1)).toMatchObject({
    kind: "report",
    report: { kind: "decline", checkpointId: 4, reason: "CHECKPOINT_DECLINED_TASK_NOT_READY" },
  });
});

/** How the task ended, as the control plane was told. */
const ends = (said: readonly FromTask[]): readonly unknown[] =>
  said.flatMap((message) => {
    if (message.kind === "over") return [message.failure?.message];
    return message.kind === "report" && message.report.kind === "executionState" && message.report.state === "FINISHED" ? ["FINISHED"] : [];
  });

test("[SB47] a rejection that is told of behind a task's last step is its failure: it never counts as finished", async () => {
  const calm = await finishedTask();
  expect(ends(calm.said)).toEqual(["FINISHED", undefined]);
  const { said } = await finishedTask(({ broken }) => broken(new Error("nobody awaits me")));
  await pause();
  expect(ends(said)).toEqual(["nobody awaits me"]);
});
