import type { CheckpointId } from "../../../stream/indices.ts";
import type { Brush } from "./brush.ts";

/** Geometry of single glyphs. */

export interface DiscStyle {
  readonly hue: number;
  readonly letters: string;
  readonly radius?: number;
  readonly replayed?: boolean;
  readonly lost?: boolean;
  readonly late?: boolean;
  /** Late and thrown away. */
  readonly dropped?: boolean;
  /** Of a side output: only its lower half. */
  readonly half?: boolean;
  /** Records it stands for, when more than one. */
  readonly count?: number;
  readonly hollow?: boolean;
}

export function disc(brush: Brush, x: number, y: number, style: DiscStyle): void {
  const { context, theme } = brush;
  const radius = style.radius ?? 8.5;
  const colors = theme.keys[style.hue] ?? theme.keys[0];
  if (!colors) return;
  const packet = (style.count ?? 1) > 1;
  if (style.late) return lateDisc(brush, x, y, { ...style, radius });
  if (packet) ring(brush, x + 2.5, y - 2.5, { radius, color: colors.edge });
  context.beginPath();
  context.arc(x, y, radius, 0, style.half ? Math.PI : Math.PI * 2);
  if (style.half) context.closePath();
  context.fillStyle = style.lost || style.hollow ? theme.color.node : colors.fill;
  context.fill();
  context.strokeStyle = style.lost ? theme.color.lost : style.hollow ? theme.color.committed : colors.edge;
  context.lineWidth = style.hollow ? 1.6 : 1;
  context.stroke();
  const letters = packet ? String(style.count) : style.letters;
  if (letters !== "" && (brush.detail === 2 || packet))
    paintLetters(brush, letters, [x, style.half ? y + 4 : y], {
      radius: style.half ? radius * 0.8 : radius,
      color: style.lost ? theme.color.lost : style.hollow ? theme.color["ink-1"] : colors.ink,
    });
  if (style.replayed) paintReplayed(brush, x, y, radius);
  if (style.lost) brush.line("lost", 1.6, [x - radius - 3, y + radius + 3, x + radius + 3, y - radius - 3]);
}

/** Dashed rim, the hands of a clock instead of letters; a dropped one has a small cross. */
function lateDisc(brush: Brush, x: number, y: number, { radius, half, replayed, dropped }: DiscStyle & { readonly radius: number }): void {
  const { context, theme } = brush;
  context.beginPath();
  context.arc(x, y, radius, 0, half ? Math.PI : Math.PI * 2);
  if (half) context.closePath();
  context.fillStyle = theme.color["held-soft"];
  context.fill();
  context.strokeStyle = theme.color.held;
  context.lineWidth = 1.4;
  context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
  brush.line("held", 1.6, [x, y - radius - 2.5, x, y, x + 3.6, y + 2.4]);
  if (replayed) paintReplayed(brush, x, y, radius);
  if (!dropped) return;
  const [right, top] = [x + radius, y + radius];
  brush.line("lost", 1.6, [right - 3, top - 3, right + 3, top + 3], [right - 3, top + 3, right + 3, top - 3]);
}

function paintLetters(
  brush: Brush,
  letters: string,
  [x, y]: readonly [number, number],
  style: { readonly radius: number; readonly color: string },
): void {
  const { context, theme } = brush;
  const size = (letters.length > 2 ? 7 : 9) * (style.radius / 8.5);
  brush.begin();
  context.font = `600 ${size}px ${theme.mono}`;
  context.textAlign = "center";
  context.fillStyle = style.color;
  context.fillText(letters, x, y + size * 0.37);
}

function paintReplayed(brush: Brush, x: number, y: number, radius: number): void {
  const { context, theme } = brush;
  ring(brush, x, y, { radius: radius + 2.6, color: theme.color.record });
  brush.fill("record", x + radius - 4.6, y - radius - 3, 7.4, 8);
  brush.begin();
  context.font = `600 7px ${theme.mono}`;
  context.textAlign = "center";
  context.fillStyle = theme.color["record-ink"];
  context.fillText("R", x + radius - 0.9, y - radius + 3.6);
}

