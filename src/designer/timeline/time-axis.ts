import type { LaneHistory } from "../../observe/lane-history.ts";

/** Part of the job clock that is on screen, in milliseconds. */
export interface ShownTime {
  readonly from: number;
  readonly to: number;
}

const leastSpanMs = 20;
/** Checkpoints a window shows when nobody has chosen one. */
const cutsShown = 2.4;
/** Share of the window in front of the moment on screen. */
const ahead = 0.08;

/** Window that follows `now`: wide enough for a few checkpoints, or the whole run while it is short. */
export function followingWindow(now: number, lanes: LaneHistory, span: number | undefined): ShownTime {
  const width = span ?? usualSpan(now, lanes);
  const to = Math.max(now + width * ahead, width);
  return { from: to - width, to };
}

function usualSpan(now: number, { cuts }: LaneHistory): number {
  const newest = cuts.slice(-6);
  const distance = newest.length > 1 ? ((newest.at(-1)?.triggeredAt ?? 0) - (newest[0]?.triggeredAt ?? 0)) / (newest.length - 1) : now;
  return Math.max(leastSpanMs, distance * cutsShown);
}

/** Round times of a window, at most `count`. */
export function ticksOf({ from, to }: ShownTime, count: number): readonly number[] {
  const rough = Math.max(1e-6, (to - from) / Math.max(1, count));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? power * 10;
  const ticks: number[] = [];
  for (let index = Math.max(0, Math.ceil(from / step)); index * step <= to; index++) ticks.push(index * step);
  return ticks;
}
