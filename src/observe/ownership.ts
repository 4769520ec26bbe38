import { assert } from "../base/assert.ts";
import type { ChannelIndex, CheckpointId, TaskIndex } from "../stream/indices.ts";
import { countersPerOperator } from "./counters.ts";
import type { LogHeader, ChainRecords } from "./event.ts";
import type { ChannelState, CheckpointState, MeterMark, OperatorState, Owner, RunState, SubtaskState } from "./run-state.ts";

/** A run before its first event. */
export function emptyRun(header: LogHeader): RunState {
  const owner: Owner = {};
  const { vertices, subtasks, channels } = header.topology;
  return {
    header,
    owner,
    cursor: 0,
    at: 0,
    status: "INITIALIZING",
    statusCause: undefined,
    subtasks: subtasks.map((subtask) => createSubtask(owner, vertices[subtask.vertex]?.operators.length ?? 1)),
    channels: channels.map(() => createChannel(owner)),
    checkpoints: [],
    failures: [],
    storageFailures: [],
    restore: undefined,
    eventTime: -Infinity,
    reads: { owner, highest: new Map() },
  };
}

const noMark: MeterMark = { at: 0, busyMs: 0, backPressuredMs: 0 };
const untouchedOperator: OperatorState = { watermark: -Infinity, idle: false };

function createSubtask(owner: Owner, operators: number): SubtaskState {
  return {
    owner,
    state: "CREATED",
    attempt: 0,
    cause: undefined,
    stateSince: 0,
    hand: undefined,
    lastRead: undefined,
    operators: new Array<OperatorState>(operators).fill(untouchedOperator),
    rows: [],
    keyCounts: [],
    timers: [],
    timerCount: 0,
    splits: [],
    sink: undefined,
    recordsIn: 0,
    recordsOut: 0,
    operatorRecords: new Array<number>(operators * countersPerOperator).fill(0),
    earlier: { recordsIn: 0, recordsOut: 0, operatorRecords: [] },
    lateDropped: 0,
    lateToSideOutput: 0,
    backPressured: undefined,
    busyMs: 0,
    backPressuredMs: 0,
    meter: [noMark, noMark],
    restored: undefined,
    windowFired: undefined,
  };
}

function createChannel(owner: Owner): ChannelState {
  return {
    owner,
    queue: [],
    first: 0,
    deliverable: 0,
    sent: 0,
    received: 0,
    records: 0,
    lost: 0,
    unlogged: 0,
    heldBy: undefined,
    heldSince: 0,
    full: false,
    watermark: -Infinity,
    idle: false,
    latencyMs: undefined,
    lastReceived: undefined,
    lastLoss: undefined,
  };
}

/** Adds to the records in and out of the operators of a subtask's chain. */
export function addRecords({ operatorRecords }: SubtaskState, records: ChainRecords): void {
  for (const [place, count] of records.entries()) operatorRecords[place] = (operatorRecords[place] ?? 0) + count;
}

/** What a new attempt begins with; counters and source positions go on. */
export function resetAttempt(subtask: SubtaskState): void {
  subtask.hand = undefined;
  const { recordsIn, recordsOut, operatorRecords } = subtask;
  subtask.earlier = { recordsIn, recordsOut, operatorRecords: operatorRecords.slice() };
  subtask.operators.fill(untouchedOperator);
  subtask.rows.length = 0;
  subtask.keyCounts.length = 0;
  subtask.timers.length = 0;
  subtask.timerCount = 0;
  subtask.backPressured = undefined;
  subtask.restored = undefined;
  subtask.windowFired = undefined;
  if (subtask.sink) subtask.sink = { ...subtask.sink, open: 0, staged: [], rows: [] };
}

/** The subtask, ready to be changed: a copy when a keyframe still shares it. */
export function ownSubtask(run: RunState, index: TaskIndex): SubtaskState {
  const subtask = run.subtasks[index];
  assert(subtask, `[OB1] the log names subtask ${index}, which its topology does not have`);
  if (subtask.owner === run.owner) return subtask;
  const copy: SubtaskState = {
    ...subtask,
    owner: run.owner,
    operators: subtask.operators.slice(),
    operatorRecords: subtask.operatorRecords.slice(),
    rows: subtask.rows.slice(),
    keyCounts: subtask.keyCounts.slice(),
    timers: subtask.timers.slice(),
    splits: subtask.splits.slice(),
  };
  run.subtasks[index] = copy;
  return copy;
}

/** Notes that a record of a split was read; true when this position, or a later one, had been read before. */
export function noteRead(run: RunState, splitKey: string, position: number): boolean {
  const before = run.reads.highest.get(splitKey) ?? -Infinity;
  if (!(position > before)) return position <= before;
  if (run.reads.owner !== run.owner) run.reads = { owner: run.owner, highest: new Map(run.reads.highest) };
  run.reads.highest.set(splitKey, position);
  return false;
}

export function ownChannel(run: RunState, index: ChannelIndex): ChannelState {
  const channel = run.channels[index];
  assert(channel, `[OB1] the log names channel ${index}, which its topology does not have`);
  if (channel.owner === run.owner) return channel;
  const copy: ChannelState = { ...channel, owner: run.owner, queue: channel.queue.slice(channel.first), first: 0 };
  run.channels[index] = copy;
  return copy;
}

/** The checkpoint, ready to be changed; undefined when it is older than those kept. */
export function ownCheckpoint(run: RunState, id: CheckpointId): CheckpointState | undefined {
  for (let index = run.checkpoints.length - 1; index >= 0; index--) {
    const checkpoint = run.checkpoints[index];
    if (checkpoint?.id !== id) continue;
    if (checkpoint.owner === run.owner) return checkpoint;
    const copy: CheckpointState = { ...checkpoint, owner: run.owner, parts: checkpoint.parts.slice() };
    run.checkpoints[index] = copy;
    return copy;
  }
  return undefined;
}

/** A second state that shares every part with `run`; from now on neither changes a shared part. */
export function branchRun(run: RunState): RunState {
  run.owner = {};
  return {
    ...run,
    owner: {},
    subtasks: run.subtasks.slice(),
    channels: run.channels.slice(),
    checkpoints: run.checkpoints.slice(),
  };
}
