import type { ChannelIndex, TaskIndex } from "../stream/indices.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import type { RunLog } from "./run-log.ts";
import { contentsEntry, keepsContents, mergedEntries, stateEntry, timerText } from "./state-entry.ts";

/** The work of a subtask that something stems from, seen from event `seq`. */
export interface CausedBy {
  readonly seq: number;
  readonly subtask: TaskIndex;
  /** Its number, as the events say. [OB33] */
  readonly work: number;
}

/**
 * Something that a work stems from. `record`: the record it is on. `timer`: the timer it is on, and who set that. `window`: the contents
 * of the window it is on. `state`: what a state held that it was shown.
 */
export interface Cause {
  readonly kind: "record" | "timer" | "window" | "state";
  /** The event that tells of it: that sent or read the record, fired the timer or the window, read the state or wrote it having read it. */
  readonly seq: number;
  /** The last event before that wrote the contents, or set the timer; undefined where the log does not have it, and of a record. */
  readonly write: number | undefined;
  /** Events that sent or read the records behind it, oldest first. */
  readonly records: readonly number[];
  /** The event that restored it from a checkpoint after it was written or set; undefined where there was no restore in between. */
  readonly restored: number | undefined;
}

type Body<Kind extends LogEventBody["kind"]> = Extract<LogEventBody, { readonly kind: Kind }>;

/** Events looked through, and records listed. */
const searched = 100_000;
const listed = 1000;

/**
 * What a work stems from, directly: the record, timer or window it is on and each state it had read before `seq`. Of contents of windows
 * and of states that keep what they held, the records that wrote any part of them; of a state that was written by a work which had read it
 * before, the record of that work alone: the way further back begins there, a step at a time. What a restore took back does not count.
 * Looks as far back as the log is looked through. [OB15]
 */
export function causesOf(log: RunLog, work: CausedBy): readonly Cause[] {
  const look = new LookBack(log, work);
  const stop = Math.max(log.dropped, work.seq - searched);
  for (let seq = work.seq; seq >= stop && look.isOpen && look.listed < listed; seq--) {
    const event = log.event(seq);
    if (event) look.back(event);
  }
  return look.causes();
}

/** What the record that an event sent stems from; nothing of any other event. */
export function causesOfRecord(log: RunLog, { seq, subtask, body }: LogEvent): readonly Cause[] {
  if (body.kind !== "sent" || body.cause === undefined) return [];
  return causesOf(log, { seq, subtask, work: body.cause });
}

/** Events that sent or read the records behind causes, oldest first. */
export function recordsOf(causes: readonly Cause[]): readonly number[] {
  return [...new Set(causes.flatMap(({ records }) => records))].toSorted((a, b) => a - b);
}

/** A cause while it is looked for. */
interface Sought {
  kind: Cause["kind"];
  seq: number;
  write: number | undefined;
  restored: number | undefined;
  readonly records: number[];
}

/** Goes back through the log, from what is sought to what it stems from. */
class LookBack {
  /** Records found. */
  listed = 0;
  readonly #log: RunLog;
  readonly #subtask: TaskIndex;
  /** The work that is explained. What it is on is a cause; of the works behind it, what they are on belongs to the cause they stand for. */
  readonly #own: Sought;
  /** Its number, until its beginning. */
  #target: number | undefined;
  readonly #states: Sought[] = [];
  /** Works of the attempt that is looked at, entries of states and timers of the subtask, each with the cause it is sought for. */
  readonly #works = new Map<number, Sought>();
  readonly #entries = new Map<string, Sought>();
  readonly #timers = new Map<string, Sought>();
  /** By channel to the subtask: numbers of elements of which the sender is sought. */
  readonly #elements = new Map<number, Map<number, Sought>>();
  /** A work that is sought began just behind: it is on the record that was taken before. */
  #onRecord: Sought | undefined;
  /** The checkpoint that a restore went back to: what was done behind its snapshot does not count. */
  #takenBackTo: number | undefined;

  constructor(log: RunLog, { subtask, work, seq }: CausedBy) {
    this.#log = log;
    this.#subtask = subtask;
    this.#own = createSought("record", seq);
    this.#target = work;
    this.#works.set(work, this.#own);
  }

  /** False when nothing is sought any more. */
  get isOpen(): boolean {
    return this.#onRecord !== undefined || this.#works.size + this.#entries.size + this.#timers.size + this.#elements.size > 0;
  }

  causes(): readonly Cause[] {
    const own = this.#own.kind === "record" && this.#own.records.length === 0 ? [] : [this.#own];
    // A state whose contents were the work's own has nothing behind it.
    const states = this.#states.filter(({ write, restored }) => write !== undefined || restored !== undefined);
    return [...own, ...states.toReversed()].map((cause) => ({ ...cause, records: cause.records.toReversed() }));
  }

