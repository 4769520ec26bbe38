import { noChannel } from "../../../stream/indices.ts";
import type { ChannelIndex, CheckpointId, OperatorIndex, TaskIndex } from "../../../stream/indices.ts";
import type { TopologyChannel } from "../../../observe/event.ts";
import type { RecordCounts, RunState } from "../../../observe/run-state.ts";
import type { Load } from "../../run/live-load.ts";
import type { KeyLabels } from "../../run/key-labels.ts";
import type { GroupBox, Layout } from "../layout.ts";
import type { Leaving } from "../motion.ts";
import { pointOn } from "../flume.ts";
import { subtaskLabel, vertexName } from "../../run/names.ts";
import type { Picture } from "../picture.ts";
import type { Brush } from "./brush.ts";
import { paintBundle } from "./bundle.ts";
import { paintFocus, paintPool, paintReaches } from "./channel.ts";
import type { ChannelLook } from "./channel.ts";
import type { DiscSprites } from "./disc-sprites.ts";
import { paintElements, paintLeaving } from "./elements.ts";
import { paintFlightPath, paintFlights } from "./flight.ts";
import type { PlacedFlight } from "./flight.ts";
import { boxRect, LabelSpace, overlap } from "./label-space.ts";
import type { Rect } from "./label-space.ts";
import type { OperatorRecords } from "../../run/operator-records.ts";
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
  readonly flights: readonly PlacedFlight[];
  /** Subtasks whose state is just being fixed, with the checkpoint. */
  readonly frozen: ReadonlyMap<TaskIndex, CheckpointId>;
  /** Index of the flight that a note of the first run speaks of. */
  readonly notedFlight: number | undefined;
  /** What the camera sees. */
  readonly view: Rect;
  readonly now: number;
  readonly labels: KeyLabels;
  readonly words: Words;
  readonly sprites: DiscSprites;
  readonly meter: (subtask: TaskIndex) => Load | undefined;
  readonly records: (subtask: TaskIndex) => RecordCounts;
  readonly operatorRecords: (subtask: TaskIndex, operator: OperatorIndex) => OperatorRecords;
  readonly selectedSubtask: TaskIndex | undefined;
  readonly selectedChannel: number | undefined;
  /** Has the keyboard's focus. */
  readonly focusedChannel: number | undefined;
  /** How the records of a channel are distributed: "hash(word)". */
  readonly strategyOf: (channel: TopologyChannel) => string;
  /** Fields by which the records of a channel are keyed; undefined where they are not. */
  readonly keysOf: (channel: TopologyChannel) => string | undefined;
  readonly gauges: boolean;
  /** Labels of channels are shown. */
  readonly detailed: boolean;
  readonly visibleChannels: ReadonlySet<ChannelIndex>;
  readonly visibleSubtasks: ReadonlySet<TaskIndex>;
  readonly underlined: ReadonlySet<number>;
  readonly followed: ReadonlySet<number>;
  /** Share of the hatch of a held channel that has swept in. */
  readonly sweep: (channel: ChannelIndex) => number;
}

export function paintScene(brush: Brush, scene: Scene): void {
  const { layout } = scene;
  for (const group of layout.groups) paintGroup(brush, scene, group);
  const looks = [...scene.visibleChannels].map((channel) => lookOf(scene, channel)).filter((look) => look !== undefined);
  for (const bundle of layout.bundles) paintBundle(brush, scene, bundle);
  paintReaches(brush, looks);
  paintStrategies(brush, scene);
  for (const look of looks) paintPool(brush, look);
  for (const look of looks) if (look.focused) paintFocus(brush, look.place);
  for (const flight of scene.flights) paintFlightPath(brush, flight);
  for (const box of layout.subtasks)
    if (scene.visibleSubtasks.has(box.subtask)) paintSubtask(brush, { ...scene, selected: scene.selectedSubtask }, box);
  paintElements(brush, scene, scene.picture.elements, scene.places);
  paintLeaving(brush, layout, scene.leaving);
  paintFlights(brush, scene, new LabelSpace(layout.subtasks.map(boxRect)));
}

