import { causesOf, recordsOf } from "./causes.ts";
import type { ChannelIndex, CheckpointId, ListBy, TaskIndex } from "../stream/indices.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import { apply } from "./fold.ts";
import { channelElements } from "./fold-channels.ts";
import { originOf, placeInWork, placeOfRead } from "./record-origin.ts";
import type { RunLog } from "./run-log.ts";
import type { RunState } from "./run-state.ts";
import { contentsEntry, keepsContents, mergedEntries, stateEntry, timerText } from "./state-entry.ts";

/** Something that happened to a followed record, or to what it became. */
export interface LineageStep {
  readonly seq: number;
  /** A window fired with the record in it: the events that sent it its records. */
  readonly fanIn?: readonly number[];
}

/** Steps kept: what comes later is not listed, but still glows. */
const stepLimit = 2000;

/** What a subtask is at: a record, a timer, a window. */
interface Work {
  readonly number: number;
  /** Event that sent or read the record. */
  readonly of: number | undefined;
  /** What it sends belongs to the lineage. `read`: because of a state that it read; what it writes to states is a step further. */
  passesOn: boolean | "read";
  /** Records sent so far, by edge. */
  readonly sent: Map<number, number>;
}

/** Where in a subtask the record is kept: entries of states that it was written to, timers that it has set. */
interface Traces {
  readonly entries: Set<string>;
  readonly timers: Set<string>;
}

interface Followed extends Traces {
  /** Works that are open: on a record or timer, and on the window in it. */
  works: readonly Work[];
  readonly snapshots: Map<CheckpointId, Traces>;
}

/**
 * What a record came from and everything that becomes of it, by the causes that subtasks log: through the work on it, states, timers and
 * windows, lost and read again. [OB15]
 */
export class Lineage {
  /** Events that sent or read an element of the lineage: their numbers are the elements' own in the picture. */
  readonly members = new Set<number>();
  /** Events that received one. */
  readonly receipts = new Set<number>();
  readonly steps: LineageStep[] = [];
  /** The event that sent or read the record that is followed. */
  readonly seed: number;
  readonly #log: RunLog;
  readonly #run: RunState;
  /** Elements whose children belong to the lineage, too. */
  readonly #passingOn = new Set<number>();
  /** Elements that were made again, and which ancestor each of them is: what they become is compared with the way to the record. */
  readonly #again = new Map<number, number>();
  readonly #places: ReadonlyMap<string, number>;
  readonly #followed: ListBy<TaskIndex, Followed>;

  constructor(log: RunLog, seed: number) {
    this.#log = log;
    this.seed = seed;
    const { ancestors, places } = originOf(log, seed);
    for (const seq of ancestors) this.members.add(seq);
    this.members.add(seed);
    this.#passingOn.add(seed);
    this.#places = places;
    this.#run = log.seek(Math.min(seed, ...ancestors));
    const nothing = (): Followed => ({ works: [], entries: new Set(), timers: new Set(), snapshots: new Map() });
    this.#followed = log.header.topology.subtasks.map(nothing);
  }

  /** Goes on to the log's newest event, at most `limit` events at a time. Says whether there was anything to go through. */
  advance(limit: number): boolean {
    const run = this.#run;
    const end = Math.min(this.#log.length, run.cursor + limit);
    if (run.cursor === end) return false;
    for (let event = this.#log.event(run.cursor); event && run.cursor < end; event = this.#log.event(run.cursor)) {
      this.#before(event);
      apply(run, event);
      this.#behind(event);
    }
    return true;
  }

  #before({ seq, subtask, body }: LogEvent): void {
    if (body.kind === "sent") {
      if (body.element.kind === "record") this.#sent(seq, subtask, body);
    } else if (body.kind === "lost") {
      const channel = this.#run.channels[body.channel];
      if (channel && channelElements(channel).some((one) => this.members.has(one.seq))) this.#step({ seq });
    }
  }

