import { countersPerOperator } from "../../observe/counters.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";
import type { RunLog } from "../../observe/run-log.ts";
import type { RunState, SubtaskState } from "../../observe/run-state.ts";
import type { CheckpointId, ListBy, OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import { cursorAt } from "./cursor-at.ts";
import { watermarkOf } from "./subtask-facts.ts";

/** The run at one moment of its clock: totals since its start, so that any two of them tell what was between. */
export interface RunSample {
  readonly at: number;
  /** Highest watermark that any operator has reached. */
  readonly eventTime: number;
  readonly values: Float64Array;
}

/** What a checkpoint took of one subtask. */
export interface TakenPart {
  readonly durationMs: number;
  readonly bytes: number;
}

/** A checkpoint from its trigger to its end. */
export interface TakenCheckpoint {
  readonly id: CheckpointId;
  readonly triggeredAt: number;
  readonly parts: Map<TaskIndex, TakenPart>;
  status: "pending" | "completed" | "failed";
  endedAt: number | undefined;
  bytes: number;
}

/** Samples kept: twice as many as a chart has pixels for. Beyond it every other one goes, and the step doubles. */
const most = 512;
/** Steps that a run is first seen in. */
const steps = 200;
const checkpointsMost = 1024;
const eventsAtOnce = 20_000;

/** Totals of a subtask in front of the records of its operators. */
const total = { busyMs: 0, backPressuredMs: 1, watermark: 2, keys: 3 } as const;
const totals = 4;

/**
 * The whole of a run in some hundred steps, read from its log; what charts are drawn of. Nothing is read before somebody asks (`advance`),
 * and then a little at a time: keyframes make any moment cheap. [OB51]
 */
export class RunSamples {
  readonly #log: RunLog;
  readonly #places: ListBy<TaskIndex, number>;
  readonly #length: number;
  #samples: RunSample[] = [];
  #run: RunState | undefined;
  #step = 0;
  #scanned = 0;
  readonly checkpoints: TakenCheckpoint[] = [];

  constructor(log: RunLog) {
    this.#log = log;
    let place = 0;
    this.#places = log.header.topology.subtasks.map(({ vertex }) => {
      const at = place;
      place += totals + operatorsOf(log.header, vertex) * countersPerOperator;
      return at;
    });
    this.#length = place;
  }

  /** In order of time, at even steps. */
  get all(): readonly RunSample[] {
    return this.#samples;
  }

  /** The newest moment there is. */
  get newest(): RunSample {
    return this.#sampleOf(this.#log.head);
  }

  /** Takes up to so many further samples; true while there may be more. */
  advance(budget: number): boolean {
    const end = this.#log.head.at;
    const more = this.#scan();
    if (end <= 0) return more;
    if (this.#step === 0) {
      this.#step = end / steps;
      this.#run = this.#log.seek(this.#log.dropped);
      this.#samples.push({ ...this.#sampleOf(this.#run), at: this.#start });
    }
    // A run that was first looked at when it had hardly begun is not gone through in steps of that size.
    while (end / this.#step > most) this.#thin();
    for (let taken = 0; taken < budget; taken++) {
      const at = (this.#samples.at(-1)?.at ?? 0) + this.#step;
      if (at > end) return more;
      this.#run = this.#log.seek(cursorAt(this.#log, at), this.#run);
      this.#samples.push({ ...this.#sampleOf(this.#run), at });
      if (this.#samples.length >= most) this.#thin();
    }
    return true;
  }

  /** Records in and out of one operator of a subtask's chain. */
  records({ values }: RunSample, subtask: TaskIndex, operator: OperatorIndex): { readonly in: number; readonly out: number } {
    const place = (this.#places[subtask] ?? 0) + totals + operator * countersPerOperator;
    return { in: values[place] ?? 0, out: values[place + 1] ?? 0 };
  }

  total({ values }: RunSample, subtask: TaskIndex, name: keyof typeof total): number {
    return values[(this.#places[subtask] ?? 0) + total[name]] ?? 0;
  }

  /** Older events may be dropped. */
  get #start(): number {
    return this.#log.dropped === 0 ? 0 : (this.#log.event(this.#log.dropped)?.at ?? 0);
  }

  #thin(): void {
    this.#samples = this.#samples.filter((_, place) => place % 2 === 0);
    this.#step *= 2;
  }

  #sampleOf(run: Readonly<RunState>): RunSample {
    const values = new Float64Array(this.#length);
    run.subtasks.forEach((subtask, index) => {
      const place = this.#places[index] ?? 0;
      values[place + total.busyMs] = subtask.busyMs + underWay(subtask.hand?.startedAt, run.at);
      values[place + total.backPressuredMs] = subtask.backPressuredMs + underWay(subtask.backPressured?.since, run.at);
      values[place + total.watermark] = watermarkOf(subtask);
      values[place + total.keys] = keysOf(subtask);
      values.set(subtask.operatorRecords, place + totals);
    });
    return { at: run.at, eventTime: run.eventTime, values };
  }

  /** Reads the log for checkpoints; true while there is more of it. */
  #scan(): boolean {
    const { dropped, length } = this.#log;
    const from = Math.max(dropped, this.#scanned);
    const end = Math.min(length, from + eventsAtOnce);
    for (let seq = from; seq < end; seq++) {
      const event = this.#log.event(seq);
      if (event) this.#takeCheckpoint(event);
    }
    this.#scanned = end;
    return end < length;
  }

  #takeCheckpoint({ at, body }: LogEvent): void {
    if (body.kind === "checkpointTriggered") {
      const parts = new Map<TaskIndex, TakenPart>();
      this.checkpoints.push({ id: body.checkpointId, triggeredAt: at, parts, status: "pending", endedAt: undefined, bytes: 0 });
      if (this.checkpoints.length > checkpointsMost) this.checkpoints.shift();
      return;
    }
    if (body.kind !== "checkpointAcknowledged" && body.kind !== "checkpointCompleted" && body.kind !== "checkpointFailed") return;
    const taken = this.checkpoints.findLast(({ id }) => id === body.checkpointId);
    if (!taken) return;
    if (body.kind === "checkpointAcknowledged") {
      const { from, bytes, startDelayMs, alignmentMs, syncMs, asyncMs } = body;
      taken.parts.set(from, { bytes, durationMs: startDelayMs + alignmentMs + syncMs + asyncMs });
      return;
    }
    taken.endedAt = at;
    taken.status = body.kind === "checkpointCompleted" ? "completed" : "failed";
    if (body.kind === "checkpointCompleted") taken.bytes = body.bytes;
  }
}

const operatorsOf = ({ topology }: LogHeader, vertex: number): number => topology.vertices[vertex]?.operators.length ?? 1;

const underWay = (since: number | undefined, at: number): number => (since === undefined ? 0 : Math.max(0, at - since));

const keysOf = ({ keyCounts }: SubtaskState): number => keyCounts.reduce((sum, { keys }) => sum + keys, 0);
