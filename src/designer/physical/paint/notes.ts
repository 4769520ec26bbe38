import { pointOn } from "../flume.ts";
import type { Point } from "../flume.ts";
import { subtaskLabel } from "../names.ts";
import type { DrawnElement } from "../picture.ts";
import type { Brush } from "./brush.ts";
import type { Scene } from "./scene.ts";
import { formatEventTime } from "../../i18n/format.ts";

/** A line of ink text with a straight leader to the thing it names. */
export interface Note {
  readonly lines: readonly string[];
  readonly at: Point;
  readonly to: Point;
  /** Where the leader turns. */
  readonly corner?: Point;
  readonly align: "left" | "right";
}

/** Notes of the first run, in the order in which they fade in: record, bracket, barrier, state, snapshot, watermark, event time. */
export function notesOf(scene: Scene): readonly (Note | undefined)[] {
  return [
    recordNote(scene),
    bracketNote(scene),
    barrierNote(scene),
    stateNote(scene),
    snapshotNote(scene),
    watermarkNote(scene),
    timeNote(scene),
  ];
}

export function paintNotes(brush: Brush, notes: readonly (Note | undefined)[], elapsed: number): void {
  notes.forEach((note, index) => {
    const alpha = Math.min(1, Math.max(0, (elapsed - index / (notes.length + 1)) * 8));
    if (!note || alpha === 0) return;
    brush.context.globalAlpha = alpha;
    paintNote(brush, note);
    brush.context.globalAlpha = 1;
  });
}

function paintNote(brush: Brush, { lines, at, to, align, corner }: Note): void {
  const below = at.y > to.y;
  const side = align === "left" ? -6 : 6;
  if (corner) brush.line("ink-1", 1, [at.x + side, at.y - 4, corner.x, corner.y, to.x, to.y]);
  else if (Math.abs(at.x + side - to.x) < 40) brush.line("ink-1", 1, [to.x, below ? at.y + 17 : at.y - 12, to.x, to.y]);
  else brush.line("ink-1", 1, [at.x + side, at.y - 4, to.x, to.y]);
  const { context } = brush;
  context.beginPath();
  context.arc(to.x, to.y, 2.2, 0, Math.PI * 2);
  context.fillStyle = brush.color("ink-1");
  context.fill();
  lines.forEach((line, index) => {
    const style = {
      size: 11.5,
      weight: index === 0 ? 600 : 400,
      color: index === 0 ? "ink-1" : "ink-2",
      align,
      halo: "canvas",
    } as const;
    brush.text(line, at.x, at.y + index * 15, style);
  });
}

function find(
  scene: Scene,
  wanted: (element: DrawnElement) => boolean,
): { readonly element: DrawnElement; readonly point: Point } | undefined {
  const index = scene.picture.elements.findIndex((element) => element.channel !== undefined && wanted(element));
  const element = scene.picture.elements[index];
  const flume = scene.layout.channels[element?.channel ?? -1]?.flume;
  return element && flume ? { element, point: pointOn(flume, scene.places[index] ?? 0) } : undefined;
}

function recordNote(scene: Scene): Note | undefined {
  const found = find(scene, ({ form, where }) => form === "record" && where === "reach");
  if (!found) return undefined;
  const { x, y } = found.point;
  return {
    lines: [scene.words("note.record"), scene.words("note.recordOf", { letters: found.element.letters })],
    at: { x: x + 6, y: y + 44 },
    to: { x, y: y + 11 },
    align: "left",
  };
}

function bracketNote({ layout, words }: Scene): Note | undefined {
  const place = layout.channels.toSorted((a, b) => b.y - a.y || a.wallX - b.wallX)[0];
  if (!place) return undefined;
  const x = place.wallX - 30;
  return {
    lines: [words("note.bracket"), words("note.bracketOf")],
    at: { x: x + 8, y: place.y + 74 },
    to: { x, y: place.y + 19 },
    align: "left",
  };
}

function barrierNote(scene: Scene): Note | undefined {
  const found = find(scene, ({ form, where, channel }) => form === "barrier" && where === "pool" && topmost(scene, channel));
  if (!found) return undefined;
  const { x, y } = found.point;
  const id = found.element.checkpointId;
  return {
    lines: [scene.words("note.barrier", { id }), scene.words("note.barrierOf", { id })],
    at: { x: x - 8, y: y - 80 },
    to: { x, y: y - 37 },
    align: "right",
  };
}

/** The highest channel of its column has room for a note above it. */
function topmost({ layout }: Scene, channel: number | undefined): boolean {
  const place = layout.channels[channel ?? -1];
  return place !== undefined && layout.channels.every((other) => other.wallX !== place.wallX || other.y >= place.y);
}

function stateNote({ layout, run, words }: Scene): Note | undefined {
  const box = layout.subtasks.find(({ role, subtask }) => role === "operator" && (run.subtasks[subtask]?.rows.length ?? 0) > 0);
  if (!box) return undefined;
  const to = { x: box.x + box.width - 12, y: box.y + 40 };
  return {
    lines: [words("note.state"), words("note.stateOf")],
    at: { x: box.x + box.width + 26, y: box.y + 36 },
    to,
    align: "left",
  };
}

function snapshotNote({ flights, words, run, layout }: Scene): Note | undefined {
  const [flight] = flights
    .filter(({ kind }) => kind === "snapshot")
    .toSorted((a, b) => b.from.y - a.from.y || b.from.x - a.from.x);
  const box = layout.subtasks[flight?.subtask ?? -1];
  const lowest = box && layout.subtasks.every(({ vertex, y }) => vertex !== box.vertex || y <= box.y);
  if (!flight || !lowest) return undefined;
  const subtask = subtaskLabel(run.header.topology, flight.subtask);
  const to = { x: flight.from.x, y: flight.from.y + 18 };
  return {
    lines: [words("note.snapshot", { id: flight.checkpointId, subtask }), words("note.snapshotOf")],
    at: { x: to.x + 30, y: to.y + 60 },
    to,
    align: "left",
  };
}

function watermarkNote(scene: Scene): Note | undefined {
  const lowest = scene.layout.subtasks.find(({ role }) => role === "operator")?.inputs.at(-1)?.channel;
  const found = find(scene, ({ form, where, channel }) => form === "watermark" && where === "pool" && channel === lowest);
  if (!found) return undefined;
  const { x, y } = found.point;
  const time = formatEventTime(found.element.timestamp);
  return {
    lines: [scene.words("note.watermark", { time }), scene.words("note.watermarkOf")],
    at: { x: x - 8, y: y + 60 },
    to: { x, y: y + 37 },
    align: "right",
  };
}

function timeNote({ layout, words }: Scene): Note | undefined {
  const box = layout.subtasks.find(({ role, inputs }) => role === "operator" && inputs.length > 1);
  if (!box) return undefined;
  const to = { x: box.x + 100, y: box.y + box.height - 6 };
  const at = { x: box.x + box.width + 26, y: box.y + box.height + 26 };
  return { lines: [words("note.time"), words("note.timeOf")], at, to, corner: { x: to.x, y: at.y - 4 }, align: "left" };
}
