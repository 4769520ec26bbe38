import type { TaskIndex } from "../stream/indices.ts";
import type { ExecutionState } from "../graph/execution-state.ts";
import type { FoldHandlers } from "./fold.ts";
import { noteFailure } from "./fold-failures.ts";
import { addRecords, noteRead, ownChannel, ownSubtask, resetAttempt } from "./ownership.ts";
import type { RunState, SubtaskState } from "./run-state.ts";

/** How far apart the two marks of a meter are, in milliseconds of the job clock. */
const meterSpanMs = 1000;

const isOver = (state: ExecutionState): boolean => state === "FAILED" || state === "CANCELED" || state === "FINISHED";

function moveMeter(subtask: SubtaskState, at: number): void {
  const [, latest] = subtask.meter;
  if (at - latest.at < meterSpanMs) return;
  subtask.meter = [latest, { at, busyMs: subtask.busyMs, backPressuredMs: subtask.backPressuredMs }];
}

/** Inputs of a task that ended or begins anew: nothing is held, nothing is known of their time. */
function resetInputs(run: RunState, subtask: TaskIndex): void {
  run.header.topology.channels.forEach((ends, index) => {
    if (ends.to !== subtask) return;
    const channel = ownChannel(run, index);
    channel.heldBy = undefined;
    channel.watermark = -Infinity;
    channel.idle = false;
  });
}

type WorkKind = "read" | "processing" | "processed" | "counted";

export const subtaskHandlers: FoldHandlers<"executionState" | WorkKind | "backPressured" | "sourcePosition"> = {
  executionState(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    if (body.attempt !== subtask.attempt) {
      resetAttempt(subtask);
      resetInputs(run, event.subtask);
    }
    subtask.attempt = body.attempt;
    subtask.state = body.state;
    subtask.cause = body.cause;
    subtask.stateSince = event.at;
    if (!isOver(body.state)) return;
    subtask.hand = undefined;
    subtask.backPressured = undefined;
    if (body.state !== "FINISHED") resetInputs(run, event.subtask);
    if (body.state !== "FAILED") return;
    const { attempt, cause, failure: detail } = body;
    noteFailure(run, { seq: event.seq, at: event.at, subtask: event.subtask, attempt, cause, detail, outcome: undefined });
  },

  read(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    subtask.recordsIn++;
    addRecords(subtask, [1]);
    setSplit(subtask, body.split, body.position);
    subtask.lastRead = body.text;
    subtask.hand = {
      channel: undefined,
      record: undefined,
      seq: event.seq,
      since: event.at,
      text: body.text,
      key: undefined,
      startedAt: undefined,
      serviceTimeMs: 0,
      replayed: noteRead(run, splitKey(run, event.subtask, body.split), Number(body.position)),
      late: undefined,
    };
  },

  processing(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const { hand } = subtask;
    subtask.hand = {
      channel: hand?.channel,
      record: hand?.record,
      seq: hand?.seq ?? event.seq,
      since: hand?.since ?? event.at,
      text: body.text,
      key: body.key ?? hand?.key,
      startedAt: event.at,
      serviceTimeMs: body.serviceTimeMs,
      replayed: hand?.replayed ?? false,
      late: undefined,
    };
  },

  processed(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    if (body.records) addRecords(subtask, body.records);
    if (subtask.hand?.startedAt !== undefined) subtask.busyMs += event.at - subtask.hand.startedAt;
    subtask.hand = undefined;
    moveMeter(subtask, event.at);
  },

  counted: (run, event, body) => addRecords(ownSubtask(run, event.subtask), body.records),

  backPressured(run, event, body) {
    const subtask = ownSubtask(run, event.subtask);
    const before = subtask.backPressured;
    if (before) {
      subtask.backPressuredMs += event.at - before.since;
      if (before.channel !== undefined) ownChannel(run, before.channel).full = false;
    }
    subtask.backPressured = body.on ? { since: event.at, channel: body.channel } : undefined;
    if (body.channel !== undefined) ownChannel(run, body.channel).full = body.on;
    moveMeter(subtask, event.at);
  },

  sourcePosition(run, event, body) {
    setSplit(ownSubtask(run, event.subtask), body.split, body.position);
  },
};

/** A split may move to another subtask of its source, and sources may call their splits alike. */
const splitKey = ({ header }: RunState, subtask: TaskIndex, split: string): string =>
  `${header.topology.subtasks[subtask]?.vertex ?? -1} ${split}`;

function setSplit(subtask: SubtaskState, split: string, position: string): void {
  const index = subtask.splits.findIndex((known) => known.split === split);
  subtask.splits[index < 0 ? subtask.splits.length : index] = { split, position };
}
