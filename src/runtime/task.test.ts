import { expect, test } from "vitest";
import type { TaskDeployment } from "../graph/task-deployment.ts";
import type { ControlElement } from "../stream/control-element.ts";
import { toCheckpointId } from "../stream/indices.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { rowParameter } from "../stream/guest-parameter.ts";
import { rowClass } from "../stream/row-class.ts";
import type { Operator, OperatorContext, RuntimeCatalog } from "./api.ts";
import type { Task } from "./environment.ts";
import { taskFailure } from "./task-failure.ts";
import { createTask } from "./task.ts";
import { chainDeployment, firstOutputChannel, testCatalog } from "./testing/chain-deployment.ts";
import type { TestEnvironment, TestEnvironmentOptions } from "./testing/test-environment.ts";
import { testEnvironment } from "./testing/test-environment.ts";

const schema = schemaOf([{ name: "v", type: "INT" }]);
const Row = rowClass(schema);
const row = (v: number) => new Row(0, v);

const operator = (createOperator: (context: OperatorContext) => Operator) => ({
  createOperator: (_config: unknown, context: OperatorContext) => createOperator(context),
});
const pass = operator((context) => ({ inputs: [context.output] }));
const union = operator((context) => ({ inputs: [context.output, context.output] }));
/** Emits each record when the watermark passes its timestamp. */
const delay = operator((context) => {
  const timers = context.timers<null>("timers", { onTimer: (_domain, timestamp) => context.output(row(Number(context.keyedState.currentKey)), timestamp) });
  return { inputs: [(_row, timestamp) => timers.registerEventTimer(null, timestamp)] };
});
const failing = operator((context) => {
  const call = context.functions.compile({ field: "function", source: "row.v.w.x", parameters: [rowParameter("row", schema)] }, () => undefined);
  return { inputs: [(record) => void call(record)] };
});
const catalog = testCatalog({ pass, union, delay, failing });

interface Bench {
  readonly task: Task;
  readonly environment: TestEnvironment;
  /** What reached the first output channel. */
  taken(): readonly string[];
}

function start(
  deployment: TaskDeployment,
  options: TestEnvironmentOptions = {},
  definitions: RuntimeCatalog = catalog,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Bench {
  const environment = testEnvironment(options);
  const task = createTask(deployment, environment, definitions, files);
  const taken = (): readonly string[] => {
    const channel = environment.channel(firstOutputChannel);
    const seen: string[] = [];
    for (;;) {
      const records = channel.poll(({ v }, timestamp) => seen.push(`${String(v)}@${timestamp}`), 1);
      const control = records > 0 ? undefined : channel.pollControl();
      if (control !== undefined) seen.push(controlText(control));
      if (records === 0 && control === undefined) return seen;
    }
  };
  return { task, environment, taken };
}

function controlText(element: ControlElement): string {
  if (element.kind === "watermark") return `W${element.timestamp}`;
  if (element.kind === "watermarkStatus") return element.idle ? "idle" : "active";
  return element.kind;
}

const barrier = (id: number) => ({ kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment: "aligned", savepoint: false }) as const;
const runAll = (task: Task): void => {
  while (task.step(100) === "worked");
};
const states = ({ reports }: TestEnvironment): readonly string[] =>
  reports.flatMap((report) => (report.kind === "executionState" ? [report.state] : [report.kind]));

test("[TK13] ends when its inputs have ended and the final checkpoint is complete", () => {
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }));
  const input = environment.channel(0);
  input.write(row(1), 5);
  input.control({ kind: "watermark", timestamp: Infinity });
  input.control({ kind: "endOfData", mode: "drain" });
  runAll(task);
  expect(taken()).toEqual(["1@5", "WInfinity", "endOfData"]);

  input.control(barrier(1));
  runAll(task);
  input.control({ kind: "endOfPartition" });
  runAll(task);
  expect(taken()).toEqual(["checkpointBarrier"]);

  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(1) });
  runAll(task);
  expect(task.step(1)).toBe("finished");
  expect(taken()).toEqual(["endOfPartition"]);
  expect(states(environment)).toEqual(["INITIALIZING", "RUNNING", "endOfData", "acknowledge", "FINISHED"]);
});

