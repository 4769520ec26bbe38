import type { ListBy, TaskIndex } from "../../stream/indices.ts";
import { listBy, toTaskIndex } from "../../stream/indices.ts";

/** What the driver knows of one subtask's current attempt. */
export interface TaskSlot<Mail> {
  readonly subtask: TaskIndex;
  attempt: number;
  /** `live`: built and steppable. */
  phase: "absent" | "live" | "ended";
  /** The next turn may bring something. */
  runnable: boolean;
  mail: Mail[];
  /** Some of its mail is not to wait for the record in hand. */
  isInterrupted: boolean;
  busyUntil: number;
  nextTimerAt: number;
  /** No turn before this time (a fault). */
  stalledUntil: number;
  /** A turn is planned for this time; Infinity: none is. */
  wakeupPlannedAt: number;
}

/** The subtasks of a run, and which of them can have a turn. */
export class TaskSlots<Mail> {
  readonly #slots: ListBy<TaskIndex, TaskSlot<Mail>>;

  constructor(count: number) {
    this.#slots = listBy(toTaskIndex, Array.from({ length: count }, (_, subtask) => ({
      subtask: toTaskIndex(subtask),
      attempt: -1,
      phase: "absent" as const,
      runnable: false,
      mail: [],
      isInterrupted: false,
      busyUntil: -Infinity,
      nextTimerAt: Infinity,
      stalledUntil: -Infinity,
      wakeupPlannedAt: Infinity,
    })));
  }

  get(subtask: TaskIndex): TaskSlot<Mail> | undefined {
    return this.#slots[subtask];
  }

  /** The live slot of exactly this attempt. */
  live(subtask: TaskIndex, attempt: number): TaskSlot<Mail> | undefined {
    const slot = this.#slots[subtask];
    return slot?.phase === "live" && slot.attempt === attempt ? slot : undefined;
  }

  /** Subtasks that have something to do at `now`, in ascending order. */
  runnable(now: number): readonly TaskSlot<Mail>[] {
    return this.#slots.filter((slot) => isRunnable(slot, now));
  }
}

function isRunnable(slot: TaskSlot<unknown>, now: number): boolean {
  if (slot.phase !== "live" || slot.stalledUntil > now) return false;
  if (slot.busyUntil > now) return slot.isInterrupted;
  return slot.runnable || slot.mail.length > 0;
}

/** Time at which the slot wants a turn though nothing comes; Infinity: none. */
export function wakeupAt({ busyUntil, nextTimerAt, stalledUntil }: TaskSlot<unknown>): number {
  const inHand = busyUntil !== -Infinity;
  return Math.max(inHand ? busyUntil : nextTimerAt, stalledUntil);
}
