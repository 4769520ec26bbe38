import { expect, test } from "vitest";
import type { Topology } from "../../graph/topology.ts";
import type { LogEvent, LogEventBody } from "../../observe/event.ts";
import { listBy, toChannelIndex, toOperatorIndex, toPlaceInTask, toSubtaskIndex, toTaskIndex } from "../../stream/indices.ts";
import { LogInvariants } from "../../observe/invariants.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { CausalLog } from "./causal-log.ts";

const [producer, consumer] = [toTaskIndex(0), toTaskIndex(1)];
const vertex = { id: "v", name: "v", parallelism: 1, maxParallelism: 1, operators: listBy(toOperatorIndex, []) };
const topology: Topology = {
  vertices: [vertex, vertex],
  subtasks: listBy(toTaskIndex, [{ vertex: 0, index: toSubtaskIndex(0), executor: 0 }, { vertex: 1, index: toSubtaskIndex(0), executor: 0 }]),
  channels: listBy(toChannelIndex, [
    { from: producer, to: consumer, input: 0, place: toPlaceInTask(0), partitioner: "FORWARD", capacity: undefined, schemaText: "", edge: 0 },
  ]),
};

const sent = (n: number): LogEventBody => ({ kind: "sent", channel: toChannelIndex(0), n, element: { kind: "watermark", timestamp: n } });
const received = (n: number): LogEventBody => ({ kind: "received", channel: toChannelIndex(0), n });
const passed = (numbers: { readonly sent: number; readonly received: number }): LogEventBody => ({ kind: "passed", channel: toChannelIndex(0), ...numbers });

function setUp() {
  const writer = new LogWriter({ jobId: "j", jobName: "j", mode: "freeRunning", seed: 0, startedAt: 0, topology, origins: { nodes: [], edges: [] } }, false);
  const log = new CausalLog(topology, writer);
  const written = (): readonly LogEvent[] => writer.takeBatch()?.events ?? [];
  return { log, written };
}

const kinds = (events: readonly LogEvent[]): readonly string[] => events.map(({ body }) => body.kind);

test("[DT8] what was received waits for what was sent", () => {
  const { log, written } = setUp();
  log.fromTask(consumer, 5, [passed({ sent: 0, received: 3 }), received(4)]);
  expect(kinds(written())).toEqual([]);
  log.fromTask(producer, 4, [passed({ sent: 3, received: 0 })]);
  expect(kinds(written())).toEqual(["passed", "passed"]);
  log.fromTask(producer, 6, [sent(4)]);
  expect(written().map(({ subtask, body }) => [subtask, body.kind])).toEqual([[0, "sent"], [1, "received"]]);
});

test("[OB32] [DT8] a watermark that took another's place is one element: what was received waits for it by its number, and it is lost once", () => {
  const { log, written } = setUp();
  log.fromTask(consumer, 1, [received(1)]);
  log.fromTask(producer, 2, [sent(1), sent(2), sent(2)]);
  log.fromTask(consumer, 3, [received(3)]);
  expect(kinds(written())).toEqual(["sent", "sent", "sent", "received"]);
  log.closed(consumer, 4);
  expect(written().at(-1)?.body).toEqual({ kind: "lost", channel: 0, count: 1 });
});

test("[DT8] time does not go back", () => {
  const { log, written } = setUp();
  log.fromTask(consumer, 9, [{ kind: "processed" }]);
  log.fromTask(producer, 8, [{ kind: "processed" }]);
  expect(written().map(({ at }) => at)).toEqual([9, 9]);
});

test("[DT4] [DT8] what a dead producer sent without logging it is made up for, and the rest is lost", () => {
  const { log, written } = setUp();
  log.fromTask(producer, 1, [sent(1), sent(2)]);
  log.fromTask(consumer, 2, [received(1), received(2), received(3)]);
  expect(kinds(written())).toEqual(["sent", "sent", "received", "received"]);
  log.closed(producer, 3);
  expect(kinds(written())).toEqual(["passed", "received"]);
  log.opened(producer);
  log.opened(toTaskIndex(1));
  log.fromTask(producer, 4, [sent(1)]);
  log.closed(consumer, 5);
  const events = written();
  expect(events.at(-1)?.body).toEqual({ kind: "lost", channel: 0, count: 1 });
  const invariants = new LogInvariants(topology);
  expect(() => invariants.checkConservation(() => 0)).not.toThrow();
});
