import type { LogEvent, LogEventBody } from "./event.ts";
import { queuedElements } from "./fold-channels.ts";
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

/** Goes back through the log, matching what was received with what was sent: both in order, the newest first. */
class LookBack {
  readonly found: number[] = [];
  readonly #firing: Firing;
  /** By channel to the subtask: elements sent that it never received, then for each received one whether the window kept it. */
  readonly #unreceived = new Map<number, number>();
  readonly #kept = new Map<number, boolean[]>();
  /** The record received before was refused as late. */
  #late = false;
  /** The checkpoint that a restore went back to: what was received behind its snapshot does not count. */
  #takenBackTo: number | undefined;

  constructor(log: RunLog, firing: Firing) {
    this.#firing = firing;
    const run = log.seek(firing.seq);
    for (const [channel, { to }] of log.header.topology.channels.entries()) {
      const state = run.channels[channel];
      if (to !== firing.subtask || !state) continue;
      this.#unreceived.set(channel, queuedElements(state));
      this.#kept.set(channel, []);
    }
  }

  back({ seq, subtask, body }: LogEvent): void {
    const own = subtask === this.#firing.subtask;
    if (body.kind === "received" && own) {
      this.#kept.get(body.channel)?.push(!this.#late && this.#takenBackTo === undefined);
      this.#late = false;
    } else if (body.kind === "late" && own) this.#late = true;
    else if (body.kind === "lost") {
      const before = this.#unreceived.get(body.channel);
      if (before !== undefined) this.#unreceived.set(body.channel, before + body.count);
    } else if (body.kind === "restoring" && body.subtasks.includes(this.#firing.subtask)) {
      this.#takenBackTo ??= body.checkpointId ?? 0;
    } else if (body.kind === "snapshotTaken" && own && body.checkpointId === this.#takenBackTo) this.#takenBackTo = undefined;
    else if (body.kind === "sent") this.#sent(seq, body);
  }

  #sent(seq: number, { channel, element }: Extract<LogEventBody, { kind: "sent" }>): void {
    const unreceived = this.#unreceived.get(channel);
    if (unreceived === undefined) return;
    if (unreceived > 0) {
      this.#unreceived.set(channel, unreceived - 1);
      return;
    }
    const kept = this.#kept.get(channel)?.shift() === true;
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