  #sent(seq: number, subtask: TaskIndex, { channel, cause }: Extract<LogEventBody, { kind: "sent" }>): void {
    const work = this.#work(subtask, cause);
    const ancestor = this.#again.get(work?.of ?? -1);
    if (work !== undefined && work.passesOn !== false) this.#passingOn.add(seq);
    else if (work !== undefined && ancestor !== undefined) {
      const edge = this.#log.header.topology.channels[channel]?.edge ?? -1;
      const ordinal = work.sent.get(edge) ?? 0;
      work.sent.set(edge, ordinal + 1);
      const repeated = this.#places.get(placeInWork(ancestor, edge, ordinal));
      if (repeated === undefined) return;
      this.#repeat(seq, repeated);
    } else if (!this.members.has(seq)) return;
    this.members.add(seq);
    this.#step({ seq });
  }

  #behind(event: LogEvent): void {
    const { seq, subtask, body } = event;
    if (body.kind === "restoring") {
      this.#step({ seq });
      for (const each of body.subtasks) this.#forget(this.#followed[each]);
    }
    // Nobody goes back to it any more.
    if (body.kind === "checkpointSubsumed" || body.kind === "checkpointDiscarded") {
      for (const { snapshots } of this.#followed) snapshots.delete(body.checkpointId);
    }
    const followed = this.#followed[subtask];
    if (followed === undefined) return;
    if (body.kind === "read") this.#read(event);
    else if (body.kind === "received") this.#received(event, body.channel);
    else if (body.kind === "windowFired") this.#fired(event, followed, body);
    else if (this.#isTold(followed, event)) this.#step({ seq });
    this.#keepTrack(followed, event);
  }

  #read(event: LogEvent): void {
    if (!this.members.has(event.seq)) {
      const repeated = this.#places.get(placeOfRead(event, this.#log));
      if (repeated === undefined) return;
      this.members.add(event.seq);
      this.#repeat(event.seq, repeated);
    }
    this.#step({ seq: event.seq });
  }

  #received({ seq, subtask }: LogEvent, channel: ChannelIndex): void {
    const hand = this.#run.subtasks[subtask]?.hand;
    if (hand?.channel !== channel || this.#run.channels[channel]?.lastReceived?.seq !== hand.seq || !this.members.has(hand.seq)) return;
    this.receipts.add(seq);
    this.#step({ seq });
  }

  #fired({ seq, subtask }: LogEvent, followed: Followed, body: Extract<LogEventBody, { kind: "windowFired" }>): void {
    const passesOn = followed.entries.has(contentsEntry(body));
    if (body.work === undefined) return;
    followed.works = [...followed.works.slice(0, 1), { number: body.work, of: undefined, passesOn, sent: new Map() }];
    // The way back is not gone for a step that is not kept.
    if (!passesOn || this.steps.length >= stepLimit) return;
    this.#step({ seq, fanIn: recordsOf(causesOf(this.#log, { seq, subtask, work: body.work })) });
  }

  #isTold({ works }: Followed, { subtask, body }: LogEvent): boolean {
    if (body.kind === "processing") return this.members.has(this.#run.subtasks[subtask]?.hand?.seq ?? -1);
    if (!told.has(body.kind) || !("cause" in body)) return false;
    const work = works.find(({ number }) => number === body.cause);
    return work !== undefined && (work.passesOn !== false || this.members.has(work.of ?? -1));
  }

  /** Begins and ends works, and notes where in the subtask the record is kept. */
  #keepTrack(followed: Followed, { subtask, body }: LogEvent): void {
    const { entries, timers, snapshots } = followed;
    switch (body.kind) {
      case "processing": {
        const of = this.#run.subtasks[subtask]?.hand?.seq;
        if (body.work !== undefined) followed.works = [{ number: body.work, of, passesOn: this.#passingOn.has(of ?? -1), sent: new Map() }];
        break;
      }
      case "processed":
        followed.works = [];
        break;
      case "timerFired": {
        const passesOn = timers.delete(timerText(body));
        if (body.work !== undefined) followed.works = [{ number: body.work, of: undefined, passesOn, sent: new Map() }];
        break;
      }
      case "timerRegistered":
        if (this.#work(subtask, body.cause)?.passesOn === true) timers.add(timerText(body));
        break;
      case "timerDeleted":
        timers.delete(timerText(body));
        break;
      case "stateRead":
        if (entries.has(stateEntry(body))) noteRead(this.#work(subtask, body.cause));
        break;
      case "stateWritten": {
        const entry = stateEntry(body);
        const work = this.#work(subtask, body.cause);
        if (body.before === "read" && entries.has(entry)) noteRead(work);
        if (work?.passesOn === true) entries.add(entry);
        else if (!keepsContents(body)) entries.delete(entry);
        break;
      }
      case "stateMerged": {
        const { from, into } = mergedEntries(body);
        if (from.some((entry) => entries.has(entry))) entries.add(into);
        break;
      }
      case "stateCleared":
        entries.delete(stateEntry(body));
        break;
      case "snapshotTaken":
        snapshots.set(body.checkpointId, { entries: new Set(entries), timers: new Set(timers) });
        break;
      case "restored":
        this.#restore(followed, snapshots.get(body.checkpointId));
        break;
      default:
    }
  }

  #forget(followed: Followed | undefined): void {
    if (followed === undefined) return;
    followed.works = [];
    followed.entries.clear();
    followed.timers.clear();
  }

  #restore(followed: Followed, snapshot: Traces | undefined): void {
    this.#forget(followed);
    for (const entry of snapshot?.entries ?? []) followed.entries.add(entry);
    for (const timer of snapshot?.timers ?? []) followed.timers.add(timer);
  }

  #repeat(seq: number, repeated: number): void {
    if (repeated === this.seed) this.#passingOn.add(seq);
    else this.#again.set(seq, repeated);
  }

  #work(subtask: TaskIndex, cause: number | undefined): Work | undefined {
    return cause === undefined ? undefined : this.#followed[subtask]?.works.find(({ number }) => number === cause);
  }

  #step(step: LineageStep): void {
    if (this.steps.length < stepLimit) this.steps.push(step);
  }
}

/** The work was shown something that the record wrote. */
function noteRead(work: Work | undefined): void {
  if (work?.passesOn === false) work.passesOn = "read";
}

const told: ReadonlySet<LogEventBody["kind"]> = new Set(["stateRead", "stateWritten", "timerRegistered", "late", "sinkWritten", "userLog"]);