test("[CP36] a checkpoint taken before the end of data is not the final one", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }));
  const input = environment.channel(0);
  input.control(barrier(1));
  for (const element of [{ kind: "endOfData", mode: "drain" }, { kind: "endOfPartition" }] as const) input.control(element);
  runAll(task);
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(1) });
  runAll(task);
  expect(task.step(1)).toBe("idle");
  task.post({ kind: "triggerCheckpoint", barrier: barrier(2) });
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(2) });
  runAll(task);
  expect(task.step(1)).toBe("finished");
});

test("[TK10] takes no element while an output is full", () => {
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }), {
    capacity: 1,
    tracesRecords: true,
  });
  for (const v of [1, 2, 3]) environment.channel(0).write(row(v), v);
  expect(task.step(1)).toBe("worked");
  expect(task.step(1)).toBe("blocked");
  expect(environment.channel(0).taken).toBe(1);
  expect(environment.events).toContainEqual({ kind: "backPressured", on: true, channel: firstOutputChannel });
  expect(taken()).toEqual(["1@1"]);
  task.step(1);
  expect(taken()).toEqual(["2@2"]);
});

test("[TK10] [WM6] waits for room between two timers, and passes the watermark on behind the last of them", () => {
  const members = [{ type: "delay", keys: [["v"]] }];
  const { task, environment, taken } = start(chainDeployment({ schema, members, inputs: [1], outputs: 1 }), { capacity: 1 });
  const input = environment.channel(0);
  for (const v of [1, 2]) input.write(row(v), v);
  input.control({ kind: "watermark", timestamp: 9 });
  input.write(row(3), 10);
  runAll(task);
  expect(taken()).toEqual(["1@1"]);
  runAll(task);
  expect(input.isReadable()).toBe(true);
  expect(taken()).toEqual(["2@2"]);
  runAll(task);
  expect(taken()).toEqual(["W9"]);
});

test("[TK11] [TK6] a record is emitted when its service time is over, mail waits, a cancel does not", () => {
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }), {
    serviceTimeMs: 10,
    tracesRecords: true,
  });
  for (const v of [1, 2]) environment.channel(0).write(row(v), v);
  task.step(1);
  expect([task.busyUntil, taken()]).toEqual([10, []]);
  task.post({ kind: "triggerCheckpoint", barrier: barrier(1) });
  environment.now = 9;
  expect(task.step(1)).toBe("idle");
  environment.now = 10;
  task.step(1);
  expect([task.busyUntil, taken()]).toEqual([20, ["1@1", "checkpointBarrier"]]);
  task.post({ kind: "cancel" });
  expect(task.step(1)).toBe("canceled");
  expect(states(environment).at(-1)).toBe("CANCELED");
});

test("[TK20] accounts for its time", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }), { serviceTimeMs: 10 });
  task.step(1);
  environment.now = 7;
  environment.channel(0).write(row(1), 1);
  task.step(1);
  environment.now = 17;
  runAll(task);
  const [recordsIn, recordsOut, busyMs, idleMs] = environment.counters;
  expect({ recordsIn, recordsOut, busyMs, idleMs }).toEqual({ recordsIn: 1, recordsOut: 1, busyMs: 10, idleMs: 7 });
});

test("[CP30] a channel whose barrier was read is held until the others' came", () => {
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [2], outputs: 1 }));
  environment.channel(0).control(barrier(1));
  environment.channel(0).write(row(1), 1);
  environment.channel(1).write(row(2), 2);
  runAll(task);
  expect(taken()).toEqual(["2@2"]);
  environment.channel(1).control(barrier(1));
  runAll(task);
  expect(taken()).toEqual(["checkpointBarrier", "1@1"]);
  const held = environment.events.filter(({ kind }) => kind === "channelHeld" || kind === "channelReleased");
  expect(held.map((event) => [event.kind, "channel" in event && event.channel])).toEqual([
    ["channelHeld", 0],
    ["channelHeld", 1],
    ["channelReleased", 0],
    ["channelReleased", 1],
  ]);
});

