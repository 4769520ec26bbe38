import { countersPerOperator, operatorCounters } from "../../observe/counters.ts";
import { LaneHistory } from "../../observe/lane-history.ts";
import { headOfChain } from "../../stream/indices.ts";
import type { ChannelIndex, OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import type { LogBatch, LogEvent, LogHeader } from "../../observe/event.ts";
import { Lineage } from "../../observe/lineage.ts";
import { OutputHistory } from "../../observe/output-history.ts";
import { runSinks, sinkFinder, type RunSink } from "../../observe/run-sinks.ts";
import { RunLog } from "../../observe/run-log.ts";
import type { RecordCounts, RunState, SubtaskState } from "../../observe/run-state.ts";
import { KeyLabels } from "./key-labels.ts";
import { RunSamples } from "./run-samples.ts";
import { meterOf } from "./subtask-facts.ts";
import type { LiveLoad, Load } from "./live-load.ts";

/** How far the picture stays behind the newest event, in wall milliseconds, so that batches do not make it jerk. */
const cushionMs = 90;
/** A picture that lags more than this jumps to the live end. */
const jumpMs = 1500;
const channelBusyWindowMs = 100;
/** Elements that may move in one channel in `channelBusyWindowMs` before they stop travelling. */
const followable = 8;

const countsAt = (records: readonly number[], place: number): RecordCounts => ({
  recordsIn: records[place] ?? 0,
  recordsOut: records[place + 1] ?? 0,
});

/** What the log tells, or what is counted live behind the attempts before: whichever is ahead. */
const latest = (logged: RecordCounts, earlier: RecordCounts, live: RecordCounts): RecordCounts => ({
  recordsIn: Math.max(logged.recordsIn, earlier.recordsIn + live.recordsIn),
  recordsOut: Math.max(logged.recordsOut, earlier.recordsOut + live.recordsOut),
});

/**
 * The log of one run and the moment of it that is on screen. Following, the moment runs after the newest event at the run's
 * speed; looking back, it stands where it was put. Knows no React and no clock: `frame` is told the time.
 */
export class RunPlayer {
  readonly header: LogHeader;
  readonly log: RunLog;
  readonly lanes: LaneHistory;
  readonly sinks: readonly RunSink[];
  readonly output: OutputHistory;
  readonly labels = new KeyLabels();
  /** Hash of the log up to its newest event. */
  hash = "";
  /** Shared counters of a free run. */
  load: LiveLoad | undefined;
  /** The record that is followed. */
  lineage: Lineage | undefined;
  #samples: RunSamples | undefined;
  #view: RunState;
  #now = 0;
  #following = true;
  #forgotten = 0;
  #lastFrame: number | undefined;
  #moved = new Map<ChannelIndex, number>();
  #movedSince = 0;
  #busy: ReadonlySet<ChannelIndex> = new Set();
  #jumped = false;
  /** Events that a person asked to see one by one and that are not there yet. */
  #awaited: { readonly subtask: TaskIndex | undefined; readonly count: number } | undefined;

  constructor(header: LogHeader, capacity?: number) {
    this.header = header;
    this.log = new RunLog(header, capacity);
    const hueOf = (key: string | undefined, text: string): number => this.labels.labelOf(key, text).hue;
    this.lanes = new LaneHistory(header.topology.subtasks.length, hueOf);
    this.sinks = runSinks(header);
    this.output = new OutputHistory({ sinkOf: sinkFinder(header, this.sinks), linesAreRows: header.mode === "freeRunning" });
    this.#view = this.log.seek(0);
  }

  /** The run at the moment on screen. Only to be read. */
  get view(): RunState {
    return this.#view;
  }

  /** Job clock of the moment on screen; may lie between two events. */
  get now(): number {
    return this.#now;
  }

  get following(): boolean {
    return this.#following;
  }

  /** The whole of the run in steps; nothing is read of it before it is first asked for. */
  get samples(): RunSamples {
    return (this.#samples ??= new RunSamples(this.log));
  }

  /** Channels in which more moves than an eye can follow. */
  get busyChannels(): ReadonlySet<ChannelIndex> {
    return this.#busy;
  }

  /**
   * What a subtask does with its time: by the log where that has every record, else by the live counters. Undefined where nothing
   * is known: in the past of a free run, and without shared memory.
   */
  meter(subtask: TaskIndex): Load | undefined {
    const state = this.#view.subtasks[subtask];
    if (this.header.mode === "freeRunning") return this.#following ? this.load?.of(subtask) : undefined;
    return state && meterOf(state, this.#now);
  }

  /** Records in a channel of a free run at this very moment; undefined where the log says it, or nothing does. [HB12] */
  queued(channel: ChannelIndex): number | undefined {
    const live = this.header.mode === "freeRunning" && this.#following;
    return live ? this.load?.queued(channel, this.header.topology.subtasks.length) : undefined;
  }

  /**
   * Records in and out of a subtask over all its attempts. Live in a free run by the shared counters: its log tells them late, and
   * only up to then in the past.
   */
  records(subtask: TaskIndex): RecordCounts {
    const state = this.#view.subtasks[subtask];
    if (!state) return { recordsIn: 0, recordsOut: 0 };
    const live = this.#liveLoad(state)?.records(subtask);
    return live ? latest(state, state.earlier, live) : state;
  }

  /** Records in and out of one operator of a subtask's chain over all its attempts, at the moment on screen. [OB41] */
  operatorRecords(subtask: TaskIndex, operator: OperatorIndex): RecordCounts {
    const state = this.#view.subtasks[subtask];
    if (!state) return { recordsIn: 0, recordsOut: 0 };
    const place = operator * countersPerOperator;
    const logged = countsAt(state.operatorRecords, place);
    const load = this.#liveLoad(state);
    if (!load) return logged;
    const { topology } = this.header;
    const live = load.operatorRecords(operatorCounters(topology, subtask) + place);
    const head = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators[headOfChain];
    // What a head takes from its channels is counted with these.
    const isFed = operator === 0 && head?.role !== "source";
    const counted = isFed ? { ...live, recordsIn: load.records(subtask).recordsIn } : live;
    return latest(logged, countsAt(state.earlier.operatorRecords, place), counted);
  }

  #liveLoad({ state }: SubtaskState): LiveLoad | undefined {
    return this.header.mode === "freeRunning" && this.#following && state === "RUNNING" ? this.load : undefined;
  }

  /** Follows the record that was sent or read by that event; undefined to follow none. */
  followRecord(seq: number | undefined): void {
    this.lineage = seq === undefined ? undefined : new Lineage(this.log, seq);
  }

  /** True once after the moment on screen was changed by anything but time passing: nothing travels there. */
  takeJump(): boolean {
    const jumped = this.#jumped;
    this.#jumped = false;
    return jumped;
  }

  append(batch: LogBatch): void {
    this.hash = batch.hash;
    for (const event of batch.events) {
      if (event.body.kind === "sent" && event.body.element.kind === "record" && event.body.element.key !== undefined) {
        this.labels.label(event.body.element.key);
      }
    }
    this.log.append(batch.events, (event, run) => {
      this.lanes.append(event, run, (seq) => this.log.event(seq)?.at);
      this.output.append(event);
    });
    this.#forget();
    this.#showAwaited(batch.events);
  }

  /**
   * One event forth in the log, or one of that subtask. False when there is none yet: the next one that comes is the one, and what the run
   * does behind it in the same turn is not shown. [UI113]
   */
  stepForth(subtask: TaskIndex | undefined): boolean {
    const { log } = this;
    let cursor = this.#view.cursor;
    while (cursor < log.length && subtask !== undefined && log.event(cursor)?.subtask !== subtask) cursor++;
    if (cursor < log.length) {
      this.step(cursor + 1 - this.#view.cursor);
      return true;
    }
    const waits = this.#awaited?.subtask === subtask ? (this.#awaited?.count ?? 0) : 0;
    this.#awaited = { subtask, count: waits + 1 };
    return false;
  }

  #showAwaited(events: readonly LogEvent[]): void {
    if (!this.#awaited) return;
    const { subtask, count } = this.#awaited;
    const shown = events.filter((event) => subtask === undefined || event.subtask === subtask).slice(0, count);
    const last = shown.at(-1);
    if (!last) return;
    this.step(last.seq + 1 - this.#view.cursor);
    if (shown.length < count) this.#awaited = { subtask, count: count - shown.length };
  }

  /** The histories reach as far back as the log. */
  #forget(): void {
    const { dropped } = this.log;
    if (dropped === this.#forgotten) return;
    this.#forgotten = dropped;
    this.lanes.forget(this.log.event(dropped)?.at ?? -Infinity);
    this.output.forget(dropped);
  }

  /** Moves the moment on screen. `speed` in job milliseconds per wall millisecond, 0 while the run is paused. */
  frame(wall: number, speed: number): void {
    const elapsed = Math.min(100, wall - (this.#lastFrame ?? wall));
    this.#lastFrame = wall;
    this.#awaited = undefined;
    if (!this.#following) return;
    const end = this.log.head.at;
    const lag = speed > 0 ? (end - this.#now) / speed : Infinity;
    if (speed === Infinity || lag > jumpMs) this.#now = end;
    else if (lag > 0) this.#now = Math.min(end, this.#now + elapsed * speed * Math.min(4, Math.max(0.5, lag / cushionMs)));
    this.#advance(wall);
  }

  /** Paused or stepping: shows everything there is, still letting it travel. */
  catchUp(wall: number): void {
    if (!this.#following) return;
    this.#now = this.log.head.at;
    this.#advance(wall);
  }

  /** Looks at the run behind `cursor` events; the live end goes on without being shown. */
  seek(cursor: number): void {
    const target = Math.min(Math.max(this.log.dropped, cursor), this.log.length);
    this.#awaited = undefined;
    this.#view = this.log.seek(target, this.#view);
    this.#now = this.#view.at;
    this.#following = target === this.log.length;
    this.#jumped = true;
  }

  /** One event back or forth, with the same move, reversed when back. */
  step(by: number): void {
    this.seek(this.#view.cursor + by);
    this.#jumped = Math.abs(by) > 1;
  }

  follow(): void {
    this.seek(this.log.length);
    this.#following = true;
  }

  #advance(wall: number): void {
    const from = this.#view.cursor;
    let cursor = from;
    for (let event = this.log.event(cursor); event && event.at <= this.#now; event = this.log.event(cursor)) {
      cursor++;
      if (event.body.kind === "sent" || event.body.kind === "received") {
        this.#moved.set(event.body.channel, (this.#moved.get(event.body.channel) ?? 0) + 1);
      }
    }
    if (cursor !== from || from < this.log.dropped) this.#view = this.log.seek(cursor, this.#view);
    if (wall - this.#movedSince < channelBusyWindowMs) return;
    this.#movedSince = wall;
    this.#busy = new Set([...this.#moved].flatMap(([channel, count]) => (count > followable ? [channel] : [])));
    this.#moved.clear();
  }
}