function ring({ context }: Brush, x: number, y: number, style: { readonly radius: number; readonly color: string }): void {
  context.beginPath();
  context.arc(x, y, style.radius, 0, Math.PI * 2);
  context.strokeStyle = style.color;
  context.lineWidth = 1.4;
  context.stroke();
}

/** Ring of the record in hand: filled clockwise by the share of its service time. */
export function progressRing({ context, theme }: Brush, x: number, y: number, share: number): void {
  context.lineWidth = 2.4;
  context.beginPath();
  context.arc(x, y, 13, 0, Math.PI * 2);
  context.strokeStyle = theme.color["line-1"];
  context.stroke();
  if (share <= 0) return;
  context.beginPath();
  context.arc(x, y, 13, -Math.PI / 2, -Math.PI / 2 + share * Math.PI * 2);
  context.strokeStyle = theme.color["ink-1"];
  context.stroke();
}

export interface GateStyle {
  readonly checkpointId: CheckpointId;
  readonly height?: number;
  readonly tab?: boolean;
  readonly savepoint?: boolean;
  /** What the tab says when it is not the checkpoint's number. */
  readonly label?: string;
}

/** Barrier: two bars and a core whose pattern is the checkpoint's number modulo 4. `y` is the middle of the channel. */
export function gate(brush: Brush, x: number, y: number, style: GateStyle): void {
  const height = style.height ?? 42;
  const top = y - height / 2;
  brush.fill("node", x - 4.5, top, 9, height);
  const core = style.checkpointId % 4;
  if (core === 1) brush.fill("ink-1", x - 1.5, top, 3, height);
  if (core === 2) for (let at = 3; at < height - 2; at += 5) brush.fill("ink-1", x - 1.5, top + at, 3, 2);
  if (core === 0) brush.fill("ink-1", x - 1.5, top, 3, height / 2);
  brush.fill("ink-1", x - 4.5, top, 3, height);
  brush.fill("ink-1", x + 1.5, top, 3, height);
  if (!style.tab) return;
  paintTab(brush, x, top, style);
}

/** The largest that a tab grows so that its number stays readable on screen. */
const tabGrowth = 1.8;

function paintTab(brush: Brush, x: number, top: number, style: GateStyle): void {
  const unit = brush.detail === 2 ? 1 : Math.min(tabGrowth, 1 / brush.zoom);
  const label = style.label ?? `#${style.checkpointId}`;
  const half = ((label.length * 6 + 8) / 2) * unit;
  const [high, low, cut] = [top - 13 * unit, top + unit, 5 * unit];
  if (style.savepoint) brush.polygon("ink-1", [x - half, high, x + half - cut, high, x + half, high + cut, x + half, low, x - half, low]);
  else brush.fill("ink-1", x - half, high, 2 * half, low - high);
  brush.text(label, x, top - 2.6 * unit, { size: 10 * unit, weight: 600, mono: true, color: "on-ink", align: "center" });
}

export const flagWidth = (label: string): number => label.length * 6 + 9;

export interface StaffStyle {
  /** Event time on the flag; no flag when empty. */
  readonly label: string;
  /** No taller than the flume. */
  readonly short?: boolean;
}

/** Watermark: dashed staff with a small pennant on top; the flag with the time hangs upstream below. */
export function watermarkStaff(brush: Brush, x: number, y: number, { label, short }: StaffStyle): void {
  const { context } = brush;
  const top = y - (short ? 13 : 18);
  const bottom = short ? y + 13 : y + 22;
  context.setLineDash([4, 2.5]);
  brush.line("watermark", 2, [x, top, x, bottom + (label ? 2 : 0)]);
  context.setLineDash([]);
  brush.polygon("watermark", [x - 3.5, top - 0.5, x + 3.5, top - 0.5, x, top + 4]);
  if (label === "") return;
  const width = flagWidth(label);
  brush.polygon("watermark", [
    x + 1.2,
    bottom,
    x - width,
    bottom,
    x - width + 3.5,
    bottom + 6.5,
    x - width,
    bottom + 13,
    x + 1.2,
    bottom + 13,
  ]);
  brush.text(label, x - width + 6, bottom + 9.8, { size: 9.5, weight: 600, mono: true, color: "on-watermark" });
}

