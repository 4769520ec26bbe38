import type { TaskIndex } from "../../stream/indices.ts";
import type { CheckpointPart, CheckpointState, RunState } from "../../observe/run-state.ts";

/** A card on the plank. Positions in pixels from the left end of the shelf. */
export interface ShelfCard {
  readonly checkpoint: CheckpointState;
  readonly form: "spine" | "card" | "savepoint";
  readonly x: number;
  readonly width: number;
}

export interface ShelfLayout {
  readonly cards: readonly ShelfCard[];
  /** Completed checkpoints that stand in one spine together, and where it is. */
  readonly folded: { readonly count: number; readonly x: number } | undefined;
}

/** State of one subtask's box on a card. */
export type BoxPhase = "waiting" | "aligning" | "uploading" | "acknowledged" | "declined";

export interface CardBox {
  readonly subtask: TaskIndex;
  readonly phase: BoxPhase;
  readonly x: number;
  readonly width: number;
}

const labelWidth = 116;
const spineWidth = 16;
const spineGap = 6;
const cardGap = 8;
const spinesShown = 8;
/** Above this many subtasks the boxes become one bar by operator. */
export const boxLimit = 12;

export const cardWidth = (subtasks: number): number => Math.min(170, Math.max(138, 32 + Math.min(subtasks, boxLimit) * 21));

/** Older completed checkpoints as spines, the newest ones as cards, savepoints right-aligned. */
export function shelfOf(run: RunState, width: number, left = 24): ShelfLayout {
  const savepoints = run.checkpoints.filter(({ savepoint, status }) => savepoint && status !== "failed");
  const plain = run.checkpoints.filter((checkpoint) => !savepoints.includes(checkpoint));
  const restored = run.status === "RUNNING" ? undefined : run.restore?.checkpointId;
  const newest = plain.findLast(({ status }) => status === "completed")?.id ?? -1;
  const shown = plain.filter(({ id, status }) => status !== "failed" || id > newest);
  const asCard = shown
    .filter((one) => one.status === "pending" || one.status === "failed" || one.id === newest || one.id === restored)
    .slice(-4);
  const spines = shown.filter((one) => !asCard.includes(one));
  const visible = spines.slice(-spinesShown);
  let x = left + labelWidth;
  const cards: ShelfCard[] = [];
  const hidden = spines.length - visible.length;
  const folded = hidden > 0 ? { count: hidden, x } : undefined;
  if (folded) x += 28 + spineGap;
  for (const checkpoint of [...visible, ...asCard].toSorted((a, b) => a.id - b.id)) {
    const form = asCard.includes(checkpoint) ? "card" : "spine";
    const size = form === "card" ? cardWidth(checkpoint.expected.length) : spineWidth;
    cards.push({ checkpoint, form, x, width: size });
    x += size + (form === "card" ? cardGap : spineGap);
  }
  let right = width - left;
  for (const checkpoint of savepoints.slice(-2).toReversed()) {
    right -= 148;
    if (right < x) break;
    cards.push({ checkpoint, form: "savepoint", x: right, width: 148 });
    right -= cardGap;
  }
  return { cards, folded };
}

/** Changes exactly when the cards would look different: a string that says all that they show of a run. */
export function faceOf(run: RunState): string {
  const coming = run.subtasks.some(({ state }) => state === "DEPLOYING" || state === "INITIALIZING");
  const cards = run.checkpoints.map(({ id, status, acknowledged, bytes, expected, parts }) => {
    const phases = status === "pending" || status === "failed" ? expected.map((subtask) => parts[subtask]?.phase).join() : "";
    return `${id} ${status} ${acknowledged} ${bytes} ${phases}`;
  });
  return [run.header.jobId, run.status, coming, run.restore?.seq, ...cards].join("|");
}

/** One box per subtask that takes part, as many as fit. */
export function boxesOf({ checkpoint, width }: ShelfCard): readonly CardBox[] {
  const count = checkpoint.expected.length;
  if (count > boxLimit) return [];
  const gap = 3;
  const size = Math.min(18, (width - 32 - gap * (count - 1)) / Math.max(1, count));
  return checkpoint.expected.map((subtask, place) => ({
    subtask,
    phase: phaseOf(checkpoint, checkpoint.parts[subtask]),
    x: 22 + place * (size + gap),
    width: size,
  }));
}

function phaseOf(checkpoint: CheckpointState, part: CheckpointPart | undefined): BoxPhase {
  if (checkpoint.status === "completed" || checkpoint.status === "subsumed") return "acknowledged";
  if (checkpoint.status === "failed" && part?.phase !== "acknowledged")
    return part?.phase === "declined" ? "declined" : "waiting";
  return part?.phase ?? "waiting";
}
