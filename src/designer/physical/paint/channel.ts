import { formatCount } from "../../i18n/format.ts";
import { poolHeight, slotWidth } from "../layout.ts";
import type { ChannelPlace } from "../layout.ts";
import type { ChannelPicture } from "../picture.ts";
import type { Brush } from "./brush.ts";
import type { ColorName } from "./theme.ts";

export interface ChannelLook {
  readonly picture: ChannelPicture;
  readonly place: ChannelPlace;
  readonly label: string;
  /** "3 lost", while elements that were lost are shown. */
  readonly loss: string;
  /** Carries a side output. */
  readonly side: boolean;
  readonly capacity: number | undefined;
  readonly selected: boolean;
  /** Has the keyboard's focus. */
  readonly focused: boolean;
  readonly gauges: boolean;
  /** Share of the hatch that has swept upstream from the wall, while held. */
  readonly sweep: number;
}

/** Bank, bed and water of a channel in its present condition. */
interface Colors {
  readonly bank: ColorName;
  readonly water: ColorName;
  readonly deep: ColorName;
}

function colorsOf({ held, full, idle }: ChannelPicture, selected: boolean): Colors {
  if (held !== undefined) return { bank: "held", water: "held-soft", deep: "held-soft" };
  if (full) return { bank: "pressure", water: "pressure-soft", deep: "pressure-soft" };
  const bank = selected ? "ink-1" : idle ? "ink-3" : "reach";
  return { bank, water: "water", deep: "water-deep" };
}

/** The narrow flumes between spouts and pools: casing 8, water 5.4; below half size one line each, all of a colour in one stroke. */
export function paintReaches(brush: Brush, looks: readonly ChannelLook[]): void {
  if (brush.detail > 0) {
    for (const look of looks) paintReach(brush, look);
    return;
  }
  const { context } = brush;
  context.lineWidth = Math.max(3, 1.5 / brush.zoom);
  for (const [bank, same] of Map.groupBy(looks, ({ picture, selected }) => colorsOf(picture, selected).bank)) {
    context.beginPath();
    for (const { place } of same) traceReach(context, place);
    context.strokeStyle = brush.color(bank);
    context.stroke();
  }
}

function traceReach(context: CanvasRenderingContext2D, { flume: { spout, tail, controls } }: ChannelPlace): void {
  context.moveTo(spout.x, spout.y);
  context.bezierCurveTo(controls[0].x, controls[0].y, controls[1].x, controls[1].y, tail.x, tail.y);
}

/** Later reaches pass over earlier ones by their casing, so crossings read as bridges. */
function paintReach(brush: Brush, { place, picture, selected, focused, side }: ChannelLook): void {
  const { context } = brush;
  const colors = colorsOf(picture, selected || focused);
  const bank = focused ? "ink-1" : colors.bank;
  context.beginPath();
  traceReach(context, place);
  context.strokeStyle = brush.color(bank);
  context.lineWidth = 8;
  context.setLineDash(dashOf(picture, side));
  context.stroke();
  context.setLineDash([]);
  context.strokeStyle = brush.color(colors.water);
  context.lineWidth = 5.4;
  context.stroke();
}

/** Banks: dash-dot of a side output, dotted while idle, else whole. */
function dashOf({ idle, held }: ChannelPicture, side: boolean): number[] {
  if (idle && held === undefined) return [2, 3];
  return side ? [9, 3, 2, 3] : [];
}

export function paintPool(brush: Brush, look: ChannelLook): void {
  const { place, picture } = look;
  const width = place.slots * slotWidth;
  const [x, y] = [place.poolX, place.y - poolHeight / 2];
  const colors = colorsOf(picture, look.selected || look.focused);
  if (brush.detail === 0) return paintThinPool(brush, look, colors);
  brush.fill("node", x, y, width, poolHeight);
  const wet = look.gauges ? width * (picture.level ?? 0) : picture.occupied * slotWidth;
  // How high it stands is not known, that there is water is.
  if (look.gauges && picture.level === undefined && picture.count > 0) brush.fill(colors.water, x, y, width, poolHeight);
  brush.fill(colors.deep, x + width - wet, y, wet, poolHeight);
  const { context } = brush;
  if (picture.held !== undefined) {
    context.globalAlpha = 0.5;
    brush.fill({ pattern: "hatch" }, x + width * (1 - look.sweep), y, width * look.sweep, poolHeight);
    context.globalAlpha = 1;
  } else if (picture.full) {
    context.globalAlpha = 0.55;
    brush.fill({ pattern: "brick" }, x, y, width, poolHeight);
    context.globalAlpha = 1;
  }
  if (!look.gauges) paintTicks(brush, x, y, place.slots);
  context.setLineDash(dashOf(picture, look.side));
  brush.line(colors.bank, 1.5, [x, y, x + width, y], [x, y + poolHeight, x + width, y + poolHeight]);
  context.setLineDash([]);
  if (!look.gauges) paintHead(brush, x + width - slotWidth, y, picture.held !== undefined);
  if (brush.detail < 2) return;
  if (place.close) paintInnerLabel(brush, look, x);
  else paintLabel(brush, look, x, y);
  if (look.loss !== "") brush.text(look.loss, x + 6, place.y + 4, { size: 10.5, color: "ink-2" });
}