function lookOf(scene: Scene, channel: ChannelIndex): ChannelLook | undefined {
  const { topology } = scene.run.header;
  const place = scene.layout.channels[channel];
  const picture = scene.picture.channels[channel];
  const ends = topology.channels[channel];
  if (!place || !picture || !ends) return undefined;
  const several = (scene.layout.subtasks[ends.to]?.inputs.length ?? 0) > 1 && scene.detailed;
  const label = several ? subtaskLabel(topology, ends.from) : "";
  const selected = scene.selectedChannel === channel;
  const focused = scene.focusedChannel === channel;
  const loss = picture.lost > 0 && picture.count === 0 ? scene.words("channel.lostCount", { count: picture.lost }) : "";
  const { capacity, tag } = ends;
  const own = { picture, place, label, loss, capacity, selected, focused };
  return { ...own, side: tag !== undefined, gauges: scene.gauges, sweep: scene.sweep(channel) };
}

/** Width on screen below which a column has no name. */
const leastGroup = 24;
/** Room on screen that a column's name may take beyond the column. */
const leastName = 96;

/** Header above a column of subtasks: name, what it is, a rule. */
function paintGroup(brush: Brush, scene: Scene, group: GroupBox): void {
  const { run } = scene;
  const vertex = run.header.topology.vertices[group.vertex];
  if (!vertex) return;
  const { x, y, width } = group;
  const unit = brush.detail === 2 ? 1 : 1 / brush.zoom;
  brush.line("ink-2", unit, [x, y + 29, x + width, y + 29]);
  if (brush.detail < 2 && width * brush.zoom < leastGroup) return;
  const name = vertexName(vertex);
  const many = vertex.parallelism > 1 ? ` ×${vertex.parallelism}` : "";
  if (brush.detail < 2) {
    const within = Math.max(width, leastName * unit);
    return brush.text(name + many, x, y + 20, { size: 13 * unit, weight: 600, within });
  }
  const style = { size: 11, color: "ink-3", align: "right" } as const;
  const title = { size: 13, weight: 600 } as const;
  const whole = groupWords(scene, group);
  const fits = brush.measure(name, title) + brush.measure(whole, style) + 12 <= width;
  const side = fits ? whole : many.trim();
  brush.text(side, x + width, y + 20, style);
  brush.text(name, x, y + 20, { ...title, within: width - brush.measure(side, style) - 8 });
}

/** What a vertex is: "keyed by word · 2 subtasks". */
function groupWords(scene: Scene, { vertex, role }: GroupBox): string {
  const { topology } = scene.run.header;
  const count = topology.vertices[vertex]?.parallelism ?? 1;
  const keyed = topology.channels.find(({ to }) => topology.subtasks[to]?.vertex === vertex);
  const keys = keyed && scene.keysOf(keyed);
  return keys ? scene.words("group.keyed", { keys, count }) : scene.words(`group.${role}`, { count });
}

/** Name of the partitioner over the first reach between two vertices. */
function paintStrategies(brush: Brush, scene: Scene): void {
  const { run, layout } = scene;
  if (brush.detail < 2) return;
  const { topology } = run.header;
  const named = new Set<string>();
  const tabs = tabsOnReaches(scene);
  for (const { channel, flume, bundled } of layout.channels) {
    if (bundled) continue;
    const ends = topology.channels[channel];
    if (!ends) continue;
    const key = `${topology.subtasks[ends.from]?.vertex} ${topology.subtasks[ends.to]?.vertex}`;
    if (named.has(key)) continue;
    named.add(key);
    const style = { size: 10.5, color: "ink-2", halo: "canvas" } as const;
    const words = scene.strategyOf(ends);
    const [x, y] = [flume.spout.x + 8, flume.spout.y - 14];
    const width = brush.measure(words, style);
    const rect = { left: x, right: x + width, top: y - 10, bottom: y + 3 };
    if (width < flume.tail.x - flume.spout.x - 12 && !tabs.some((tab) => overlap(tab, rect))) brush.text(words, x, y, style);
  }
}

/** Where the tabs of barriers on the reaches are: a label gives way to one that passes. */
function tabsOnReaches({ picture, layout, places }: Scene): readonly Rect[] {
  return picture.elements.flatMap(({ form, where, channel }, index) => {
    const flume = form === "barrier" && where === "reach" ? layout.channels[channel ?? noChannel]?.flume : undefined;
    if (!flume) return [];
    const { x, y } = pointOn(flume, places[index] ?? 0);
    return [{ left: x - 14, right: x + 14, top: y - 36, bottom: y + 20 }];
  });
}
