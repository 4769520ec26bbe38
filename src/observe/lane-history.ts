import type { CheckpointId, ListBy, TaskIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import type { RunState } from "./run-state.ts";
import { listBy, toTaskIndex } from "../stream/indices.ts";
import { Series } from "./series.ts";

/** What happened at a moment of a lane. */
export const laneMark = { record: 0, watermark: 1, failed: 2, restored: 3, window: 4 } as const;

/** Columns of `Lane.marks`. `value`: key number of a record (0 = none), checkpoint of a restore. `replayed`: 1 when it was. */
export const markColumn = { at: 0, seq: 1, kind: 2, value: 3, replayed: 4 } as const;

/** Columns of `LaneHistory.messages`: one row per received element. `checkpoint` is 0 for what is no barrier. */
export const messageColumn = { at: 0, sentAt: 1, channel: 2, checkpoint: 3, seq: 4 } as const;

/** Everything the timeline draws of one subtask. Times of the job clock; an open end is `undefined`. */
export interface Lane {
  readonly marks: Series;
  readonly alive: Span[];
  readonly alignments: (Span & { readonly checkpointId: CheckpointId })[];
  readonly snapshots: (Span & { readonly checkpointId: CheckpointId; readonly syncMs: number })[];
}

export interface Span {
  readonly from: number;
  to: number | undefined;
}

/** Where a checkpoint cuts the lanes. */
export interface Cut {
  readonly id: CheckpointId;
  readonly savepoint: boolean;
  readonly triggeredAt: number;
  readonly triggeredSeq: number;
  /** When each subtask took its snapshot. */
  readonly points: Map<TaskIndex, number>;
  status: "pending" | "completed" | "failed" | "discarded";
  endedAt: number | undefined;
  /** A later run went back to it. */
  used: boolean;
}

/** A recovery: what lies between the cut and the failure was rolled back, what follows until `replayedTo` was done again. */
export interface Recovery {
  readonly checkpointId: CheckpointId | undefined;
  readonly failedAt: number;
  readonly at: number;
  readonly seq: number;
  replayedTo: number | undefined;
  /** Times that a subtask worked on a record which was read again. */
  replayed: number;
  /** Records that were under way and were thrown away, and those that sources read again. */
  lost: number;
  readAgain: number;
}

/** Stable number of a record's key from 1; 0 when it has none that is told apart. */
export type KeyNumber = (key: string | undefined, text: string) => number;

/** History of all subtasks for the timeline: fed once with every event in order, never rewound; as long as the log. */
export class LaneHistory {
  readonly lanes: ListBy<TaskIndex, Lane>;
  readonly messages = new Series(5);
  readonly cuts: Cut[] = [];
  readonly recoveries: Recovery[] = [];
  readonly #keyNumber: KeyNumber;
  #failedAt = 0;
  /** Records lost since the last failure, for the recovery that is to come. */
  #lost = 0;

  constructor(subtasks: number, keyNumber: KeyNumber) {
    this.#keyNumber = keyNumber;
    this.lanes = listBy(toTaskIndex, Array.from({ length: subtasks }, createLane));
  }

  /** `run` is the fold behind the event; `sentAt` finds when the event with that number happened. */
  append(event: LogEvent, run: Readonly<RunState>, sentAt: (seq: number) => number | undefined): void {
    const { body } = event;
    const lane = this.lanes[event.subtask];
    if (lane) this.#appendToLane(lane, event, run);
    if (body.kind === "lost") {
      const lost = run.channels[body.channel]?.lastLoss?.elements.filter(({ element }) => element.kind === "record").length ?? 0;
      this.#lost += lost;
    } else if (body.kind === "read" && run.subtasks[event.subtask]?.hand?.replayed === true) {
      const recovery = this.recoveries.at(-1);
      if (recovery) recovery.readAgain++;
    }
    if (body.kind === "received") {
      const received = run.channels[body.channel]?.lastReceived;
      if (!received) return;
      const checkpoint = received.element.kind === "checkpointBarrier" ? received.element.id : 0;
      this.messages.push(event.at, sentAt(received.seq) ?? event.at, body.channel, checkpoint, event.seq);
    }
    if (event.subtask < 0) this.#appendCoordination(event);
  }

  cut(id: number): Cut | undefined {
    return this.cuts.findLast((cut) => cut.id === id);
  }

  /** Lets go of what was over before job time `at`, from where on the log is kept. [OB5] */
  forget(at: number): void {
    for (const { marks, alive, alignments, snapshots } of this.lanes) {
      marks.forget(at);
      for (const spans of [alive, alignments, snapshots]) dropHead(spans, ({ to }) => to !== undefined && to < at);
    }
    this.messages.forget(at);
    dropHead(this.cuts, ({ endedAt }) => endedAt !== undefined && endedAt < at);
    dropHead(this.recoveries, ({ replayedTo }) => replayedTo !== undefined && replayedTo < at);
  }

  #appendToLane(lane: Lane, event: LogEvent, run: Readonly<RunState>): void {
    const { body, at, seq } = event;
    if (body.kind === "processing" || body.kind === "sinkWritten") {
      if (body.kind === "sinkWritten" && run.subtasks[event.subtask]?.hand) return;
      const replayed = run.subtasks[event.subtask]?.hand?.replayed ?? false;
      lane.marks.push(at, seq, laneMark.record, this.#keyNumber(body.key, body.text), replayed ? 1 : 0);
      if (replayed) this.#replay(at);
    } else if (body.kind === "watermark") lane.marks.push(at, seq, laneMark.watermark, 0, 0);
    else if (body.kind === "windowFired") lane.marks.push(at, seq, laneMark.window, 0, 0);
    else if (body.kind === "restored") lane.marks.push(at, seq, laneMark.restored, body.checkpointId, 0);
    else if (body.kind === "alignmentStarted") lane.alignments.push({ from: at, to: undefined, checkpointId: body.checkpointId });
    else if (body.kind === "snapshotTaken") {
      close(lane.alignments, at);
      lane.snapshots.push({ from: at, to: undefined, checkpointId: body.checkpointId, syncMs: body.syncMs });
      this.cut(body.checkpointId)?.points.set(event.subtask, at);
    } else if (body.kind === "snapshotStored") {
      const snapshot = lane.snapshots.findLast(({ checkpointId }) => checkpointId === body.checkpointId);
      if (snapshot) snapshot.to = at;
    } else if (body.kind === "executionState") this.#changeState(lane, event, body.state);
  }

  #changeState(lane: Lane, event: LogEvent, state: string): void {
    if (state === "RUNNING" || state === "INITIALIZING") {
      if (lane.alive.at(-1)?.to !== undefined || lane.alive.length === 0) lane.alive.push({ from: event.at, to: undefined });
      return;
    }
    if (state !== "FAILED" && state !== "CANCELED" && state !== "FINISHED") return;
    close(lane.alive, event.at);
    close(lane.alignments, event.at);
    close(lane.snapshots, event.at);
    if (state !== "FAILED") return;
    lane.marks.push(event.at, event.seq, laneMark.failed, 0, 0);
    this.#failedAt = event.at;
  }

  #appendCoordination({ body, at, seq }: LogEvent): void {
    if (body.kind === "checkpointTriggered") {
      const { checkpointId: id, savepoint } = body;
      const points = new Map<TaskIndex, number>();
      this.cuts.push({
        id,
        savepoint,
        triggeredAt: at,
        triggeredSeq: seq,
        points,
        status: "pending",
        endedAt: undefined,
        used: false,
      });
    } else if (body.kind === "checkpointAcknowledged") {
      const snapshot = this.lanes[body.from]?.snapshots.findLast(({ checkpointId }) => checkpointId === body.checkpointId);
      if (snapshot) snapshot.to ??= at;
    } else if (body.kind === "checkpointCompleted" || body.kind === "checkpointFailed") {
      const cut = this.cut(body.checkpointId);
      if (!cut) return;
      cut.status = body.kind === "checkpointCompleted" ? "completed" : "failed";
      cut.endedAt = at;
    } else if (body.kind === "checkpointDiscarded") {
      const cut = this.cut(body.checkpointId);
      if (cut) cut.status = "discarded";
    } else if (body.kind === "jobStatus" && body.status === "RESTARTING") {
      // Nothing has failed when a person sets the job back.
      this.#failedAt = at;
    } else if (body.kind === "restoring") {
      const cut = body.checkpointId === undefined ? undefined : this.cut(body.checkpointId);
      if (cut) cut.used = true;
      const { checkpointId } = body;
      const counts = { replayedTo: undefined, replayed: 0, lost: this.#lost, readAgain: 0 };
      this.recoveries.push({ checkpointId, failedAt: this.#failedAt, at, seq, ...counts });
      this.#lost = 0;
    }
  }

  #replay(at: number): void {
    const recovery = this.recoveries.at(-1);
    if (!recovery) return;
    recovery.replayedTo = at;
    recovery.replayed++;
  }
}

const createLane = (): Lane => ({ marks: new Series(5), alive: [], alignments: [], snapshots: [] });

function close(spans: readonly Span[], at: number): void {
  const last = spans.at(-1);
  if (last && last.to === undefined) last.to = at;
}

function dropHead<Entry>(entries: Entry[], isOver: (entry: Entry) => boolean): void {
  const kept = entries.findIndex((entry) => !isOver(entry));
  entries.splice(0, kept < 0 ? entries.length : kept);
}
