import { expect, test } from "vitest";
import type { Topology } from "../graph/topology.ts";
import type { BarrierAlignment } from "../stream/control-element.ts";
import type { LogEventBody } from "./event.ts";
import { listBy, toChannelIndex, toCheckpointId, toOperatorIndex, toPlaceInTask, toSubtaskIndex, toTaskIndex } from "../stream/indices.ts";
import { LogInvariants } from "./invariants.ts";

const head = toOperatorIndex(0);

const operators = listBy(toOperatorIndex, [{ id: "o", name: "o", type: "o", node: 0, role: "operator" as const }]);
const vertex = { id: "v", name: "v", parallelism: 1, maxParallelism: 1, operators };
const topology: Topology = {
  vertices: [vertex, vertex],
  subtasks: listBy(toTaskIndex, [{ vertex: 0, index: toSubtaskIndex(0), executor: 0 }, { vertex: 1, index: toSubtaskIndex(0), executor: 0 }]),
  channels: listBy(toChannelIndex, [
    { from: toTaskIndex(0), to: toTaskIndex(1), input: 0, place: toPlaceInTask(0), partitioner: "FORWARD", capacity: undefined, schemaText: "", edge: 0 },
  ]),
};

type Entry = readonly [subtask: number, body: LogEventBody];

function check(...entries: readonly Entry[]): void {
  new LogInvariants(topology).check(entries.map(([subtask, body], seq) => ({ seq, at: 0, subtask: toTaskIndex(subtask), body })));
}

const barrier = (id: number, n = id, alignment: BarrierAlignment = "aligned"): Entry => {
  const element = { kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment, savepoint: false } as const;
  return [0, { kind: "sent", channel: toChannelIndex(0), n, element }];
};
const sent = (n: number): Entry => [0, { kind: "sent", channel: toChannelIndex(0), n, element: { kind: "record", text: "" } }];
const sentWatermark = (n: number): Entry => [0, { kind: "sent", channel: toChannelIndex(0), n, element: { kind: "watermark", timestamp: 0 } }];
const delivered = (n: number): Entry => [1, { kind: "delivered", channel: toChannelIndex(0), n }];
const received = (n: number): Entry => [1, { kind: "received", channel: toChannelIndex(0), n }];
const producer = (attempt: number): Entry => [0, { kind: "executionState", attempt, state: "RUNNING" }];
const lost = (count: number): Entry => [1, { kind: "lost", channel: toChannelIndex(0), count }];
const state = (attempt: number, name: "RUNNING" | "FINISHED"): Entry => [1, { kind: "executionState", attempt, state: name }];
const watermark = (timestamp: number): Entry => [1, { kind: "watermark", operator: head, timestamp }];
const timer = (kind: "timerRegistered" | "timerFired"): Entry => [1, { kind, operator: head, domain: "event", timestamp: 5, key: "k" }];
const triggered = (checkpointId: number): Entry => [-1, { kind: "checkpointTriggered", checkpointId: toCheckpointId(checkpointId), savepoint: false, expected: [toTaskIndex(0), toTaskIndex(1)] }];
const acknowledged = (checkpointId: number, from: number): Entry => {
  const metrics = { bytes: 0, startDelayMs: 0, alignmentMs: 0, syncMs: 0, asyncMs: 0 };
  return [-1, { kind: "checkpointAcknowledged", checkpointId: toCheckpointId(checkpointId), from: toTaskIndex(from), ...metrics }];
};
const completed = (checkpointId: number): Entry => [-1, { kind: "checkpointCompleted", checkpointId: toCheckpointId(checkpointId), bytes: 0, durationMs: 0 }];
const whole = (id: number): readonly Entry[] => [triggered(id), acknowledged(id, 0), acknowledged(id, 1), completed(id)];
const restoring = (id: number | undefined): Entry => {
  const checkpointId = id === undefined ? undefined : toCheckpointId(id);
  return [-1, { kind: "restoring", checkpointId, subtasks: [toTaskIndex(0), toTaskIndex(1)] }];
};
const preCommitted: Entry = [1, { kind: "preCommitted", operator: head, transaction: "t", checkpointId: toCheckpointId(1), records: 1 }];
const committed: Entry = [1, { kind: "committed", operator: head, transaction: "t", records: 1 }];

