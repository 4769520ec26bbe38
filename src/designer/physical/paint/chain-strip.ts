import type { Brush, TextStyle } from "./brush.ts";

/** Height of the strip under a subtask's header that names its chained operators. */
export const chainStripHeight = 17;

const style = { size: 10.5, color: "ink-2" } as const satisfies TextStyle;
const countStyle = { size: 10, color: "ink-3" } as const satisfies TextStyle;
const countGap = 4;
/** Line and arrow head between two steps. */
const joint = 16;
const leastStep = 22;

/** An operator of the chain, and how many records came out of it. */
export interface CountedStep {
  readonly name: string;
  readonly count: string;
}

interface ChainStrip {
  readonly steps: readonly CountedStep[];
  /** The step whose work failed. */
  readonly failed: string | undefined;
}

/** The operators of a chain in one line, joined as records pass them: by a call, not by a channel. Counts where there is room for all. */
export function paintChainStrip(brush: Brush, { steps, failed }: ChainStrip, [left, top, right]: readonly [number, number, number]): void {
  const room = right - left;
  const shown = stepsThatFit(steps.map(({ name }) => name), room);
  const joints = (shown.length - 1) * joint;
  const names = shown.map((step) => brush.measure(step, style));
  const counts = shown.length === steps.length ? steps.map(({ count }) => brush.measure(count, countStyle) + countGap) : [];
  const areCounted = counts.length > 0 && sum(names) + sum(counts) <= room - joints;
  const widths = areCounted ? names : fitWidths(names, room - joints);
  let x = left;
  shown.forEach((step, place) => {
    if (place > 0) {
      const y = top + chainStripHeight / 2;
      brush.line("ink-3", 1.4, [x + 3, y, x + joint - 5, y]);
      brush.polygon("ink-3", [x + joint - 7, y - 3, x + joint - 3, y, x + joint - 7, y + 3]);
      x += joint;
    }
    const width = widths[place] ?? 0;
    const marks = step === failed ? ({ color: "failed", weight: 600 } as const) : {};
    brush.text(step, x, top + 12, { ...style, ...marks, within: width + 0.5 });
    x += width;
    if (!areCounted) return;
    brush.text(steps[place]?.count ?? "", x + countGap, top + 12, countStyle);
    x += counts[place] ?? 0;
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** All steps, or the first and the last ones and how many there are between. */
export function stepsThatFit(steps: readonly string[], room: number): readonly string[] {
  const most = Math.max(2, Math.floor((room + joint) / (leastStep + joint)));
  if (steps.length <= most) return steps;
  return [...steps.slice(0, most - 2), `+${steps.length - most + 1}`, ...steps.slice(-1)];
}

/** Widths of texts in a row: as wide as they are where there is room, else the widest give way first. */
export function fitWidths(widths: readonly number[], room: number): readonly number[] {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= room) return widths;
  let cap = room / Math.max(1, widths.length);
  for (let round = 0; round < widths.length; round++) {
    const small = widths.filter((width) => width <= cap);
    const left = room - small.reduce((sum, width) => sum + width, 0);
    const next = left / Math.max(1, widths.length - small.length);
    if (next <= cap) break;
    cap = next;
  }
  return widths.map((width) => Math.min(width, cap));
}
