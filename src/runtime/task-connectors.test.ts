import { expect, test } from "vitest";
import type { CheckpointId } from "../stream/indices.ts";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import { toCheckpointId, toOperatorIndex } from "../stream/indices.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { rowClass } from "../stream/row-class.ts";
import { committableSchema } from "../graph/committable.ts";
import type { Operator, OperatorContext, ReaderContext, SinkWriterContext, SourceReader } from "./api.ts";
import type { Task } from "./environment.ts";
import { createTask } from "./task.ts";
import { chainDeployment, firstOutputChannel, testCatalog } from "./testing/chain-deployment.ts";
import type { TestEnvironment } from "./testing/test-environment.ts";
import { testEnvironment } from "./testing/test-environment.ts";

const schema = schemaOf([{ name: "v", type: "INT" }]);
const Row = rowClass(schema);
const calls: string[] = [];

/** Reads its splits, which are lists of numbers from 1 on, one number per poll. */
function createReader(_config: unknown, context: ReaderContext): SourceReader {
  const splits: number[][] = [];
  let complete = false;
  return {
    start() {
      calls.push("start");
      context.requestSplit();
    },
    pollNext(output) {
      const next = splits[0]?.shift();
      if (next === undefined) return complete ? "endOfInput" : "nothingAvailable";
      output.emit(new Row(0, next), next, "split", next);
      return "moreAvailable";
    },
    addSplits(added) {
      calls.push(`add ${JSON.stringify(added)}`);
      for (const split of added) splits.push([...(split as number[])]);
    },
    notifyNoMoreSplits() {
      complete = true;
    },
    snapshotState: () => splits.filter((split) => split.length > 0),
  };
}

function createWriter(_config: unknown, context: SinkWriterContext) {
  let records = 0;
  return {
    write: () => void records++,
    flush: (endOfInput: boolean) => void calls.push(`flush ${endOfInput}`),
    prepareCommit(checkpointId: CheckpointId) {
      const committable = `${context.subtask}/${checkpointId}: ${records}`;
      records = 0;
      return [committable];
    },
  };
}

const createEnumerator = (): never => {
  throw new Error("a task has no enumerator");
};
const createCommitter = (_config: unknown, context: { readonly transactions: { commit(transaction: string): void } }) => ({
  commit(committables: readonly unknown[]) {
    for (const committable of committables) context.transactions.commit(String(committable));
  },
});
const pass = (_config: unknown, context: OperatorContext): Operator => ({ inputs: [context.output] });
const catalog = testCatalog({
  source: { createEnumerator, createReader },
  sink: { createWriter, createCommitter },
  plainSink: { createWriter },
  pass: { createOperator: pass },
});

function start(deployment: TaskDeployment, files = new Map<string, Uint8Array>()): { task: Task; environment: TestEnvironment } {
  calls.length = 0;
  const environment = testEnvironment();
  return { task: createTask(deployment, environment, catalog, files), environment };
}

const runAll = (task: Task): void => {
  while (task.step(100) === "worked");
};
const barrier = (id: number) => ({ kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment: "aligned", savepoint: false }) as const;
const event = (body: object) => ({ kind: "operatorEvent", operatorId: "operator-0", event: body }) as never;

const source = { type: "source", part: "source", inputSchemas: [], keys: [] } as const;
const sinkChain = [
  { type: "sink", part: "writer", outputSchema: committableSchema },
  { type: "sink", part: "committer", inputSchemas: [committableSchema] },
] as const;

test("[TK12] a source registers before its reader starts", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [source], outputs: 1 }));
  runAll(task);
  expect(environment.reports.filter(({ kind }) => kind === "operatorEvent")).toEqual([
    { kind: "operatorEvent", operatorId: "operator-0", event: { kind: "readerRegistered" } },
    { kind: "operatorEvent", operatorId: "operator-0", event: { kind: "requestSplit" } },
  ]);
});

test("[TK12] [CP32] splits and positions come back from a snapshot, before the reader starts", () => {
  const deployment = chainDeployment({ schema, members: [source], outputs: 1 });
  const first = start(deployment);
  first.task.post(event({ kind: "addSplits", splits: [[1, 2, 3]] }));
  for (const _ of [1, 2]) first.task.step(1);
  first.task.post({ kind: "triggerCheckpoint", barrier: barrier(4) });
  first.task.step(0);
  while (first.environment.written.size === 0) first.task.step(0);
  for (const mail of first.environment.replies()) first.task.post(mail);
  first.task.step(0);
  const acknowledged = first.environment.reports.find(({ kind }) => kind === "acknowledge");
  const [index] = (acknowledged?.kind === "acknowledge" && acknowledged.snapshot?.operators) || [];
  const operatorStates = (index?.operatorStates ?? []).map(({ elements, ...state }) => ({
    ...state,
    elements: elements.map((range) => ({ file: "f", range })),
  }));
  const restore = { checkpointId: toCheckpointId(4), operators: [{ operatorId: "operator-0", keyGroups: [], operatorStates }] };
  const second = start({ ...deployment, restore }, new Map([["f", first.environment.written.get(4) ?? new Uint8Array()]]));
  second.task.step(0);
  expect(calls).toEqual(["add [[3]]", "start"]);
});