const right: Readonly<Record<string, readonly Entry[]>> = {
  "an element goes through": [sent(1), delivered(1), received(1)],
  "what a dead end held is lost": [sent(1), sent(2), delivered(1), lost(2), sent(3), delivered(3), received(3)],
  "new ends number anew": [producer(0), sent(1), lost(1), producer(1), sent(1), delivered(1), received(1)],
  "the attempt before sends a while longer": [producer(1), sent(1), lost(1), sent(2), lost(1), sent(1), delivered(1), received(1)],
  "a watermark in place of one that waits": [sent(1), sentWatermark(2), sentWatermark(2), delivered(1), delivered(2), received(1), received(2)],
  "an unaligned barrier overtakes, on its way and in front of the task": [
    sent(1), sent(2), barrier(1, 3, "unaligned"), delivered(1), delivered(3), received(3), delivered(2), received(1), received(2),
  ],
  "a new attempt begins anew": [state(0, "RUNNING"), watermark(7), state(0, "FINISHED"), state(1, "RUNNING"), watermark(3)],
  "a timer may be registered again": [timer("timerRegistered"), timer("timerFired"), timer("timerRegistered"), timer("timerFired")],
  "published behind the checkpoint": [triggered(1), preCommitted, acknowledged(1, 0), acknowledged(1, 1), completed(1), committed],
  "back to the newest": [...whole(1), ...whole(2), restoring(2)],
};
for (const [name, entries] of Object.entries(right)) test(`accepts: ${name}`, () => check(...entries));

const wrong: Readonly<Record<string, readonly [rule: string, ...entries: readonly Entry[]]>> = {
  "received before it was sent": ["[DT4]", received(1)],
  "delivered twice": ["[DT4]", sent(1), delivered(1), delivered(1)],
  "received twice": ["[DT4]", sent(1), delivered(1), received(1), received(1)],
  "received after it was lost": ["[DT4]", sent(1), delivered(1), lost(1), received(1)],
  "lost, but not all of it": ["[DT4]", sent(1), sent(2), lost(1)],
  "a number left out": ["[OB30]", sent(1), sent(3)],
  "a number given twice": ["[OB32]", sent(1), sent(1)],
  "a watermark in place of one that has left": ["[OB32]", sentWatermark(1), delivered(1), received(1), sentWatermark(1)],
  "a record that overtakes": ["[OB31]", sent(1), sent(2), delivered(1), delivered(2), received(2)],
  "a record that overtakes on its way": ["[OB31]", sent(1), sent(2), delivered(2)],
  "a watermark that overtakes on its way": ["[OB31]", sent(1), sentWatermark(2), delivered(2)],
  "an aligned barrier that overtakes": ["[OB31]", sent(1), barrier(1, 2), delivered(1), delivered(2), received(2)],
  "received while held": ["[CP10]", sent(1), delivered(1), [1, { kind: "channelHeld", channel: toChannelIndex(0), checkpointId: toCheckpointId(1) }], received(1)],
  "a barrier that goes back": ["[CP10]", barrier(2, 1), barrier(1, 2)],
  "a state behind a terminal one": ["[RS1]", state(0, "FINISHED"), state(0, "RUNNING")],
  "an older attempt": ["[RS1]", state(1, "RUNNING"), state(0, "RUNNING")],
  "a watermark that goes back": ["[DT11]", state(0, "RUNNING"), watermark(7), watermark(3)],
  "a timer that fires twice": ["[DT11]", timer("timerRegistered"), timer("timerFired"), timer("timerFired")],
  "completed without an acknowledgement": ["[CP11]", triggered(1), acknowledged(1, 0), completed(1)],
  "completed twice": ["[CP11]", ...whole(1), completed(1)],
  "published too early": ["[CP11]", triggered(1), preCommitted, committed],
  "back behind the newest": ["[CP12]", ...whole(1), ...whole(2), restoring(1)],
};
for (const [name, [rule, ...entries]] of Object.entries(wrong)) {
  test(`${rule} refuses: ${name}`, () => expect(() => check(...entries)).toThrow(rule));
}

test("[DT4] compares the log with what the channels hold", () => {
  const invariants = new LogInvariants(topology);
  invariants.check([{ seq: 0, at: 0, subtask: toTaskIndex(0), body: sent(1)[1] }]);
  invariants.checkConservation(() => 1);
  expect(() => invariants.checkConservation(() => 0)).toThrow("[DT4]");
});
