import { describe, expect, it } from "vitest";
import type { LogEventBody } from "./event.ts";
import { listBy, toChannelIndex, toCheckpointId, toOperatorIndex, toSubtaskIndex, toTaskIndex } from "../stream/indices.ts";
import { apply } from "./fold.ts";
import { laneMark, LaneHistory, markColumn } from "./lane-history.ts";
import { OutputHistory } from "./output-history.ts";
import { emptyRun } from "./ownership.ts";
import { runSinks, sinkFinder } from "./run-sinks.ts";
import { Series } from "./series.ts";
import { sampleEvents, sampleHeader } from "./testing/sample-log.ts";

const head = toOperatorIndex(0);

function historyOf(count: number, failAt?: number) {
  const options = failAt === undefined ? {} : { failAt };
  const events = sampleEvents(count, options);
  const run = emptyRun(sampleHeader(options));
  const lanes = new LaneHistory(run.subtasks.length, () => 1);
  const output = new OutputHistory();
  for (const event of events) {
    apply(run, event);
    lanes.append(event, run, (seq) => events[seq]?.at);
    output.append(event);
  }
  return { events, run, lanes, output };
}

describe("histories of a log that is kept in part", () => {
  it("[OB5] reach as far back as the log: what is newer is as it was", () => {
    const { lanes, output, run, events } = historyOf(6000);
    const from = events[5000]?.at ?? 0;
    const { lanes: whole, output: wholeOutput } = historyOf(6000);
    lanes.forget(from);
    output.forget(5000);
    expect(lanes.messages.lowerBound(0)).toBeGreaterThan(0);
    expect(lanes.cuts.length).toBeLessThan(whole.cuts.length);
    expect(lanes.cuts).toEqual(whole.cuts.slice(-lanes.cuts.length));
    for (let row = output.rows.lowerBound(5000); row < output.rows.length; row++) {
      expect(output.statusAt(row, run.cursor)).toBe(wholeOutput.statusAt(row, run.cursor));
    }
  });
});

describe("lane history", () => {
  it("[OB10] a completed checkpoint cuts every lane once, consumers not before producers sent the barrier", () => {
    const { lanes, run } = historyOf(6000);
    const cut = lanes.cut(2);
    expect(cut?.status).toBe("completed");
    expect([...(cut?.points.keys() ?? [])].toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const { from, to } of run.header.topology.channels) {
      expect(cut?.points.get(to)).toBeGreaterThan(cut?.points.get(from) ?? Infinity);
    }
  });

  it("[OB10] a failure ends every lane, marks one, and the restart begins them again", () => {
    const { lanes } = historyOf(9000, 900);
    expect(lanes.lanes.map((lane) => lane.alive.length)).toEqual([2, 2, 2, 2, 2, 2]);
    const failed = lanes.lanes.map(({ marks }) =>
      Array.from({ length: marks.length }, (_, row) => marks.get(row, markColumn.kind)).includes(laneMark.failed),
    );
    expect(failed).toEqual([false, false, true, false, false, false]);
    expect(lanes.recoveries).toMatchObject([{ checkpointId: 1, failedAt: 900 }]);
    expect(lanes.cut(1)?.used).toBe(true);
  });

  it("messages arrive after they were sent", () => {
    const { messages } = historyOf(4000).lanes;
    expect(messages.length).toBeGreaterThan(100);
    for (let row = 0; row < messages.length; row++) expect(messages.get(row, 0)).toBeGreaterThan(messages.get(row, 1));
  });
});

describe("output history", () => {
  it("[OB11] tells for any cursor which rows were open, staged, committed or thrown away", () => {
    const { events, output } = historyOf(9000, 900);
    const statuses = new Set<string>();
    for (let cursor = 0; cursor < events.length; cursor += 37) {
      const rows = output.countAt(cursor);
      expect(rows).toBe(events.slice(0, cursor).filter(({ body }) => body.kind === "sinkWritten").length);
      for (let row = 0; row < rows; row++) statuses.add(output.statusAt(row, cursor));
    }
    expect([...statuses].toSorted()).toEqual(["aborted", "committed", "preCommitted", "uncommitted"]);
  });

  it("[OB11] what a sink wrote that stages nothing stays written when its attempt fails", () => {
    const history = new OutputHistory();
    const bodies: readonly LogEventBody[] = [
      { kind: "sinkWritten", operator: head, text: "a", rowKind: 0 },
      { kind: "executionState", attempt: 0, state: "FAILED" },
    ];
    bodies.forEach((body, seq) => history.append({ seq, at: seq, subtask: toTaskIndex(3), body }));
    expect(history.statusAt(0, 2)).toBe("uncommitted");
    history.append({ seq: 2, at: 2, subtask: toTaskIndex(3), body: { kind: "preCommitted", operator: head, transaction: "t", checkpointId: toCheckpointId(1), records: 0 } });
    expect(history.statusAt(0, 2)).toBe("aborted");
  });
});

