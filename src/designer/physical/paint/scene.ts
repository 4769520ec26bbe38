import type { TopologyChannel } from "../../../observe/event.ts";
import type { RunState } from "../../../observe/run-state.ts";
import type { Load } from "../../job/live-load.ts";
import type { Flight } from "../flights.ts";
import type { Point } from "../flume.ts";
import type { KeyLabels } from "../key-labels.ts";
import type { GroupBox, Layout } from "../layout.ts";
import type { Leaving } from "../motion.ts";
import { subtaskLabel, vertexName } from "../names.ts";
import type { Picture } from "../picture.ts";
import type { Brush } from "./brush.ts";
import { paintPool, paintReaches } from "./channel.ts";
import type { ChannelLook } from "./channel.ts";
import type { DiscSprites } from "./disc-sprites.ts";
import { paintElements, paintLeaving } from "./elements.ts";
import { sheet } from "./glyphs.ts";
import { paintSubtask } from "./subtask.ts";
import type { Words } from "./subtask.ts";

/** One frame of the physical view, in world coordinates. */
export interface Scene {
  readonly run: RunState;
  readonly layout: Layout;
  readonly picture: Picture;
  /** As `Motion.advance` returned them. */
  readonly places: Float64Array;
  readonly leaving: readonly Leaving[];
  readonly flights: readonly (Flight & { readonly from: Point; readonly to: Point })[];
  readonly now: number;
  readonly labels: KeyLabels;
  readonly words: Words;
  readonly sprites: DiscSprites;
  readonly meter: (subtask: number) => Load | undefined;
  readonly selectedSubtask: number | undefined;
  readonly selectedChannel: number | undefined;
  /** How the records of a channel are distributed: "hash(word)". */
  readonly strategyOf: (channel: TopologyChannel) => string;
  readonly gauges: boolean;
  /** Labels of channels are shown. */
  readonly detailed: boolean;
  readonly visibleChannels: ReadonlySet<number>;
  readonly visibleSubtasks: ReadonlySet<number>;
  readonly underlined: ReadonlySet<number>;
  /** Share of the hatch of a held channel that has swept in. */
  readonly sweep: (channel: number) => number;
}

export function paintScene(brush: Brush, scene: Scene): void {
  const { layout } = scene;
  for (const group of layout.groups) paintGroup(brush, scene, group);
  const looks = [...scene.visibleChannels].map((channel) => lookOf(scene, channel)).filter((look) => look !== undefined);
  paintReaches(brush, looks);
  paintStrategies(brush, scene);
  for (const look of looks) paintPool(brush, look);
  for (const flight of scene.flights) paintFlightPath(brush, flight);
  for (const box of layout.subtasks)
    if (scene.visibleSubtasks.has(box.subtask)) paintSubtask(brush, { ...scene, selected: scene.selectedSubtask }, box);
  paintElements(brush, scene, scene.picture.elements, scene.places);
  paintLeaving(brush, layout, scene.leaving);
  for (const flight of scene.flights) paintFlight(brush, scene, flight);
}

function lookOf(scene: Scene, channel: number): ChannelLook | undefined {
  const { topology } = scene.run.header;
  const place = scene.layout.channels[channel];
  const picture = scene.picture.channels[channel];
  const ends = topology.channels[channel];
  if (!place || !picture || !ends) return undefined;
  const several = (scene.layout.subtasks[ends.to]?.inputs.length ?? 0) > 1 && scene.detailed;
  const label = several ? subtaskLabel(topology, ends.from) : "";
  const selected = scene.selectedChannel === channel;
  return { picture, place, label, capacity: ends.capacity, selected, gauges: scene.gauges, sweep: scene.sweep(channel) };
}

/** Width on screen below which a column has no name. */
const leastGroup = 24;

/** Header above a column of subtasks: name, what it is, a rule. */
function paintGroup(brush: Brush, { run, words }: Scene, group: GroupBox): void {
  const vertex = run.header.topology.vertices[group.vertex];
  if (!vertex) return;
  const { x, y, width } = group;
  const unit = brush.detail === 2 ? 1 : 1 / brush.zoom;
  brush.line("ink-2", unit, [x, y + 29, x + width, y + 29]);
  const side = words(`group.${group.role}`, { count: vertex.parallelism });
  if (brush.detail < 2 && width * brush.zoom < leastGroup) return;
  const sideWidth = brush.detail === 2 ? 92 : 0;
  if (brush.detail === 2) brush.text(side, x + width, y + 20, { size: 11, color: "ink-3", align: "right" });
  brush.text(vertexName(vertex), x, y + 20, { size: 13 * unit, weight: 600, within: width - sideWidth });
}

/** Name of the partitioner over the first reach between two vertices. */
function paintStrategies(brush: Brush, scene: Scene): void {
  const { run, layout } = scene;
  if (brush.detail < 2) return;
  const { topology } = run.header;
  const named = new Set<string>();
  for (const { channel, flume } of layout.channels) {
    const ends = topology.channels[channel];
    const key = `${topology.subtasks[ends?.from ?? 0]?.vertex} ${topology.subtasks[ends?.to ?? 0]?.vertex}`;
    if (!ends || named.has(key)) continue;
    named.add(key);
    const style = { size: 10.5, color: "ink-2", halo: "canvas" } as const;
    const words = scene.strategyOf(ends);
    if (brush.measure(words, style) < flume.tail.x - flume.spout.x - 12)
      brush.text(words, flume.spout.x + 8, flume.spout.y - 14, style);
  }
}

type PlacedFlight = Scene["flights"][number];

/** Control points of the arc between a sheet and its box on the card. */
function arcOf({ from, to }: PlacedFlight): readonly [Point, Point] {
  const bend = Math.max(40, Math.abs(to.y - from.y) * 0.9);
  return [
    { x: from.x, y: from.y + bend },
    { x: from.x - (from.x - to.x) * 0.4, y: to.y },
  ];
}

function paintFlightPath(brush: Brush, flight: PlacedFlight): void {
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

/** The sheet where it is on its arc. */
function paintFlight(brush: Brush, { words, run }: Scene, flight: PlacedFlight): void {
  const { from, to, at, kind, subtask, checkpointId } = flight;
  const [a, b] = arcOf(flight);
  const u = 1 - at;
  const x = u ** 3 * from.x + 3 * u * u * at * a.x + 3 * u * at * at * b.x + at ** 3 * to.x;
  const y = u ** 3 * from.y + 3 * u * u * at * a.y + 3 * u * at * at * b.y + at ** 3 * to.y;
  sheet(brush, x, y, -22 * Math.sin(at * Math.PI));
  if (brush.detail < 2) return;
  const name = subtaskLabel(run.header.topology, subtask);
  brush.text(words(`flight.${kind}`, { subtask: name, checkpoint: checkpointId }), x + 24, y + 4, {
    size: 11,
    color: "ink-2",
    halo: "canvas",
  });
}