test("[CP31] at least once holds nothing", () => {
  const options = { checkpointMode: "AT_LEAST_ONCE" } as const;
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [2], outputs: 1, options }));
  environment.channel(0).control(barrier(1));
  environment.channel(0).write(row(1), 1);
  environment.channel(1).control(barrier(1));
  runAll(task);
  expect(taken().toSorted()).toEqual(["1@1", "checkpointBarrier"]);
});

test("[CP32] [CP34] prepares head to tail, sends the barrier, snapshots tail to head, acknowledges", () => {
  const calls: string[] = [];
  const recorder = (name: string) =>
    operator((context) => ({
      inputs: [context.output],
      prepareSnapshotPreBarrier: () => void calls.push(`prepare ${name}`),
      snapshotState: () => void calls.push(`snapshot ${name}`),
      onCheckpointComplete: () => void calls.push(`complete ${name}`),
    }));
  const definitions = testCatalog({ first: recorder("first"), second: recorder("second") });
  const { task, environment } = start(chainDeployment({ schema, members: [{ type: "first" }, { type: "second" }], inputs: [1], outputs: 1 }), {}, definitions);
  environment.channel(0).control(barrier(1));
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(1) });
  runAll(task);
  expect(calls).toEqual(["complete second", "complete first", "prepare first", "prepare second", "snapshot second", "snapshot first"]);
  expect(environment.reports.at(-1)).toMatchObject({ kind: "acknowledge", checkpointId: 1, snapshot: undefined });
});

test("[CP33] a checkpoint aborted before its barrier is not taken", () => {
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }));
  task.post({ kind: "checkpointAborted", checkpointId: toCheckpointId(1), latestCompletedId: toCheckpointId(-1) });
  environment.channel(0).control(barrier(1));
  environment.channel(0).control(barrier(2));
  runAll(task);
  expect(taken()).toEqual(["cancelCheckpointMarker", "checkpointBarrier"]);
});

test("[WM4] an operator with two inputs has the smaller watermark, and the larger one when both are idle", () => {
  const members = [{ type: "union", inputSchemas: [schema, schema], keys: [undefined, undefined] }];
  const { task, environment, taken } = start(chainDeployment({ schema, members, inputs: [1, 1], outputs: 1 }));
  const send = (channel: number, element: ControlElement): void => {
    environment.channel(channel).control(element);
    runAll(task);
  };
  send(0, { kind: "watermark", timestamp: 5 });
  send(1, { kind: "watermark", timestamp: 3 });
  send(0, { kind: "watermarkStatus", idle: true });
  send(1, { kind: "watermarkStatus", idle: true });
  expect(taken()).toEqual(["W3", "W5", "idle"]);
});

test("[TK17] a failure names the operator, the record and the field", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [{ type: "pass" }, { type: "failing" }], inputs: [1] }));
  environment.channel(0).write(row(7), 1);
  let failure: unknown;
  try {
    task.step(1);
  } catch (error) {
    failure = error;
  }
  expect(taskFailure(failure)).toMatchObject({ operatorName: "failing", operator: 1, record: "7", row: "[7]" });
});

test("[TK21] a subtask that had finished before the checkpoint only says so", () => {
  const restore = { checkpointId: toCheckpointId(3), operators: [], finished: true };
  const { task, environment, taken } = start(chainDeployment({ schema, members: [{ type: "failing" }], inputs: [1], outputs: 1, restore }));
  for (const element of [{ kind: "endOfData", mode: "drain" }, { kind: "endOfPartition" }] as const) {
    environment.channel(0).control(element);
  }
  runAll(task);
  task.post({ kind: "triggerCheckpoint", barrier: barrier(4) });
  task.post({ kind: "checkpointComplete", checkpointId: toCheckpointId(4) });
  runAll(task);
  expect(taken()).toEqual(["WInfinity", "endOfData", "checkpointBarrier", "endOfPartition"]);
});

