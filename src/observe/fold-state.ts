import type { OperatorIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import type { FoldHandlers } from "./fold.ts";
import { ownSubtask } from "./ownership.ts";
import { sinkRowLimit, stateRowLimit } from "./run-state.ts";
import type { SinkState, StateRow, SubtaskState } from "./run-state.ts";

type RowPlace = Pick<StateRow, "operator" | "state" | "key" | "namespace">;

interface NamedRow {
  readonly operator: OperatorIndex;
  readonly state: string;
  readonly key: string;
  readonly namespace?: string;
}

const placeOf = ({ operator, state, key, namespace }: NamedRow): RowPlace => ({ operator, state, key, namespace });

function takeRow(subtask: SubtaskState, place: RowPlace): void {
  const index = subtask.rows.findIndex(
    (row) =>
      row.key === place.key &&
      row.state === place.state &&
      row.namespace === place.namespace &&
      row.operator === place.operator,
  );
  if (index >= 0) subtask.rows.splice(index, 1);
}

function setKeyCount(subtask: SubtaskState, operator: OperatorIndex, state: string, keys: number): void {
  const index = subtask.keyCounts.findIndex((count) => count.operator === operator && count.state === state);
  subtask.keyCounts[index < 0 ? subtask.keyCounts.length : index] = { operator, state, keys };
}

/** Transactions remembered as committed: more than one checkpoint of a subtask holds. */
const committedLimit = 64;

const noOutput: SinkState = {
  written: 0,
  open: 0,
  committed: 0,
  aborted: 0,
  committedLast: [],
  staged: [],
  rows: [],
  transactional: false,
};

export const stateHandlers: FoldHandlers<
  "stateWritten" | "stateRead" | "stateMerged" | "stateCleared" | "sinkWritten" | "preCommitted" | "committed" | "aborted"
> = {
  stateWritten(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const place = placeOf(body);
    takeRow(subtask, place);
    subtask.rows.unshift(rowOf(event, place, body.value));
    if (subtask.rows.length > stateRowLimit) subtask.rows.pop();
    setKeyCount(subtask, body.operator, body.state, body.keys);
  },

  stateRead() {},
  stateMerged() {},

  stateCleared(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    takeRow(subtask, placeOf(body));
    setKeyCount(subtask, body.operator, body.state, body.keys);
  },

  sinkWritten(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const sink = subtask.sink ?? noOutput;
    const row = { text: body.text, rowKind: body.rowKind, key: body.key, seq: event.seq };
    subtask.sink = {
      ...sink,
      written: sink.written + 1,
      open: sink.open + 1,
      rows: [...sink.rows.slice(1 - sinkRowLimit), row],
    };
  },

  preCommitted(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const sink = subtask.sink ?? noOutput;
    const staged = [...sink.staged, { id: body.transaction, checkpointId: body.checkpointId, records: body.records }];
    subtask.sink = { ...sink, open: Math.max(0, sink.open - body.records), staged, transactional: true };
  },

  committed(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const sink = subtask.sink ?? noOutput;
    // A restored sink commits once more what its checkpoint held; the rows are there already.
    if (sink.committedLast.includes(body.transaction)) return;
    const staged = sink.staged.filter((transaction) => transaction.id !== body.transaction);
    const committedLast = [...sink.committedLast.slice(1 - committedLimit), body.transaction];
    subtask.sink = { ...sink, committed: sink.committed + body.records, committedLast, staged, transactional: true };
  },

  aborted(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const sink = subtask.sink ?? noOutput;
    const staged = sink.staged.filter((transaction) => transaction.id !== body.transaction);
    subtask.sink = { ...sink, aborted: sink.aborted + body.records, staged, transactional: true };
  },
};

function rowOf(event: LogEvent, place: RowPlace, value: string): StateRow {
  return { ...place, value, at: event.at, seq: event.seq };
}
