import { noTask } from "../../../stream/indices.ts";
import { formatEventTime } from "../../i18n/format.ts";
import { pointOn } from "../flume.ts";
import type { Point } from "../flume.ts";
import { poolHeight, slotWidth, tallyOf, wallGap } from "../layout.ts";
import type { Layout } from "../layout.ts";
import type { Leaving } from "../motion.ts";
import type { DrawnElement } from "../picture.ts";
import type { Brush } from "./brush.ts";
import { disc, endOfInput, flagWidth, gate, idleMark, progressRing, watermarkStaff } from "./glyphs.ts";
import type { DiscSprites } from "./disc-sprites.ts";

export interface ElementsScene {
  readonly layout: Layout;
  readonly sprites: DiscSprites;
  /** Newest barrier of each channel has its tab at half size. */
  readonly underlined: ReadonlySet<number>;
  /** Elements of the record that is followed: they glow. */
  readonly followed: ReadonlySet<number>;
}

/** Height of a barrier by level of detail; planted in a wall it is 8 lower. */
const gateHeights = [18, 23, 42] as const;
const plantedLoss = 8;
/** Height of a barrier where channels stand close. */
const closeGate = 28;
/** How far a gate is above its place while it has not dropped. */
const drop = 8;

/** Draws the elements where motion has brought them: `at` by position in `elements`. */
export function paintElements(brush: Brush, scene: ElementsScene, elements: readonly DrawnElement[], at: Float64Array): void {
  let flagged = { channel: -1, left: Infinity };
  elements.forEach((element, index) => {
    const place = element.channel === undefined ? undefined : scene.layout.channels[element.channel];
    if (!place) return;
    const point = pointOn(place.flume, at[index] ?? 0);
    if (element.where === "pool" && element.form === "watermark" && brush.detail > 0) paintWetSlot(brush, point);
    if (flagged.channel !== element.channel) flagged = { channel: element.channel ?? -1, left: Infinity };
    const hasFlag = element.form === "watermark" && element.where !== "reach" && brush.detail === 2 && !place.close;
    const flag = hasFlag ? formatEventTime(element.timestamp) : "";
    const room = flag !== "" && point.x + 1 < flagged.left;
    if (room) flagged.left = point.x - flagWidth(flag);
    const lost = element.where === "lost" && element.form !== "record";
    if (lost) brush.context.globalAlpha = 0.35;
    if (scene.followed.has(element.id)) paintGlow(brush, point);
    paintElement(brush, scene, element, { point, flag: room && !lost ? flag : "", close: place.close });
    if (lost) strikeOut(brush, point);
    const arrived = element.where === "hand" && place.flume.bay - (at[index] ?? 0) < 1;
    if (arrived && brush.detail > 0) progressRing(brush, point.x, point.y, element.progress);
    if (scene.underlined.has(element.id)) brush.line("ink-1", 2, [point.x - 8, point.y + 11, point.x + 8, point.y + 11]);
  });
}

/** A wide soft rim with a line round it: what is followed stands out in greyscale, too. */
function paintGlow({ context, theme }: Brush, { x, y }: Point): void {
  context.beginPath();
  context.arc(x, y, 15, 0, Math.PI * 2);
  context.globalAlpha = 0.3;
  context.fillStyle = theme.color.record;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.color["ink-1"];
  context.lineWidth = 1.6;
  context.stroke();
}

/** A control element that was lost with its channel. */
function strikeOut(brush: Brush, { x, y }: Point): void {
  brush.context.globalAlpha = 1;
  brush.line("lost", 1.6, [x - 10, y + 12, x + 10, y - 12]);
}

function paintWetSlot(brush: Brush, { x, y }: Point): void {
  brush.fill("watermark-soft", x - slotWidth / 2 + 1, y - poolHeight / 2 + 1, slotWidth - 2, poolHeight - 2);
}

interface Spot {
  readonly point: Point;
  /** Event time on the flag; empty when the flag of the watermark ahead is in its place. */
  readonly flag: string;
  /** There is no room above and below the channel. */
  readonly close: boolean;
}

function paintElement(brush: Brush, { sprites }: ElementsScene, element: DrawnElement, spot: Spot): void {
  const { point, flag, close } = spot;
  const { x, y } = point;
  const { detail } = brush;
  switch (element.form) {
    case "record": {
      if (detail === 0 && element.where !== "lost") return;
      const lost = element.where === "lost";
      const { hue, letters, replayed, late, sideOutput: half, count } = element;
      const plain = !replayed && !lost && !half && late === undefined && count === 1;
      if (!plain) disc(brush, x, y, { hue, letters, replayed, lost, late: late !== undefined, dropped: late === "dropped", half, count });
      else sprites.draw(brush, x, y, element);
      return;
    }
    case "watermark":
      if (detail > 0) watermarkStaff(brush, x, y, { label: flag, short: close });
      return;
    case "barrier": {
      const { checkpointId, savepoint } = element;
      const height = close ? closeGate : gateHeights[detail] - (element.where === "wall" && detail === 2 ? plantedLoss : 0);
      gate(brush, x, y, { checkpointId, savepoint, height, tab: detail > 0 && !close });
      return;
    }
    case "cancelled":
      brush.context.globalAlpha = 0.35;
      gate(brush, x, y, { checkpointId: element.checkpointId, height: gateHeights[detail], tab: detail > 0 });
      brush.context.globalAlpha = 1;
      brush.line("ink-1", 1.6, [x - 7, y - 7, x + 7, y + 7], [x + 7, y - 7, x - 7, y + 7]);
      return;
    case "idle":
      if (detail > 0) idleMark(brush, x, y);
      return;
    case "end":
      endOfInput(brush, x, y);
  }
}

/** Gates lift and leave, staffs fade, both at the wall, where they were read; a dropped record falls to the tally of its subtask. */
export function paintLeaving(brush: Brush, layout: Layout, leaving: readonly Leaving[]): void {
  for (const { element, share } of leaving) {
    const place = element.channel === undefined ? undefined : layout.channels[element.channel];
    if (!place) continue;
    brush.context.globalAlpha = 1 - share;
    if (element.form === "record") paintFall(brush, layout, element, share);
    else {
      const { x, y } = pointOn(place.flume, place.flume.wall + (element.form === "barrier" ? 4 : -wallGap));
      if (element.form === "barrier") {
        gate(brush, x, y - drop * share, {
          checkpointId: element.checkpointId,
          height: place.close ? closeGate : gateHeights[brush.detail] - plantedLoss,
          tab: brush.detail > 0 && !place.close,
        });
      } else if (brush.detail > 0) watermarkStaff(brush, x, y, { label: "", short: place.close });
    }
    brush.context.globalAlpha = 1;
  }
}

function paintFall(brush: Brush, layout: Layout, { holder, hue, letters, replayed }: DrawnElement, share: number): void {
  const box = layout.subtasks[holder ?? noTask];
  if (!box || brush.detail === 0) return;
  const tally = tallyOf(box);
  const x = box.bay.x + (tally.x - box.bay.x) * share;
  const y = box.bay.y + (tally.y - box.bay.y) * share * share;
  disc(brush, x, y, { hue, letters, replayed, late: true, dropped: true });
}