function paintTicks(brush: Brush, x: number, y: number, slots: number): void {
  const ticks: number[][] = [];
  for (let slot = 1; slot < slots; slot++) {
    const at = x + slot * slotWidth;
    ticks.push([at, y, at, y + 4], [at, y + poolHeight - 4, at, y + poolHeight]);
  }
  brush.line("water-line", 1, ...ticks);
}

/** Bracket round the element that is read next, and a pointer to the wall. */
function paintHead(brush: Brush, x: number, y: number, shut: boolean): void {
  brush.line(shut ? "held" : "ink-1", 1.6, [
    x + 5,
    y - 3.5,
    x + 0.5,
    y - 3.5,
    x + 0.5,
    y + poolHeight + 3.5,
    x + 5,
    y + poolHeight + 3.5,
  ]);
  if (shut) return;
  const middle = y + poolHeight / 2;
  const tip = x + slotWidth + 1.5;
  brush.polygon("ink-1", [tip, middle - 3.5, tip + 5, middle, tip, middle + 3.5]);
}

function paintLabel(brush: Brush, { label, picture, capacity }: ChannelLook, x: number, y: number): void {
  const style = { size: 10.5, color: "ink-2" } as const;
  brush.text(label, x, y - 6, style);
  const width = brush.measure(label, style);
  const count = capacity === undefined ? formatCount(picture.count) : `${formatCount(picture.count)}/${formatCount(capacity)}`;
  const full = picture.full;
  brush.text(count, x + width + 6, y - 6, { size: 10, mono: true, weight: full ? 600 : 400, color: full ? "pressure" : "ink-3" });
}

/** Where channels stand close there is no room above a pool: its label stands in its empty slots. */
function paintInnerLabel(brush: Brush, { label, picture, place, capacity }: ChannelLook, x: number): void {
  const room = (place.slots - picture.occupied) * slotWidth - 10;
  const style = { size: 10.5, color: "ink-3" } as const;
  const words = `${label} ${picture.count}${capacity === undefined ? "" : `/${capacity}`}`;
  if (brush.measure(words, style) <= room) brush.text(words, x + 6, place.y + 4, style);
}

/** Keyboard focus: squares at both ends, the bracket doubled. */
export function paintFocus(brush: Brush, { flume: { spout }, poolX, wallX, y, slots }: ChannelPlace): void {
  const size = 10;
  for (const [at, top] of [
    [spout.x - size / 2 - 2, spout.y],
    [wallX, y],
  ] as const)
    brush.frame("ink-1", [at - size / 2, top - size / 2, size, size], 2);
  const x = poolX + (slots - 1) * slotWidth;
  const [high, low] = [y - poolHeight / 2 - 7, y + poolHeight / 2 + 7];
  brush.line("ink-1", 2, [x + 6, high, x - 3, high, x - 3, low, x + 6, low]);
}

/** Below half size: a level in a thin bar. */
function paintThinPool(brush: Brush, { place, picture }: ChannelLook, colors: Colors): void {
  const width = place.slots * slotWidth;
  const [x, y] = [place.poolX, place.y - 7];
  const level = picture.level ?? 0;
  brush.fill(picture.level === undefined && picture.count > 0 ? colors.water : "node", x, y, width, 14);
  brush.fill(
    picture.full ? "pressure" : picture.held === undefined ? "reach" : "held",
    x + width * (1 - level),
    y,
    width * level,
    14,
  );
  brush.frame(colors.bank, [x, y, width, 14], 1.5);
}