describe("output of several sinks", () => {
  const operators = [
    { id: "w", name: "Sink: orders: Writer", type: "table", node: 0, role: "sink", columns: [{ name: "id", type: "INT" }] },
    { id: "p", name: "Sink: paper", type: "print", node: 2, role: "sink", columns: [{ name: "line", type: "STRING" }] },
    { id: "c", name: "Sink: orders: Committer", type: "table", node: 1, role: "sink" },
  ] as const;
  const vertex = { id: "v", name: "v", parallelism: 1, maxParallelism: 128, operators: listBy(toOperatorIndex, operators) };
  const subtasks = listBy(toTaskIndex, [{ vertex: 0, index: toSubtaskIndex(0), executor: 0 }]);
  const shape = {
    topology: { vertices: [vertex], subtasks, channels: listBy(toChannelIndex, []) },
    origins: { nodes: ["orders", "orders", "paper"], edges: [] },
  };
  const sinks = runSinks(shape);
  const [writer, paper, committer] = [toOperatorIndex(0), toOperatorIndex(1), toOperatorIndex(2)];

  it("[UI92] a sink is one, with its writer and its committer", () => {
    expect(sinks.map(({ id, columns, committer: commits }) => [id, columns[0]?.name, commits !== undefined])).toEqual([
      ["orders", "id", true],
      ["paper", "line", false],
    ]);
  });

  it("[UI92] [OB11] rows of sinks in one chain are told apart: those of one do not settle those of another", () => {
    const history = new OutputHistory({ sinkOf: sinkFinder(shape, sinks) });
    const bodies: readonly LogEventBody[] = [
      { kind: "sinkWritten", operator: paper, text: "on paper", rowKind: 0 },
      { kind: "sinkWritten", operator: writer, text: "1", rowKind: 0 },
      { kind: "preCommitted", operator: writer, transaction: "t", checkpointId: toCheckpointId(1), records: 1 },
      { kind: "sinkWritten", operator: writer, text: "2", rowKind: 0 },
      { kind: "committed", operator: committer, transaction: "t", records: 1 },
      { kind: "executionState", attempt: 0, state: "FAILED" },
      { kind: "committed", operator: committer, transaction: "t", records: 1 },
    ];
    bodies.forEach((body, seq) => history.append({ seq, at: seq, subtask: toTaskIndex(0), body }));
    const statuses = (sink: number, cursor: number) => {
      const { first, end } = history.placesAt(sink, cursor, 0);
      return Array.from({ length: end - first }, (_, place) => history.statusAt(history.rowAt(sink, first + place), cursor));
    };
    expect([statuses(0, 4), statuses(1, 4)]).toEqual([["preCommitted", "uncommitted"], ["uncommitted"]]);
    expect([statuses(0, 7), statuses(1, 7)]).toEqual([["committed", "aborted"], ["uncommitted"]]);
    expect(history.settledBy(history.rowAt(0, 0))).toBe(4);
    expect(history.tally(0)).toEqual({ written: 2, open: 0, committed: 1 });
  });
});

describe("series", () => {
  it("grows and finds by its first column", () => {
    const series = new Series(2);
    for (let value = 0; value < 1000; value++) series.push(value * 2, value);
    expect(series.lowerBound(501)).toBe(251);
    expect(series.get(251, 1)).toBe(251);
    expect(series.lowerBound(1e9)).toBe(1000);
  });

  it("[OB5] lets go of its head in time, and its rows keep their numbers", () => {
    const series = new Series(2);
    for (let value = 0; value < 100_000; value++) {
      series.push(value, value);
      series.forget(value - 100);
    }
    expect([series.length, series.get(99_950, 1), series.get(10, 1), series.get(100_000, 1)]).toEqual([100_000, 99_950, NaN, NaN]);
    expect(series.lowerBound(99_990.5)).toBe(99_991);
    expect(series.lowerBound(0)).toBeGreaterThan(99_000);
  });
});
