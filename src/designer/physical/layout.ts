import type { ChannelIndex, ListBy, SubtaskIndex, TaskIndex } from "../../stream/indices.ts";
import type { Topology, TopologyChannel } from "../../observe/event.ts";
import { listBy, noTask, toTaskIndex } from "../../stream/indices.ts";
import { cubicThrough } from "./flume.ts";
import type { Flume, Point } from "./flume.ts";
import { boxesOfGroup, closeInputs, headerHeight, planGroup } from "./group-layout.ts";
import type { GroupPlan } from "./group-layout.ts";
import { indexTopology } from "./topology-index.ts";
import type { EdgeChannels, Role, TopologyIndex } from "./topology-index.ts";

/** Where everything of a run stands, in world units (pixels at zoom 1). It never changes while the job runs. [PX5] */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly GroupBox[];
  /** By index of `Topology.subtasks`. */
  readonly subtasks: ListBy<TaskIndex, SubtaskBox>;
  /** By index of `Topology.channels`. */
  readonly channels: ListBy<ChannelIndex, ChannelPlace>;
  /** Edges of which channels are not drawn one by one. */
  readonly bundles: readonly Bundle[];
}

export interface GroupBox {
  readonly vertex: number;
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SubtaskBox {
  readonly subtask: TaskIndex;
  readonly vertex: number;
  readonly index: SubtaskIndex;
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Input channels by their place. */
  readonly inputs: readonly { readonly channel: ChannelIndex; readonly y: number }[];
  readonly outputs: readonly { readonly channel: ChannelIndex; readonly y: number }[];
  /** Centre of the record in hand. */
  readonly bay: Point;
  /** Drawn in one line: the picture is bundled and this subtask is not opened. [PX17] */
  readonly cell: boolean;
}

export interface ChannelPlace {
  readonly channel: ChannelIndex;
  /** From the sender's bay, over the spout, along the reach and the pool, through the wall into the consumer's bay. */
  readonly flume: Flume;
  /** Left end and middle line of the pool. */
  readonly poolX: number;
  readonly y: number;
  readonly slots: number;
  /** The buffer holds more than there are slots: the last one stands for all further elements. */
  readonly piled: boolean;
  readonly wallX: number;
  /** Its consumer has so many inputs that channels stand close: nothing has room above and below the pool. */
  readonly close: boolean;
  /** Drawn as part of a bundle, not by itself. */
  readonly bundled: boolean;
}

export interface Bundle extends EdgeChannels {
  readonly flume: Flume;
}

export const slotWidth = 22;
export const poolHeight = 26;
/** Between the pool's end and the wall. */
export const wallGap = 8;

const columnGap = 44;
const spoutGap = 8;
const maxSlots = 16;
const pileSlots = 10;
const roomyReach = { crossing: 248, straight: 132, bundle: 300 } as const;
const leastReach = 64;
/** Crossing reaches grow with the height of the picture by this share, so that they stay readable curves. */
const reachPerHeight = 0.3;

export interface LayoutOptions {
  /** Room the picture is to be fitted into, in pixels: reaches get shorter to keep to it where they can. */
  readonly width?: number;
  readonly height?: number;
  /** Subtasks that are drawn in full while all others are cells; absent: everything is drawn in full. */
  readonly opened?: ReadonlySet<TaskIndex>;
}

/** Columns of subtasks by the longest way from a source. */
export function layoutOf(topology: Topology, options: LayoutOptions = {}): Layout {
  const index = indexTopology(topology);
  const { opened } = options;
  const isCell = (subtask: TaskIndex): boolean => opened !== undefined && !opened.has(subtask);
  const columns = index.columns.map((vertices) => vertices.map((vertex) => planGroup(index, vertex, isCell)));
  const columnHeight = columns.map((plans) => plans.reduce((sum, plan) => sum + plan.height + columnGap, -columnGap));
  const height = Math.max(0, ...columnHeight);
  const gaps = gapsOf(index, columns, { height, isCell, options });
  const groups: GroupBox[] = [];
  const boxes: SubtaskBox[] = [];
  let x = 0;
  columns.forEach((plans, column) => {
    x += gaps[column] ?? 0;
    // Opening a subtask of a bundled picture lengthens its column below; nothing above it moves.
    let y = opened ? 0 : (height - (columnHeight[column] ?? 0)) / 2;
    for (const plan of plans) {
      const group = { vertex: plan.vertex, role: plan.role, x, y, width: plan.width, height: plan.height };
      groups.push(group);
      boxes.push(...boxesOfGroup(index, plan, group));
      y += plan.height + columnGap;
    }
    x += Math.max(...plans.map((plan) => plan.width));
  });
  const placed = listBy(toTaskIndex, boxes.toSorted((a, b) => a.subtask - b.subtask));
  const subtasks = placed.map((box) => withSpouts(index, placed, box));
  const channels = topology.channels.map((_, channel) => place(index, { subtasks, groups }, channel));
  return { width: x, height, groups, subtasks, channels, bundles: bundlesOf(index, groups, channels) };
}

const slotsOf = (channel: TopologyChannel): number =>
  channel.capacity !== undefined && channel.capacity <= maxSlots ? channel.capacity : pileSlots;

/** Where a subtask counts its late records. */
export const tallyOf = ({ x, y, height }: Pick<SubtaskBox, "x" | "y" | "height">): Point => ({ x: x + 20, y: y + height - 36 });

/** Spouts of the channels that are drawn, in the order of what they lead to, so that crossings are few. */
function withSpouts({ topology, outputs }: TopologyIndex, boxes: ListBy<TaskIndex, SubtaskBox>, box: SubtaskBox): SubtaskBox {
  if (box.cell) return box;
  const inputY = (channel: ChannelIndex): number | undefined =>
    boxes[topology.channels[channel]?.to ?? noTask]?.inputs.find((input) => input.channel === channel)?.y;
  const drawn = (outputs[box.subtask] ?? []).flatMap((channel) => {
    const target = inputY(channel);
    return target === undefined ? [] : [{ channel, target }];
  });
  const ordered = drawn.toSorted((a, b) => a.target - b.target);
  const spacing = Math.min(52, (box.height - 60) / Math.max(1, ordered.length - 1));
  const spouts = ordered.map(({ channel }, spout) => ({ channel, y: box.y + 92 + (spout - (ordered.length - 1) / 2) * spacing }));
  const shift = Math.max(0, box.y + 34 - (spouts[0]?.y ?? Infinity));
  return { ...box, outputs: spouts.map((spout) => ({ ...spout, y: spout.y + shift })) };
}

interface GapScope {
  readonly height: number;
  readonly isCell: (subtask: TaskIndex) => boolean;
  readonly options: LayoutOptions;
}

/** Space in front of each column: spout, reach, the longest pool that is drawn, gap to the wall. */
function gapsOf({ topology, edges }: TopologyIndex, columns: readonly (readonly GroupPlan[])[], scope: GapScope): number[] {
  const { height, isCell, options } = scope;
  const spaces = columns.map((plans) => {
    const into = edges.filter(({ to }) => plans.some(({ vertex }) => vertex === to)).flatMap(({ channels }) => channels);
    const drawn = into.flatMap((channel) => topology.channels[channel] ?? []).filter(({ to }) => !isCell(to));
    return { into: into.length, drawn, pool: Math.max(0, ...drawn.map((channel) => slotsOf(channel) * slotWidth)) };
  });
  const wanted = spaces.map(({ into, drawn }, column) => {
    if (column === 0) return 0;
    if (drawn.length < into) return roomyReach.bundle;
    const [senders, readers] = [new Set(drawn.map(({ from }) => from)), new Set(drawn.map(({ to }) => to))];
    const [fanIn, fanOut] = [senders.size === drawn.length, readers.size === drawn.length];
    if (fanIn && fanOut) return roomyReach.straight;
    return Math.max(fanIn || fanOut ? roomyReach.straight : roomyReach.crossing, height * reachPerHeight);
  });
  const fixed = columns.reduce((sum, plans, column) => {
    const gap = column > 0 ? (spaces[column]?.pool ?? 0) + spoutGap + wallGap : 0;
    return sum + Math.max(...plans.map(({ width }) => width)) + gap;
  }, 0);
  const zoom = Math.min(1, (options.height ?? Infinity) / Math.max(1, height));
  const total = wanted.reduce((sum, reach) => sum + reach, 0);
  const share = total > 0 ? Math.min(1, Math.max(0, (options.width ?? Infinity) / zoom - fixed) / total) : 1;
  return wanted.map((reach, column) => {
    if (column === 0) return 0;
    return spoutGap + Math.max(Math.min(leastReach, reach), Math.round(reach * share)) + (spaces[column]?.pool ?? 0) + wallGap;
  });
}

interface Placed {
  readonly subtasks: ListBy<TaskIndex, SubtaskBox>;
  readonly groups: readonly GroupBox[];
}

function place({ topology }: TopologyIndex, { subtasks, groups }: Placed, index: ChannelIndex): ChannelPlace {
  const channel = topology.channels[index];
  const from = subtasks[channel?.from ?? noTask];
  const to = subtasks[channel?.to ?? noTask];
  const slots = channel ? slotsOf(channel) : 1;
  const group = groups.find(({ vertex }) => vertex === from?.vertex);
  const right = from?.cell === true && group ? group.x + group.width : from ? from.x + from.width : 0;
  const spout = { x: right + spoutGap, y: from?.outputs.find((output) => output.channel === index)?.y ?? from?.bay.y ?? 0 };
  const wallX = to?.x ?? 0;
  const y = to?.inputs.find((input) => input.channel === index)?.y ?? to?.bay.y ?? 0;
  const poolX = wallX - wallGap - slots * slotWidth;
  const stations = { origin: from?.bay ?? spout, spout, tail: { x: poolX, y }, wall: { x: wallX, y }, bay: to?.bay ?? { x: wallX, y } };
  const piled = channel?.capacity === undefined || channel.capacity > slots;
  const close = (to?.inputs.length ?? 0) >= closeInputs;
  return { channel: index, flume: cubicThrough(stations), poolX, y, slots, piled, wallX, close, bundled: to?.cell === true };
}

/** From a group's header to its first bundle, whose words stand above it, and from one bundle to the next. */
const bundlePitch = 58;

/** One wide flume per edge for the channels that are not drawn one by one, beside the first cells. */
function bundlesOf({ edges }: TopologyIndex, groups: readonly GroupBox[], channels: ListBy<ChannelIndex, ChannelPlace>): Bundle[] {
  const [leaving, arriving] = [new Map<number, number>(), new Map<number, number>()];
  const next = (counts: Map<number, number>, { vertex, y }: GroupBox): number => {
    const place = (counts.get(vertex) ?? 0) + 1;
    counts.set(vertex, place);
    return y + headerHeight + place * bundlePitch - 14;
  };
  const groupOf = (vertex: number): GroupBox | undefined => groups.find((group) => group.vertex === vertex);
  return edges.flatMap((edge) => {
    const hidden = edge.channels.filter((channel) => channels[channel]?.bundled === true);
    const [from, to] = [groupOf(edge.from), groupOf(edge.to)];
    if (hidden.length === 0 || !from || !to) return [];
    const spout = { x: from.x + from.width + spoutGap, y: next(leaving, from) };
    const wall = { x: to.x, y: next(arriving, to) };
    const tail = { x: wall.x - wallGap, y: wall.y };
    return [{ ...edge, channels: hidden, flume: cubicThrough({ origin: spout, spout, tail, wall, bay: wall }) }];
  });
}
