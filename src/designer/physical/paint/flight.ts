import type { Flight } from "../flights.ts";
import type { Point } from "../flume.ts";
import { subtaskLabel } from "../../run/names.ts";
import type { Brush } from "./brush.ts";
import { sheet } from "./glyphs.ts";
import { rectOf } from "./label-space.ts";
import type { LabelSpace } from "./label-space.ts";
import type { Scene } from "./scene.ts";

/** A snapshot between its subtask and its box on the shelf, in world units. */
export interface PlacedFlight extends Flight {
  readonly from: Point;
  readonly to: Point;
}

/** Control points of the arc between a sheet and its box on the card. */
function arcOf({ from, to }: PlacedFlight): readonly [Point, Point] {
  const bend = Math.max(40, Math.abs(to.y - from.y) * 0.9);
  return [
    { x: from.x, y: from.y + bend },
    { x: from.x - (from.x - to.x) * 0.4, y: to.y },
  ];
}

/** Where the sheet is on its arc. */
export function placeOnArc(flight: PlacedFlight): Point {
  const { from, to, at } = flight;
  const [a, b] = arcOf(flight);
  const u = 1 - at;
  const [p, q, r, s] = [u * u * u, 3 * u * u * at, 3 * u * at * at, at * at * at];
  return { x: p * from.x + q * a.x + r * b.x + s * to.x, y: p * from.y + q * a.y + r * b.y + s * to.y };
}

export function paintFlightPath(brush: Brush, flight: PlacedFlight): void {
  const { context } = brush;
  const { from, to } = flight;
  const [a, b] = arcOf(flight);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.bezierCurveTo(a.x, a.y, b.x, b.y, to.x, to.y);
  context.strokeStyle = brush.color("state");
  context.lineWidth = 1.4;
  context.lineCap = "round";
  context.setLineDash([1.5, 4]);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = "butt";
}

const labelStyle = { size: 11, color: "ink-2", halo: "canvas" } as const;
/** From the middle of a sheet to its label. */
const beside = 24;
const sheetReach = 18;
/** From a card's boxes up to where its edge no longer covers a label. */
const cardReach = 48;

/** The sheets, then what they are. A label is left out, its sheet never, where the place beside it is taken or lies behind the card. */
export function paintFlights(brush: Brush, scene: Scene, space: LabelSpace): void {
  const places = scene.flights.map(placeOnArc);
  scene.flights.forEach(({ at }, index) => {
    const { x, y } = places[index] ?? { x: 0, y: 0 };
    sheet(brush, x, y, -22 * Math.sin(at * Math.PI));
    space.claim({ left: x - sheetReach, right: x + sheetReach, top: y - sheetReach, bottom: y + sheetReach });
  });
  if (brush.detail < 2) return;
  scene.flights.forEach((flight, index) => {
    const place = places[index];
    if (!place || place.y > flight.to.y - cardReach) return;
    if (index !== scene.notedFlight) paintLabel(brush, { scene, flight, place, space });
  });
}

interface Labelled {
  readonly scene: Scene;
  readonly flight: PlacedFlight;
  readonly place: Point;
  readonly space: LabelSpace;
}

function paintLabel(brush: Brush, { scene, flight: { kind, subtask, checkpointId }, place: { x, y }, space }: Labelled): void {
  const name = subtaskLabel(scene.run.header.topology, subtask);
  const label = scene.words(`flight.${kind}`, { subtask: name, checkpoint: checkpointId });
  const width = brush.measure(label, labelStyle);
  const align = x + beside + width > scene.view.right ? "right" : "left";
  const at = { x: align === "left" ? x + beside : x - beside, y: y + 4 };
  if (space.claim(rectOf({ at, align, width, lines: 1, lineHeight: 14 }))) brush.text(label, at.x, at.y, { ...labelStyle, align });
}
