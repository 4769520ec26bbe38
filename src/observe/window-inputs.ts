import type { LogEvent, LogEventBody } from "./event.ts";
import type { RunLog } from "./run-log.ts";

export type WindowFired = Extract<LogEventBody, { readonly kind: "windowFired" }>;

/** A firing: the number of its event, who fired, and what. */
export interface Firing {
  readonly seq: number;
  readonly subtask: number;
  readonly window: WindowFired;
}

/** Events looked through, and records listed. */
const searched = 100_000;
const listed = 1000;

/**
 * The events that sent a window its records, oldest first: those of its key and time that the subtask had received when it fired,
 * without what it refused as late and what a restore took back. As far back as the log is looked through.
 */
export function windowInputs(log: RunLog, firing: Firing): readonly number[] {
  const look = new LookBack(log, firing);
  const stop = Math.max(log.dropped, firing.seq - searched);
  for (let seq = firing.seq - 1; seq >= stop && look.found.length < listed; seq--) {
    const event = log.event(seq);
    if (event) look.back(event);
  }
  return look.found.toReversed();
}

/** Goes back through the log, matching what was received with what was sent: the newest element of that channel and number. */
class LookBack {
  readonly found: number[] = [];
  readonly #firing: Firing;
  /** By channel to the subtask: numbers of elements it received, and whether the window kept them. */
  readonly #received = new Map<number, Map<number, boolean>>();
  /** The record received before was refused as late. */
  #late = false;
  /** The checkpoint that a restore went back to: what was received behind its snapshot does not count. */
  #takenBackTo: number | undefined;

  constructor(log: RunLog, firing: Firing) {
    this.#firing = firing;
    for (const [channel, { to }] of log.header.topology.channels.entries()) {
      if (to === firing.subtask) this.#received.set(channel, new Map());
    }
  }

  back({ seq, subtask, body }: LogEvent): void {
    const own = subtask === this.#firing.subtask;
    if (body.kind === "received" && own) {
      this.#received.get(body.channel)?.set(body.n, !this.#late && this.#takenBackTo === undefined);
      this.#late = false;
    } else if (body.kind === "late" && own) this.#late = true;
    else if (body.kind === "restoring" && body.subtasks.includes(this.#firing.subtask)) {
      this.#takenBackTo ??= body.checkpointId ?? 0;
    } else if (body.kind === "snapshotTaken" && own && body.checkpointId === this.#takenBackTo) this.#takenBackTo = undefined;
    else if (body.kind === "sent") this.#sent(seq, body);
  }

  #sent(seq: number, { channel, n, element }: Extract<LogEventBody, { kind: "sent" }>): void {
    const received = this.#received.get(channel);
    const kept = received?.get(n) === true;
    received?.delete(n);
    if (kept && element.kind === "record" && belongs(this.#firing.window, element)) this.found.push(seq);
  }
}

/** Whether a record of that key and time belongs to the window; one without key or time does to every window. */
export function belongs(
  window: WindowFired,
  { key, timestamp }: { readonly key?: string | undefined; readonly timestamp?: number | undefined },
): boolean {
  if (key !== undefined && key !== window.key) return false;
  return timestamp === undefined || (timestamp >= window.start && timestamp < window.end);
}
