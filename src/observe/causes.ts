import { namespaceText, windowContents } from "./event.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import type { RunLog } from "./run-log.ts";

/** The work of a subtask that something stems from, seen from event `seq`. */
export interface CausedBy {
  readonly seq: number;
  readonly subtask: number;
  /** Its number, as the events say. [OB33] */
  readonly work: number;
}

type Body<Kind extends LogEventBody["kind"]> = Extract<LogEventBody, { readonly kind: Kind }>;

/** Events looked through, and records listed. */
const searched = 100_000;
const listed = 1000;

/**
 * The events that sent or read the records behind a work, oldest first: the record it is on; of a window, those that wrote its contents;
 * of a timer, the one that set it and those that wrote the states it had read. What a restore took back does not count. As far back as
 * the log is looked through.
 */
export function causesOf(log: RunLog, work: CausedBy): readonly number[] {
  const look = new LookBack(log, work);
  const stop = Math.max(log.dropped, work.seq - searched);
  for (let seq = work.seq; seq >= stop && look.isOpen && look.found.length < listed; seq--) {
    const event = log.event(seq);
    if (event) look.back(event);
  }
  return look.found.toReversed();
}

/** One entry of a state. */
export function stateEntry(body: Body<"stateRead" | "stateWritten" | "stateCleared">): string {
  return entryText(body, body.state, "namespace" in body ? body.namespace : undefined);
}

/** The entries that contents of windows come from, and the one they go to. */
export function mergedEntries(body: Body<"stateMerged">): { readonly from: readonly string[]; readonly into: string } {
  const entry = (namespace: string): string => entryText(body, body.state, namespace);
  return { from: body.from.map(entry), into: entry(body.namespace) };
}

/** The entry that holds the contents of a window that fired. */
export const contentsEntry = (body: Body<"windowFired">): string => entryText(body, windowContents, body.contents ?? namespaceText(body));

export const timerText = ({ operator, domain, timestamp, key }: Body<"timerRegistered" | "timerDeleted" | "timerFired">): string =>
  `${operator} ${domain} ${timestamp} ${key}`;

function entryText(of: { readonly operator: number; readonly key: string }, state: string, namespace: string | undefined): string {
  return `${of.operator} ${state} ${namespace ?? ""} ${of.key}`;
}

/** Goes back through the log, from what is sought to what it stems from. */
class LookBack {
  readonly found: number[] = [];
  readonly #log: RunLog;
  readonly #subtask: number;
  /** Works of the attempt that is looked at, entries of states and timers of the subtask. */
  readonly #works = new Set<number>();
  readonly #entries = new Set<string>();
  readonly #timers = new Set<string>();
  /** By channel to the subtask: numbers of elements of which the sender is sought. */
  readonly #elements = new Map<number, Set<number>>();
  /** A work that is sought began just behind: it is on the record that was taken before. */
  #isOnRecord = false;
  /** The checkpoint that a restore went back to: what was done behind its snapshot does not count. */
  #takenBackTo: number | undefined;

  constructor(log: RunLog, { subtask, work }: CausedBy) {
    this.#log = log;
    this.#subtask = subtask;
    this.#works.add(work);
  }

  /** False when nothing is sought any more. */
  get isOpen(): boolean {
    return this.#isOnRecord || this.#works.size + this.#entries.size + this.#timers.size + this.#elements.size > 0;
  }

  back({ seq, subtask, body }: LogEvent): void {
    if (body.kind === "sent") this.#sent(seq, body);
    else if (body.kind === "restoring" && body.subtasks.includes(this.#subtask)) {
      this.#takenBackTo ??= body.checkpointId ?? 0;
      this.#works.clear();
    } else if (subtask === this.#subtask) this.#own(seq, body);
  }

  #own(seq: number, body: LogEventBody): void {
    if (body.kind === "snapshotTaken" && body.checkpointId === this.#takenBackTo) this.#takenBackTo = undefined;
    if (this.#takenBackTo !== undefined) return;
    switch (body.kind) {
      case "processing":
        this.#isOnRecord = this.#ends(body.work);
        break;
      case "received":
        if (this.#isOnRecord) this.#seek(body.channel, body.n);
        this.#isOnRecord = false;
        break;
      case "read":
        if (this.#isOnRecord) this.found.push(seq);
        this.#isOnRecord = false;
        break;
      case "timerFired":
        if (this.#ends(body.work)) this.#timers.add(timerText(body));
        break;
      case "timerRegistered":
        if (this.#timers.delete(timerText(body))) this.#begins(body.cause);
        break;
      case "windowFired":
        if (this.#ends(body.work)) this.#entries.add(contentsEntry(body));
        break;
      default:
        this.#state(body);
    }
  }

  #state(body: LogEventBody): void {
    switch (body.kind) {
      case "stateRead":
        if (body.cause !== undefined && this.#works.has(body.cause)) this.#entries.add(stateEntry(body));
        break;
      case "stateWritten":
        if (this.#entries.has(stateEntry(body))) this.#begins(body.cause);
        break;
      case "stateCleared":
        this.#entries.delete(stateEntry(body));
        break;
      case "stateMerged": {
        const { from, into } = mergedEntries(body);
        if (this.#entries.has(into)) for (const entry of from) this.#entries.add(entry);
        break;
      }
      default:
    }
  }

  #sent(seq: number, { channel, n, element }: Body<"sent">): void {
    const sought = this.#elements.get(channel);
    if (sought?.delete(n) !== true) return;
    if (sought.size === 0) this.#elements.delete(channel);
    if (element.kind === "record") this.found.push(seq);
  }

  #seek(channel: number, n: number): void {
    if (this.#log.header.topology.channels[channel]?.to !== this.#subtask) return;
    const sought = this.#elements.get(channel);
    if (sought) sought.add(n);
    else this.#elements.set(channel, new Set([n]));
  }

  /** The beginning of a work: true when it was sought. */
  #ends(work: number | undefined): boolean {
    return work !== undefined && this.#works.delete(work);
  }

  #begins(work: number | undefined): void {
    if (work !== undefined) this.#works.add(work);
  }
}
