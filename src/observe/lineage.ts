import type { LogEvent, LogEventBody, RecordView, Topology } from "./event.ts";
import { apply } from "./fold.ts";
import { channelElements } from "./fold-channels.ts";
import type { RunLog } from "./run-log.ts";
import type { RunState } from "./run-state.ts";
import { originOf } from "./record-origin.ts";
import { belongs, windowInputs } from "./window-inputs.ts";
import type { WindowFired } from "./window-inputs.ts";

/** Something that happened to a followed record, or to what it became. */
export interface LineageStep {
  readonly seq: number;
  /** A window fired with the record in it: the events that sent it its records. */
  readonly fanIn?: readonly number[];
}

/** Steps kept: what comes later is not listed, but still glows. */
const stepLimit = 2000;

/**
 * What a record came from and everything that becomes of it: through the hands of subtasks, hash channels and windows, lost and read
 * again. Results that an operator computes from its state alone, on a timer, are not among it: the log does not tell their parents. [OB15]
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
  /** Read again: their children are compared with the way that led to the record. */
  readonly #again = new Set<number>();
  /** Descriptions of the elements on the way to the record, the record's own last. */
  readonly #way: readonly string[];
  readonly #roots: ReadonlySet<string>;
  /** Keys and times that entered a subtask's windows. */
  readonly #entered = new Map<number, { readonly key: string | undefined; readonly timestamp: number | undefined }[]>();
  readonly #firing = new Set<number>();

  constructor(log: RunLog, seed: number) {
    this.#log = log;
    this.seed = seed;
    const origin = originOf(log, seed);
    for (const seq of origin.ancestors) this.members.add(seq);
    this.members.add(seed);
    this.#passingOn.add(seed);
    const { topology } = log.header;
    this.#way = [...origin.ancestors, seed].flatMap((seq) => describe(log.event(seq), topology));
    this.#roots = new Set(origin.roots.flatMap((seq) => describe(log.event(seq), topology)));
    this.#run = log.seek(Math.min(seed, ...origin.ancestors));
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
    } else if (endsFiring.has(body.kind)) this.#firing.delete(subtask);
  }

  #sent(seq: number, subtask: number, body: Extract<LogEventBody, { kind: "sent" }>): void {
    const parent = this.#run.subtasks[subtask]?.hand?.seq ?? -1;
    if (this.#firing.has(subtask) || this.#passingOn.has(parent)) this.#passingOn.add(seq);
    else if (this.#again.has(parent)) {
      const [what = ""] = describeSent(body, this.#log.header.topology);
      if (what === this.#way.at(-1)) this.#passingOn.add(seq);
      else if (this.#way.includes(what)) this.#again.add(seq);
      else return;
    } else if (!this.members.has(seq)) return;
    this.members.add(seq);
    this.#step({ seq });
  }

  #behind(event: LogEvent): void {
    const { seq, subtask, body } = event;
    if (body.kind === "read") this.#read(event);
    const hand = this.#run.subtasks[subtask]?.hand;
    const inHand = hand !== undefined && this.members.has(hand.seq);
    if (body.kind === "received" && inHand && hand.channel === body.channel) {
      this.receipts.add(seq);
      this.#step({ seq });
      if (this.#passingOn.has(hand.seq)) this.#enter(subtask, hand.record);
    } else if (body.kind === "windowFired") this.#fired(event, body);
    else if (body.kind === "restoring") this.#step({ seq });
    else if (told.has(body.kind) && (inHand || this.#firing.has(subtask))) this.#step({ seq });
  }

  #read(event: LogEvent): void {
    const [what = ""] = describe(event, this.#log.header.topology);
    if (!this.members.has(event.seq)) {
      if (!this.#roots.has(what)) return;
      this.members.add(event.seq);
      if (what === this.#way.at(-1)) this.#passingOn.add(event.seq);
      else this.#again.add(event.seq);
    }
    this.#step({ seq: event.seq });
  }

  #enter(subtask: number, record: RecordView | undefined): void {
    if (!record) return;
    const entry = { key: record.key, timestamp: record.timestamp };
    const entries = this.#entered.get(subtask);
    if (entries) entries.push(entry);
    else this.#entered.set(subtask, [entry]);
  }

  #fired({ seq, subtask }: LogEvent, window: WindowFired): void {
    if (!this.#entered.get(subtask)?.some((record) => belongs(window, record))) {
      this.#firing.delete(subtask);
      return;
    }
    this.#firing.add(subtask);
    this.#step({ seq, fanIn: windowInputs(this.#log, { seq, subtask, window }) });
  }

  #step(step: LineageStep): void {
    if (this.steps.length < stepLimit) this.steps.push(step);
  }
}

/** The results of a window are sent right behind its firing, before anything of these. */
const endsFiring: ReadonlySet<LogEventBody["kind"]> = new Set([
  "received",
  "read",
  "processing",
  "processed",
  "timerFired",
  "executionState",
]);

const told: ReadonlySet<LogEventBody["kind"]> = new Set(["processing", "stateWritten", "late", "sinkWritten", "userLog"]);

/** What an element is, wherever and whenever it is made again: the same description. */
function describe(event: LogEvent | undefined, topology: Topology): readonly string[] {
  if (event?.body.kind === "sent") return describeSent(event.body, topology);
  if (event?.body.kind !== "read") return [];
  const vertex = topology.subtasks[event.subtask]?.vertex ?? -1;
  return [`read ${vertex} ${event.body.split} ${event.body.position}`];
}

function describeSent({ channel, element }: Extract<LogEventBody, { kind: "sent" }>, topology: Topology): readonly string[] {
  if (element.kind !== "record") return [];
  return [`sent ${topology.channels[channel]?.edge ?? channel} ${element.key ?? ""} ${element.timestamp ?? ""} ${element.text}`];
}
