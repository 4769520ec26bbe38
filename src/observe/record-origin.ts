import type { LogEvent } from "./event.ts";
import type { RunLog } from "./run-log.ts";
import { windowInputs } from "./window-inputs.ts";

/** What a record came from: numbers of the events that sent or read its ancestors. */
export interface Origin {
  /** Oldest first, without the record itself. */
  readonly ancestors: readonly number[];
  /** Those of them that a source read, or the record itself when a source read it. */
  readonly roots: readonly number[];
}

/** Ancestors looked up: a window may have had thousands of records. */
const ancestorLimit = 64;
/** Events looked through for the window behind a result. */
const searched = 100_000;

/** Goes back from the event that sent or read a record, by what its sender had in hand, or by the window that it had fired. */
export function originOf(log: RunLog, seed: number): Origin {
  const ancestors = new Set<number>();
  const roots = new Set<number>();
  const open = [seed];
  for (let seq = open.pop(); seq !== undefined && ancestors.size < ancestorLimit; seq = open.pop()) {
    const event = log.event(seq);
    if (event?.body.kind === "read") roots.add(seq);
    if (event?.body.kind !== "sent") continue;
    for (const parent of parentsOf(log, event)) {
      if (ancestors.has(parent)) continue;
      ancestors.add(parent);
      open.push(parent);
    }
  }
  return { ancestors: [...ancestors].toSorted((a, b) => a - b), roots: [...roots] };
}

function parentsOf(log: RunLog, { seq, subtask }: LogEvent): readonly number[] {
  const firing = firingBefore(log, seq, subtask);
  if (firing?.body.kind === "windowFired") return windowInputs(log, { seq: firing.seq, subtask, window: firing.body });
  const hand = log.seek(seq).subtasks[subtask]?.hand;
  return hand && log.event(hand.seq) ? [hand.seq] : [];
}

/** The window whose result the subtask sent with event `seq`: the one it fired last, when it has taken nothing in hand since. */
function firingBefore(log: RunLog, seq: number, subtask: number): LogEvent | undefined {
  const stop = Math.max(log.dropped, seq - searched);
  for (let at = seq - 1; at >= stop; at--) {
    const event = log.event(at);
    if (event?.subtask !== subtask) continue;
    const { kind } = event.body;
    if (kind === "windowFired") return event;
    if (kind === "received" || kind === "read" || kind === "processing" || kind === "processed") return undefined;
  }
  return undefined;
}
