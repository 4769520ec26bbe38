import { pointOn } from "../flume.ts";
import { noChannel, noTask } from "../../../stream/indices.ts";
import type { ChannelIndex } from "../../../stream/indices.ts";
import type { Point } from "../flume.ts";
import { poolHeight } from "../layout.ts";
import type { ChannelPlace } from "../layout.ts";
import { subtaskLabel } from "../../run/names.ts";
import type { DrawnElement } from "../picture.ts";
import type { Brush, TextStyle } from "./brush.ts";
import { placeOnArc } from "./flight.ts";
import { boxRect, LabelSpace, rectOf } from "./label-space.ts";
import type { Rect } from "./label-space.ts";
import type { Scene } from "./scene.ts";
import { formatEventTime } from "../../i18n/format.ts";

/** A line of ink text with a straight leader to the thing it names. */
export interface Note {
  readonly lines: readonly string[];
  readonly at: Point;
  /** End of the leader; without one the note stands beside what it speaks of. */
  readonly to?: Point;
  /** Where the leader turns. */
  readonly corner?: Point;
  readonly align: "left" | "right";
}

/** Notes of the first run, in the order in which they fade in: record, bracket, barrier, state, snapshot, watermark, event time. */
export function firstRunNotes(scene: Scene): readonly (Note | undefined)[] {
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

/**
 * Draws the notes that have faded in by `elapsed` (1 = all) and have room: in view, whose lower edge are the cards of checkpoints, and not
 * over an earlier one.
 */
export function paintNotes(brush: Brush, notes: readonly (Note | undefined)[], elapsed: number, { layout, view }: Scene): void {
  const space = new LabelSpace([...layout.subtasks.map(boxRect), ...layout.channels.map(poolRect)]);
  notes.forEach((note, index) => {
    const alpha = Math.min(1, Math.max(0, (elapsed - index / (notes.length + 1)) * 8));
    if (!note || alpha === 0) return;
    const width = Math.max(...note.lines.map((line) => brush.measure(line, lineStyle(0))));
    const rect = rectOf({ at: note.at, align: note.align, width, lines: note.lines.length, lineHeight });
    if (rect.left < view.left || rect.right > view.right || rect.bottom > view.bottom || !space.claim(rect)) return;
    brush.context.globalAlpha = alpha;
    paintNote(brush, note);
    brush.context.globalAlpha = 1;
  });
}

/** A pool with the label above it. */
const poolRect = ({ poolX, wallX, y }: ChannelPlace): Rect => ({
  left: poolX,
  top: y - poolHeight / 2 - 15,
  right: wallX,
  bottom: y + poolHeight / 2,
});

const lineHeight = 15;
const lineStyle = (line: number): TextStyle => ({
  size: 11.5,
  weight: line === 0 ? 600 : 400,
  color: line === 0 ? "ink-1" : "ink-2",
  halo: "canvas",
});

export function paintNote(brush: Brush, { lines, at, to, align, corner }: Note): void {
  if (to) paintLeader(brush, { at, to, align, ...(corner && { corner }) });
  lines.forEach((line, index) => brush.text(line, at.x, at.y + index * lineHeight, { ...lineStyle(index), align }));
}

type Leader = Required<Pick<Note, "at" | "to" | "align">> & Pick<Note, "corner">;

/** Straight from the text to the thing, with a dot at its end. */
function paintLeader(brush: Brush, { at, to, align, corner }: Leader): void {
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
}

function find(
  scene: Scene,
  wanted: (element: DrawnElement) => boolean,
): { readonly element: DrawnElement; readonly point: Point } | undefined {
  const index = scene.picture.elements.findIndex((element) => element.channel !== undefined && wanted(element));
  const element = scene.picture.elements[index];
  const flume = scene.layout.channels[element?.channel ?? noChannel]?.flume;
  return element && flume ? { element, point: pointOn(flume, scene.places[index] ?? 0) } : undefined;
}

function recordNote(scene: Scene): Note | undefined {
  const found = find(scene, ({ form, where }) => form === "record" && where === "reach");
  if (!found) return undefined;
  const { x, y } = found.point;
  return {
    lines: [scene.words("note.record"), recordOf(scene, found.element)],
    at: { x: x + 6, y: y + 44 },
    to: { x, y: y + 11 },
    align: "left",
  };
}

/** "of key “the”", with the whole key. */
function recordOf({ run, words }: Scene, { id, channel, letters, hue }: DrawnElement): string {
  const entry = run.channels[channel ?? noChannel]?.queue.find(({ seq }) => seq === id);
  const key = entry?.element.kind === "record" ? entry.element.key : undefined;
  return hue === 0 && key === undefined ? words("note.recordPlain") : words("note.recordOf", { letters: key ?? letters });
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
  const intoOperator = (channel: ChannelIndex | undefined): boolean =>
    scene.layout.subtasks[scene.run.header.topology.channels[channel ?? noChannel]?.to ?? noTask]?.role === "operator";
  const found = find(
    scene,
    ({ form, where, channel }) => form === "barrier" && where === "pool" && intoOperator(channel) && topmost(scene, channel),
  );
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
function topmost({ layout }: Scene, channel: ChannelIndex | undefined): boolean {
  const place = layout.channels[channel ?? noChannel];
  return place !== undefined && layout.channels.every((other) => other.wallX !== place.wallX || other.y >= place.y);
}

function stateNote({ layout, run, words }: Scene): Note | undefined {
  const box = layout.subtasks.find(({ role, subtask }) => role === "operator" && (run.subtasks[subtask]?.rows.length ?? 0) > 0);
  if (!box) return undefined;
  const to = { x: box.x + 252, y: box.y + 40 };
  return {
    lines: [words("note.state"), words("note.stateOf")],
    at: { x: box.x + box.width + 34, y: to.y + 4 },
    to,
    align: "left",
  };
}

/** Beside the sheet, on the side where there is room. */
function snapshotNote({ flights, notedFlight, words, run, view }: Scene): Note | undefined {
  const flight = flights[notedFlight ?? -1];
  if (!flight) return undefined;
  const subtask = subtaskLabel(run.header.topology, flight.subtask);
  const { x, y } = placeOnArc(flight);
  const leftOfSheet = x > view.right - 200;
  return {
    lines: [words("note.snapshot", { id: flight.checkpointId, subtask }), words("note.snapshotOf")],
    at: { x: leftOfSheet ? x - 26 : x + 26, y: y - 3 },
    align: leftOfSheet ? "right" : "left",
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

/** Above the first held input of a subtask: what its barrier means. */
export function heldNotes({ layout, run, picture, words, visibleSubtasks }: Scene): readonly Note[] {
  return layout.subtasks.flatMap(({ subtask, inputs: [first, second] }) => {
    const held = first && picture.channels[first.channel]?.held;
    if (held === undefined || !first || !second || !visibleSubtasks.has(subtask)) return [];
    if (run.channels[second.channel]?.heldBy !== undefined && layout.subtasks[subtask]?.inputs.length === 2) return [];
    const wall = layout.channels[first.channel]?.wallX ?? 0;
    const at = { x: wall - 8, y: first.y - 66 };
    const lines = [words("note.held", { place: 0, id: held }), words("note.heldOf", { id: held })];
    return [{ lines, at, to: { x: wall + 4, y: first.y - 32 }, align: "right" }];
  });
}

function timeNote({ layout, words }: Scene): Note | undefined {
  const box = layout.subtasks.find(({ role, inputs }) => role === "operator" && inputs.length > 1);
  if (!box) return undefined;
  const to = { x: box.x + 100, y: box.y + box.height - 6 };
  const at = { x: box.x + box.width + 26, y: box.y + box.height + 26 };
  return { lines: [words("note.time"), words("note.timeOf")], at, to, corner: { x: to.x, y: at.y - 4 }, align: "left" };
}