export function idleMark(brush: Brush, x: number, y: number): void {
  brush.context.setLineDash([2, 2]);
  brush.frame("ink-3", [x - 6, y - 6, 12, 12]);
  brush.context.setLineDash([]);
  brush.text("z", x, y + 3.4, { size: 10, color: "ink-3", align: "center" });
}

/** End of input: thin, thin, thick. */
export function endOfInput(brush: Brush, x: number, y: number): void {
  brush.line("ink-2", 1, [x - 5, y - 14, x - 5, y + 14], [x - 1.5, y - 14, x - 1.5, y + 14]);
  brush.line("ink-2", 3, [x + 3, y - 14, x + 3, y + 14]);
}

export function failureOctagon(brush: Brush, x: number, y: number, scale = 1): void {
  const s = scale;
  brush.polygon(
    "failed",
    [-3.7, -9, 3.7, -9, 9, -3.7, 9, 3.7, 3.7, 9, -3.7, 9, -9, 3.7, -9, -3.7].map((value, at) => (at % 2 ? y : x) + value * s),
  );
  brush.line(
    "on-failed",
    2.2 * s,
    [x - 3.5 * s, y - 3.5 * s, x + 3.5 * s, y + 3.5 * s],
    [x + 3.5 * s, y - 3.5 * s, x - 3.5 * s, y + 3.5 * s],
  );
}

export function rewindBox(brush: Brush, x: number, y: number): void {
  brush.fill("state", x - 9, y - 7, 18, 14);
  brush.polygon("on-state", [x, y - 4.5, x - 5, y, x, y + 4.5]);
  brush.polygon("on-state", [x + 5.5, y - 4.5, x + 0.5, y, x + 5.5, y + 4.5]);
}

/** A snapshot on its way: a small tilted sheet. */
export function sheet(brush: Brush, x: number, y: number, degrees: number): void {
  const { context } = brush;
  context.save();
  context.translate(x, y);
  context.rotate((degrees * Math.PI) / 180);
  for (const [dx, dy] of [
    [-12, -14],
    [-15, -11],
  ] as const) {
    brush.fill("state-soft", dx, dy, 30, 22);
    brush.frame("state", [dx, dy, 30, 22], 1.4);
  }
  brush.line("state", 1.4, [-10, -5, 10, -5], [-10, 0, 10, 0], [-10, 5, 2, 5]);
  context.restore();
}

/** The four corners of the frame `[left, top, right, bottom]`, each `tall` high. */
export function corners(brush: Brush, [left, top, right, bottom]: readonly [number, number, number, number], tall: number): void {
  brush.line(
    "ink-1",
    1.6,
    [left, top + tall, left, top, left + 12, top],
    [right - 12, top, right, top, right, top + tall],
    [right, bottom - 12, right, bottom, right - 12, bottom],
    [left + 12, bottom, left, bottom, left, bottom - 12],
  );
}

/** Busy, back-pressured, idle: one 6 px bar, always in that order. Shares are 0 to 1. */
export function meterBar(
  brush: Brush,
  [x, y, width]: readonly [number, number, number],
  busy: number,
  backPressured: number,
): void {
  brush.fill("node", x, y, width, 6);
  const solid = width * Math.min(1, busy);
  brush.fill("busy", x, y, solid, 6);
  const brick = Math.min(width - solid, width * backPressured);
  if (brick > 0.5) {
    brush.fill("pressure-soft", x + solid, y, brick, 6);
    brush.fill({ pattern: "brickSmall" }, x + solid, y, brick, 6);
  }
  brush.frame("line-3", [x, y, width, 6]);
}
