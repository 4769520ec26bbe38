import type { ShownTime } from "./time-axis.ts";

/** What part of the lanes is on screen, in pixels of its canvas. */
export interface LanesSight {
  readonly window: ShownTime;
  readonly width: number;
  readonly laneHeight: number;
  /** First lane on screen, scrolled by pixels. */
  readonly scroll: number;
}

/** Room of the names at the left. */
export const laneNames = 112;
export const lanesTop = 26;
export const axisHeight = 24;
export const rightMargin = 16;

export const timeAtX = ({ window, width }: Pick<LanesSight, "window" | "width">, x: number): number =>
  window.from + ((x - laneNames) / (width - laneNames - rightMargin)) * (window.to - window.from);

export const timeX = ({ window, width }: Pick<LanesSight, "window" | "width">, at: number): number =>
  laneNames + ((at - window.from) / (window.to - window.from)) * (width - laneNames - rightMargin);

/** Middle of a lane. */
export const laneY = ({ laneHeight, scroll }: Pick<LanesSight, "laneHeight" | "scroll">, lane: number): number =>
  lanesTop + lane * laneHeight + laneHeight / 2 - scroll;