  back({ seq, subtask, body }: LogEvent): void {
    if (body.kind === "sent") this.#sent(seq, body);
    else if (body.kind === "restoring" && body.subtasks.includes(this.#subtask)) {
      this.#takenBackTo ??= body.checkpointId ?? 0;
      this.#works.clear();
      this.#target = undefined;
    } else if (subtask === this.#subtask) this.#within(seq, body);
  }

  #within(seq: number, body: LogEventBody): void {
    if (body.kind === "snapshotTaken" && body.checkpointId === this.#takenBackTo) this.#takenBackTo = undefined;
    if (this.#takenBackTo !== undefined) return;
    switch (body.kind) {
      case "processing":
        this.#onRecord = this.#ends(body.work);
        break;
      case "received":
        if (this.#onRecord) this.#seek(body.channel, body.n, this.#onRecord);
        this.#onRecord = undefined;
        break;
      case "read":
        if (this.#onRecord) this.#found(this.#onRecord, seq);
        this.#onRecord = undefined;
        break;
      case "restored":
        this.#restored(seq);
        break;
      default:
        this.#timer(seq, body);
    }
  }

  /** What is sought and was not written since came out of a checkpoint. */
  #restored(seq: number): void {
    for (const sought of [...this.#entries.values(), ...this.#timers.values()]) {
      if (sought.write === undefined) sought.restored ??= seq;
    }
  }

  #timer(seq: number, body: LogEventBody): void {
    switch (body.kind) {
      case "timerFired": {
        const sought = this.#ends(body.work);
        if (sought === undefined) break;
        this.#timers.set(timerText(body), sought);
        if (sought === this.#own) Object.assign(sought, { kind: "timer", seq });
        break;
      }
      case "timerRegistered": {
        if (body.cause === undefined) break;
        const sought = taken(this.#timers, timerText(body));
        if (sought) this.#writtenBy(sought, seq, body.cause);
        break;
      }
      case "windowFired": {
        const sought = this.#ends(body.work);
        if (sought === undefined) break;
        this.#entries.set(contentsEntry(body), sought);
        if (sought === this.#own) Object.assign(sought, { kind: "window", seq });
        break;
      }
      default:
        this.#state(seq, body);
    }
  }

  #state(seq: number, body: LogEventBody): void {
    switch (body.kind) {
      case "stateRead":
        if (this.#isOwn(body.cause)) this.#read(seq, stateEntry(body));
        break;
      case "stateWritten":
        this.#written(seq, body);
        break;
      case "stateCleared":
        this.#entries.delete(stateEntry(body));
        break;
      case "stateMerged": {
        const { from, into } = mergedEntries(body);
        const sought = this.#entries.get(into);
        if (sought) for (const entry of from) this.#entries.set(entry, sought);
        break;
      }
      default:
    }
  }

  #written(seq: number, body: Body<"stateWritten">): void {
    const entry = stateEntry(body);
    const sought = this.#entries.get(entry);
    const { before, cause } = body;
    if (this.#isOwn(cause)) {
      if (before === undefined) this.#entries.delete(entry);
      else if (before === "read" && sought === undefined) this.#read(seq, entry);
      return;
    }
    // Of no work: restored contents, as they were written before.
    if (sought === undefined || cause === undefined) return;
    this.#writtenBy(sought, seq, cause);
    if (!keepsContents(body)) this.#entries.delete(entry);
  }

  /** The work that is explained was shown what the entry holds here. */
  #read(seq: number, entry: string): void {
    if (this.#entries.has(entry)) return;
    const sought = createSought("state", seq);
    this.#states.push(sought);
    this.#entries.set(entry, sought);
  }

  #writtenBy(sought: Sought, seq: number, work: number): void {
    sought.write ??= seq;
    if (!this.#works.has(work)) this.#works.set(work, sought);
  }

  #sent(seq: number, { channel, n, element }: Body<"sent">): void {
    const channelSought = this.#elements.get(channel);
    const sought = channelSought && taken(channelSought, n);
    if (sought === undefined) return;
    if (channelSought?.size === 0) this.#elements.delete(channel);
    if (element.kind === "record") this.#found(sought, seq);
  }

  #found(sought: Sought, seq: number): void {
    sought.records.push(seq);
    if (sought === this.#own && sought.kind === "record") sought.seq = seq;
    this.listed++;
  }

  #seek(channel: ChannelIndex, n: number, sought: Sought): void {
    if (this.#log.header.topology.channels[channel]?.to !== this.#subtask) return;
    const elements = this.#elements.get(channel);
    if (elements) elements.set(n, sought);
    else this.#elements.set(channel, new Map([[n, sought]]));
  }

  #isOwn(work: number | undefined): boolean {
    return work !== undefined && work === this.#target;
  }

  /** The beginning of a work: what it was sought for. */
  #ends(work: number | undefined): Sought | undefined {
    if (work === undefined) return undefined;
    if (work === this.#target) this.#target = undefined;
    return taken(this.#works, work);
  }
}

const createSought = (kind: Cause["kind"], seq: number): Sought => ({ kind, seq, write: undefined, restored: undefined, records: [] });

function taken<Key, Value>(map: Map<Key, Value>, key: Key): Value | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}