test("[DT21] the log shows the same of each record whether a step takes one or all of them", () => {
  const logged = (budget: number) => {
    const { task, environment } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }), { tracesRecords: true });
    for (const v of [1, 2]) environment.channel(0).write(row(v), v);
    for (const _ of [1, 2]) task.step(budget);
    return environment.events.filter(({ kind }) => kind !== "backPressured");
  };
  const kinds = ["received", "processing", "sent", "processed"];
  expect(logged(1).map(({ kind }) => kind)).toEqual([...kinds, ...kinds]);
  expect(logged(10)).toEqual(logged(1));
});

test("[TK22] records that are not traced are counted in the log, before every control element and now and then", () => {
  const { task, environment } = start(chainDeployment({ schema, members: [{ type: "pass" }], inputs: [1], outputs: 1 }));
  const input = environment.channel(0);
  task.step(0);
  for (const v of [1, 2]) input.write(row(v), v);
  input.control({ kind: "watermark", timestamp: 2 });
  input.write(row(3), 3);
  runAll(task);
  environment.now = 1000;
  task.step(1);
  expect(environment.events.filter(({ kind }) => kind === "passed")).toEqual([
    { kind: "passed", channel: 0, sent: 0, received: 2 },
    { kind: "passed", channel: firstOutputChannel, sent: 2, received: 0 },
    { kind: "passed", channel: 0, sent: 0, received: 1 },
    { kind: "passed", channel: firstOutputChannel, sent: 1, received: 0 },
  ]);
});

test("[TK23] a step ends between two of very many timers, and a cancel is seen", () => {
  const members = [{ type: "delay", keys: [["v"]] }];
  const { task, environment, taken } = start(chainDeployment({ schema, members, inputs: [1], outputs: 1 }));
  const input = environment.channel(0);
  for (let v = 1; v <= 5000; v += 1) input.write(row(v), v);
  input.control({ kind: "watermark", timestamp: 5000 });
  task.step(10_000);
  const fired = taken().length;
  expect(fired > 0 && fired < 5000).toBe(true);
  task.post({ kind: "cancel" });
  expect([task.step(1), taken()]).toEqual(["canceled", []]);
});

test("[CP37] records are handled between the slices of a snapshot, and are not in it", () => {
  const counter = operator((context) => {
    const count = context.keyedState.value<number>({ name: "n", type: { type: "INT", nullable: false } });
    return {
      inputs: [
        (_row, timestamp) => {
          count.update((count.value() ?? 0) + 1);
          context.output(row(count.value() ?? 0), timestamp);
        },
      ],
    };
  });
  const deployment = chainDeployment({ schema, members: [{ type: "counter", keys: [["v"]] }], inputs: [1], outputs: 1 });
  const { task, environment } = start(deployment, {}, testCatalog({ counter }));
  const input = environment.channel(0);
  for (let v = 0; v < 20_000; v += 1) input.write(row(v), v);
  input.control(barrier(1));
  while (input.isReadable()) task.step(1024);
  let between = 0;
  for (; environment.written.size === 0; between += 1) {
    input.write(row(7), 0);
    task.step(1);
  }
  expect(between).toBeGreaterThan(1);
  for (const mail of environment.replies()) task.post(mail);
  runAll(task);

  const [acknowledged] = environment.reports.filter(({ kind }) => kind === "acknowledge");
  const [index] = (acknowledged?.kind === "acknowledge" && acknowledged.snapshot?.operators) || [];
  const keyGroups = (index?.keyGroups ?? []).map(({ group, range }) => ({ file: "f", group, range }));
  const restore = { checkpointId: toCheckpointId(1), operators: [{ operatorId: "operator-0", keyGroups, operatorStates: [] }] };
  const files = new Map([["f", environment.written.get(1) ?? new Uint8Array()]]);
  const restored = start({ ...deployment, restore }, {}, testCatalog({ counter }), files);
  for (const v of [7, 8]) restored.environment.channel(0).write(row(v), v);
  runAll(restored.task);
  expect(restored.taken()).toEqual(["2@7", "2@8"]);
});
