import type { Point } from "../flume.ts";

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Room for texts that stand free on the canvas: who comes first has the place, who would cover it goes without. */
export class LabelSpace {
  readonly #taken: Rect[] = [];

  constructor(taken: Iterable<Rect> = []) {
    this.#taken.push(...taken);
  }

  /** True, and the place is taken, when nothing stands there yet. */
  claim(wanted: Rect): boolean {
    if (this.#taken.some((other) => overlap(other, wanted))) return false;
    this.#taken.push(wanted);
    return true;
  }
}

export const overlap = (a: Rect, b: Rect): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const boxRect = ({ x, y, width, height }: Box): Rect => ({ left: x, top: y, right: x + width, bottom: y + height });

/** Lines of text from a first baseline down. */
export interface TextBlock {
  readonly at: Point;
  readonly align: "left" | "right";
  readonly width: number;
  readonly lines: number;
  readonly lineHeight: number;
}

export function rectOf({ at, align, width, lines, lineHeight }: TextBlock): Rect {
  const left = align === "left" ? at.x : at.x - width;
  return { left, top: at.y - 10, right: left + width, bottom: at.y - 10 + lines * lineHeight };
}