test("[TK13] the end of a source: last watermark, end of data, final checkpoint, end of partition", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [source, { type: "pass" }], outputs: 1 }));
  task.post(event({ kind: "addSplits", splits: [[7]] }));
  task.post(event({ kind: "noMoreSplits" }));
  runAll(task);
  task.post({ kind: "triggerCheckpoint", barrier: barrier(1) });
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(1) });
  runAll(task);
  const output = environment.channel(firstOutputChannel);
  expect(output.poll(() => {}, 10)).toBe(1);
  expect([1, 2, 3, 4].map(() => output.pollControl()?.kind)).toEqual(["watermark", "endOfData", "checkpointBarrier", "endOfPartition"]);
});

test("[CP35] committables are published when their checkpoint is complete, and by a later one if that was missed", () => {
  const { task, environment } = start(chainDeployment({ schema, members: sinkChain, inputs: [1] }));
  const input = environment.channel(0);
  for (const id of [1, 2, 3]) {
    input.write(new Row(0, id), id);
    input.control(barrier(id));
  }
  runAll(task);
  expect(environment.transactions.committed).toEqual([]);
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(2) });
  runAll(task);
  expect(environment.transactions.committed).toEqual(["0/1: 1", "0/2: 1"]);
});

test("[CP35] a restore from a checkpoint publishes what it holds", () => {
  const deployment = chainDeployment({ schema, members: sinkChain, inputs: [1] });
  const first = start(deployment);
  first.environment.channel(0).control(barrier(5));
  runAll(first.task);
  const file = first.environment.written.get(5) ?? new Uint8Array();
  const state = { name: "committables", mode: "split", elements: [{ file: "f", range: { offset: 0, length: file.length } }] } as const;
  const restore = { checkpointId: toCheckpointId(5), operators: [{ operatorId: "operator-1", keyGroups: [], operatorStates: [state] }] };
  const second = start({ ...deployment, restore }, new Map([["f", file]]));
  runAll(second.task);
  expect(second.environment.transactions.committed).toEqual(["0/5: 0"]);
});

test("[TK14] a writer flushes at the end of its input, and has no committables afterwards", () => {
  const { task, environment } = start(chainDeployment({ schema, members: sinkChain, inputs: [1] }));
  const input = environment.channel(0);
  input.write(new Row(0, 1), 1);
  input.control({ kind: "endOfData", mode: "drain" });
  input.control(barrier(1));
  input.control({ kind: "endOfPartition" });
  runAll(task);
  expect(calls).toEqual(["flush true"]);
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(1) });
  runAll(task);
  expect([environment.transactions.committed, task.step(1)]).toEqual([["0/1: 1"], "finished"]);
});

test("[TK14] without checkpoints a two-phase sink publishes at the end of its input", () => {
  const options = { checkpointingEnabled: false };
  const { task, environment } = start(chainDeployment({ schema, members: sinkChain, inputs: [1], options }));
  environment.channel(0).control({ kind: "endOfData", mode: "drain" });
  runAll(task);
  expect(environment.transactions.committed).toEqual(["0/1: 0"]);
});

test("[TK15] only a two-phase sink has a committer", () => {
  const { task } = start(chainDeployment({ schema, members: [{ ...sinkChain[1], type: "plainSink" }], inputs: [1] }));
  expect(() => task.step(1)).toThrow("[TK15]");
});

test("[TK16] a committer gets the committables of a checkpoint and subtask once", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [sinkChain[1]], inputs: [1] }));
  const Committable = rowClass(committableSchema);
  for (const _ of [1, 2]) environment.channel(0).write(new Committable(0, 1, 0, []), NaN);
  expect(() => task.step(2)).toThrow("[TK16]");
});

test("[TK4] a type or part that the catalog does not have fails the task", () => {
  expect(() => start(chainDeployment({ schema, members: [{ type: "nothing" }], inputs: [1] })).task.step(1)).toThrow("[TK4]");
  expect(() => start(chainDeployment({ schema, members: [{ type: "sink" }], inputs: [1] })).task.step(1)).toThrow("[TK4]");
});

test("[TK3] a chain that does not fit together fails the task", () => {
  const members = [{ type: "pass", next: [{ operator: toOperatorIndex(1), input: 3 }] }, { type: "pass" }];
  expect(() => start(chainDeployment({ schema, members, inputs: [1] })).task.step(1)).toThrow("[TK3]");
});
