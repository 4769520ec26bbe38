import type { Detail } from "../detail.ts";
import type { ColorName, Theme } from "./theme.ts";

export interface TextStyle {
  readonly size?: number;
  readonly weight?: 400 | 500 | 600;
  readonly mono?: boolean;
  readonly color?: ColorName;
  readonly align?: "left" | "right" | "center";
  /** Longest width; the middle of a longer text is cut out. */
  readonly within?: number;
  /** Outline in this colour, so that the text can stand on lines. */
  readonly halo?: ColorName;
}

export type PatternName = "hatch" | "brick" | "brickSmall" | "replay" | "rolledBack";

/** Texts whose widths are remembered. */
const textsKept = 4000;

type Context = CanvasRenderingContext2D;

/** A 2D context with the design's colours, type and patterns. Coordinates are whatever transform the context has. */
export class Brush {
  readonly context: Context;
  readonly theme: Theme;
  detail: Detail = 2;
  /** Screen pixels per world unit, for text that keeps its size on screen. */
  zoom = 1;
  readonly #patterns = new Map<PatternName, CanvasPattern>();
  readonly #widths = new Map<string, number>();
  readonly #cuts = new Map<string, string>();
  #font = "";

  constructor(context: Context, theme: Theme) {
    this.context = context;
    this.theme = theme;
  }

  /** Call when something else may have set the context's font. */
  begin(): void {
    this.#font = "";
    this.context.textBaseline = "alphabetic";
    this.context.lineJoin = "round";
  }

  color(name: ColorName): string {
    return this.theme.color[name];
  }

  fill(name: ColorName | PatternFill, x: number, y: number, width: number, height: number): void {
    this.context.fillStyle = typeof name === "string" ? this.color(name) : this.pattern(name.pattern);
    this.context.fillRect(x, y, width, height);
  }

  frame(name: ColorName, [x, y, width, height]: readonly [number, number, number, number], line = 1): void {
    this.context.strokeStyle = this.color(name);
    this.context.lineWidth = line;
    this.context.strokeRect(x, y, width, height);
  }

  /** Strokes a polyline per list of x, y, x, y, ... */
  line(name: ColorName, width: number, ...lines: readonly (readonly number[])[]): void {
    const { context } = this;
    context.strokeStyle = this.color(name);
    context.lineWidth = width;
    context.beginPath();
    for (const points of lines) {
      for (let at = 0; at + 1 < points.length; at += 2) {
        if (at === 0) context.moveTo(points[0] ?? 0, points[1] ?? 0);
        else context.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
      }
    }
    context.stroke();
  }

  polygon(name: ColorName, points: readonly number[]): void {
    const { context } = this;
    context.fillStyle = this.color(name);
    context.beginPath();
    for (let at = 0; at + 1 < points.length; at += 2) context.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
    context.closePath();
    context.fill();
  }

  /** Width of a text in a style. */
  measure(words: string, style: TextStyle): number {
    this.#setFont(style);
    return this.#width(words);
  }

  #width(words: string): number {
    const name = `${this.#font} ${words}`;
    const known = this.#widths.get(name);
    if (known !== undefined) return known;
    if (this.#widths.size >= textsKept) this.#widths.clear();
    const { width } = this.context.measureText(words);
    this.#widths.set(name, width);
    return width;
  }

  #setFont(style: TextStyle): void {
    const font = `${style.weight ?? 400} ${style.size ?? 12}px ${style.mono ? this.theme.mono : this.theme.ui}`;
    if (font === this.#font) return;
    this.context.font = font;
    this.#font = font;
  }

  text(words: string, x: number, y: number, style: TextStyle = {}): void {
    const { context } = this;
    this.#setFont(style);
    const shown = style.within === undefined ? words : this.#fit(words, style.within);
    context.textAlign = style.align ?? "left";
    if (style.halo) {
      context.strokeStyle = this.color(style.halo);
      context.lineWidth = 4;
      context.strokeText(shown, x, y);
    }
    context.fillStyle = this.color(style.color ?? "ink-1");
    context.fillText(shown, x, y);
  }

  pattern(name: PatternName): CanvasPattern | string {
    const known = this.#patterns.get(name);
    if (known) return known;
    const made = createPattern(this.context, name, this.theme);
    if (!made) return this.color("line-2");
    this.#patterns.set(name, made);
    return made;
  }

  /** The text, or as much of its beginning and end as is `width` wide. */
  #fit(words: string, width: number): string {
    if (this.#width(words) <= width) return words;
    const name = `${this.#font} ${Math.round(width)} ${words}`;
    const known = this.#cuts.get(name);
    if (known !== undefined) return known;
    if (this.#cuts.size >= textsKept) this.#cuts.clear();
    const cut = this.#cut([...words], width);
    this.#cuts.set(name, cut);
    return cut;
  }

  #cut(letters: readonly string[], width: number): string {
    for (let keep = letters.length - 2; keep > 2; keep--) {
      const tail = Math.min(6, Math.floor(keep / 2));
      const cut = `${letters.slice(0, keep - tail).join("")}…${letters.slice(-tail).join("")}`;
      if (this.context.measureText(cut).width <= width) return cut;
    }
    return letters[0] ?? "";
  }
}

export interface PatternFill {
  readonly pattern: PatternName;
}

/** Tiles are drawn four times as large, so that they stay crisp when zoomed in. */
const tileScale = 4;

function createPattern(target: Context, name: PatternName, theme: Theme): CanvasPattern | null {
  const diagonal = name === "brick" ? [12, 8] : name === "brickSmall" ? [6, 6] : name === "hatch" ? [8.5, 8.5] : [10, 10];
  const [width = 8, height = 8] = diagonal;
  const tile = document.createElement("canvas");
  tile.width = width * tileScale;
  tile.height = height * tileScale;
  const context = tile.getContext("2d");
  if (!context) return null;
  context.scale(tileScale, tileScale);
  if (name === "brick" || name === "brickSmall") drawBricks(context, theme, name === "brick");
  else drawDiagonal(context, theme, name, width);
  const pattern = target.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / tileScale));
  return pattern;
}

function drawBricks(context: Context, theme: Theme, large: boolean): void {
  context.strokeStyle = theme.color.pressure;
  context.lineWidth = large ? 1.2 : 1;
  context.beginPath();
  const [course, wide] = large ? [4, 12] : [3, 6];
  for (const y of [0, course]) {
    context.moveTo(0, y + 0.5);
    context.lineTo(wide, y + 0.5);
  }
  context.moveTo(wide / 4, 0);
  context.lineTo(wide / 4, course);
  context.moveTo((wide * 3) / 4, course);
  context.lineTo((wide * 3) / 4, course * 2);
  context.stroke();
}

function drawDiagonal(context: Context, theme: Theme, name: PatternName, size: number): void {
  const down = name === "hatch" ? 1 : -1;
  context.strokeStyle = theme.color[name === "hatch" ? "held" : name === "replay" ? "record" : "failed"];
  context.globalAlpha = name === "hatch" ? 1 : name === "replay" ? 0.5 : 0.38;
  context.lineWidth = name === "hatch" ? 2.4 : 1.2;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 2, down > 0 ? size + 2 : -2);
    context.lineTo(shift + size + 2, down > 0 ? -2 : size + 2);
  }
  context.stroke();
}
