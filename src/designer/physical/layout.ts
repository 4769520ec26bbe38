import type { Topology, TopologyChannel, TopologyVertex } from "../../observe/event.ts";
import { cubicThrough } from "./flume.ts";
import type { Flume, Point } from "./flume.ts";

/** Where everything of a run stands, in world units (pixels at zoom 1). It never changes while the job runs. [PX5] */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly GroupBox[];
  /** By index of `Topology.subtasks`. */
  readonly subtasks: readonly SubtaskBox[];
  /** By index of `Topology.channels`. */
  readonly channels: readonly ChannelPlace[];
}

export type Role = "source" | "operator" | "sink";

export interface GroupBox {
  readonly vertex: number;
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SubtaskBox {
  readonly subtask: number;
  readonly vertex: number;
  readonly index: number;
  readonly role: Role;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Input channels by their place. */
  readonly inputs: readonly { readonly channel: number; readonly y: number }[];
  readonly outputs: readonly { readonly channel: number; readonly y: number }[];
  /** Centre of the record in hand. */
  readonly bay: Point;
}

export interface ChannelPlace {
  readonly channel: number;
  /** From the sender's bay, over the spout, along the reach and the pool, through the wall into the consumer's bay. */
  readonly flume: Flume;
  /** Left end and middle line of the pool. */
  readonly poolX: number;
  readonly y: number;
  readonly slots: number;
  /** The buffer holds more than there are slots: the last one stands for all further elements. */
  readonly piled: boolean;
  readonly wallX: number;
}

export const slotWidth = 22;
export const poolHeight = 26;
/** Between the pool's end and the wall. */
export const wallGap = 8;

const boxWidth = { source: 160, operator: 268, sink: 150 } as const;
const boxHeight = 184;
const headerHeight = 40;
const rowGap = 44;
const spoutGap = 8;
const maxSlots = 16;
const pileSlots = 10;
const roomyReach = { crossing: 248, straight: 132 } as const;
const leastReach = 64;

export interface LayoutOptions {
  /** Width the picture may take at zoom 1, in pixels: reaches get shorter to keep to it where they can. */
  readonly width?: number;
}

/** Columns of subtasks by the longest way from a source (DESIGN.md 4.4, 4.5). */
export function layoutOf(topology: Topology, options: LayoutOptions = {}): Layout {
  const columns = columnsOf(topology);
  const sizes = columns.map((vertices) => vertices.map((vertex) => groupSize(topology, vertex)));
  const columnHeight = sizes.map((groups) => groups.reduce((sum, group) => sum + group.height + rowGap, -rowGap));
  const height = Math.max(0, ...columnHeight);
  const gaps = gapsOf(topology, columns, sizes, options.width ?? Infinity);
  const groups: GroupBox[] = [];
  const boxes: SubtaskBox[] = [];
  let x = 0;
  columns.forEach((vertices, column) => {
    x += gaps[column] ?? 0;
    const widest = Math.max(...(sizes[column] ?? []).map((size) => size.width));
    let y = (height - (columnHeight[column] ?? 0)) / 2;
    vertices.forEach((vertex, place) => {
      const size = sizes[column]?.[place];
      if (!size) return;
      const group: GroupBox = { vertex, role: size.role, x, y, width: size.width, height: size.height };
      groups.push(group);
      boxes.push(...subtaskBoxes(topology, group));
      y += size.height + rowGap;
    });
    x += widest;
  });
  const subtasks = connectOutputs(
    topology,
    boxes.toSorted((a, b) => a.subtask - b.subtask),
  );
  return { width: x, height, groups, subtasks, channels: topology.channels.map((_, index) => place(topology, subtasks, index)) };
}

export const slotsOf = (channel: TopologyChannel): number =>
  channel.capacity !== undefined && channel.capacity <= maxSlots ? channel.capacity : pileSlots;

function roleOf(vertex: TopologyVertex | undefined): Role {
  if (vertex?.operators[0]?.role === "source") return "source";
  return vertex?.operators.some(({ role }) => role === "sink") ? "sink" : "operator";
}

function columnsOf(topology: Topology): number[][] {
  const depth = topology.vertices.map(() => 0);
  for (let round = 0; round < topology.vertices.length; round++) {
    for (const { from, to } of topology.channels) {
      const producer = topology.subtasks[from]?.vertex ?? 0;
      const consumer = topology.subtasks[to]?.vertex ?? 0;
      if (producer !== consumer)
        depth[consumer] = Math.max(depth[consumer] ?? 0, Math.min((depth[producer] ?? 0) + 1, depth.length));
    }
  }
  const columns: number[][] = [];
  depth.forEach((column, vertex) => (columns[column] ??= []).push(vertex));
  return columns.filter((column) => column !== undefined);
}

interface GroupSize {
  readonly role: Role;
  readonly width: number;
  readonly height: number;
}

function groupSize(topology: Topology, vertex: number): GroupSize {
  const role = roleOf(topology.vertices[vertex]);
  const heights = topology.subtasks.flatMap((subtask, index) =>
    subtask.vertex === vertex ? [subtaskHeight(inputsOf(topology, index).length)] : [],
  );
  const height = headerHeight + heights.reduce((sum, next) => sum + next + rowGap, -rowGap);
  return { role, width: boxWidth[role], height };
}

const inputSpacing = (inputs: number): number => (inputs <= 3 ? 68 : 60);
const subtaskHeight = (inputs: number): number => Math.max(boxHeight, 60 + (inputs - 1) * inputSpacing(inputs) + 56);

function inputsOf(topology: Topology, subtask: number): number[] {
  const inputs = topology.channels.flatMap(({ to }, index) => (to === subtask ? [index] : []));
  return inputs.toSorted((a, b) => (topology.channels[a]?.place ?? 0) - (topology.channels[b]?.place ?? 0));
}

function subtaskBoxes(topology: Topology, group: GroupBox): SubtaskBox[] {
  const boxes: SubtaskBox[] = [];
  let y = group.y + headerHeight;
  topology.subtasks.forEach((subtask, index) => {
    if (subtask.vertex !== group.vertex) return;
    const channels = inputsOf(topology, index);
    const height = subtaskHeight(channels.length);
    const top = channels.length === 1 ? y + 92 : y + 60;
    const inputs = channels.map((channel, place) => ({ channel, y: top + place * inputSpacing(channels.length) }));
    const { role, x, width } = group;
    const bay = bayOf(role, { x, y, width });
    boxes.push({
      subtask: index,
      vertex: group.vertex,
      index: subtask.index,
      role,
      x,
      y,
      width,
      height,
      inputs,
      outputs: [],
      bay,
    });
    y += height + rowGap;
  });
  return boxes;
}

function bayOf(role: Role, box: { readonly x: number; readonly y: number; readonly width: number }): Point {
  if (role === "operator") return { x: box.x + 83, y: box.y + 60 };
  if (role === "sink") return { x: box.x + box.width - 28, y: box.y + 118 };
  return { x: box.x + box.width - 28, y: box.y + 92 };
}

/** Where a subtask counts its late records. */
export const tallyOf = ({ x, y, height }: Pick<SubtaskBox, "x" | "y" | "height">): Point => ({ x: x + 20, y: y + height - 36 });

/** Spouts in the order of what they lead to, so that crossings are few. */
function connectOutputs(topology: Topology, boxes: readonly SubtaskBox[]): SubtaskBox[] {
  return boxes.map((box) => {
    const channels = topology.channels.flatMap(({ from }, index) => (from === box.subtask ? [index] : []));
    const targetY = (index: number): number =>
      boxes[topology.channels[index]?.to ?? 0]?.inputs.find(({ channel }) => channel === index)?.y ?? 0;
    const ordered = channels.toSorted((a, b) => targetY(a) - targetY(b));
    const spacing = Math.min(52, (box.height - 60) / Math.max(1, ordered.length - 1));
    const outputs = ordered.map((channel, place) => ({ channel, y: box.y + 92 + (place - (ordered.length - 1) / 2) * spacing }));
    const shift = Math.max(0, box.y + 34 - (outputs[0]?.y ?? Infinity));
    return { ...box, outputs: outputs.map((output) => ({ ...output, y: output.y + shift })) };
  });
}

/** Space in front of each column: spout, reach, the longest pool, gap to the wall. */
function gapsOf(
  topology: Topology,
  columns: readonly number[][],
  sizes: readonly (readonly GroupSize[])[],
  width: number,
): number[] {
  const pools = columns.map((vertices) => {
    const into = topology.channels.filter(({ to }) => vertices.includes(topology.subtasks[to]?.vertex ?? -1));
    return Math.max(0, ...into.map((channel) => slotsOf(channel) * slotWidth));
  });
  const wanted = columns.map((vertices, column) => {
    if (column === 0) return 0;
    const into = topology.channels.filter(({ to }) => vertices.includes(topology.subtasks[to]?.vertex ?? -1));
    const single = into.every(({ from, to }) => into.filter((other) => other.from === from || other.to === to).length === 1);
    return single ? roomyReach.straight : roomyReach.crossing + Math.min(200, Math.max(0, into.length - 8) * 6);
  });
  const fixed = sizes.reduce((sum, groups, column) => {
    return sum + Math.max(...groups.map((group) => group.width)) + (column > 0 ? (pools[column] ?? 0) + spoutGap + wallGap : 0);
  }, 0);
  const total = wanted.reduce((sum, reach) => sum + reach, 0);
  const share = total > 0 ? Math.min(1, Math.max(0, width - fixed) / total) : 1;
  return wanted.map((reach, column) => {
    if (column === 0) return 0;
    return spoutGap + Math.max(Math.min(leastReach, reach), Math.round(reach * share)) + (pools[column] ?? 0) + wallGap;
  });
}

function place(topology: Topology, boxes: readonly SubtaskBox[], index: number): ChannelPlace {
  const channel = topology.channels[index];
  const from = boxes[channel?.from ?? -1];
  const to = boxes[channel?.to ?? -1];
  const slots = channel ? slotsOf(channel) : 1;
  const spoutX = (from ? from.x + from.width : 0) + spoutGap;
  const spoutY = from?.outputs.find((output) => output.channel === index)?.y ?? 0;
  const wallX = to?.x ?? 0;
  const y = to?.inputs.find((input) => input.channel === index)?.y ?? 0;
  const poolX = wallX - wallGap - slots * slotWidth;
  const origin = from?.bay ?? { x: spoutX, y: spoutY };
  const bay = to?.bay ?? { x: wallX, y };
  const flume = cubicThrough({ origin, spout: { x: spoutX, y: spoutY }, tail: { x: poolX, y }, wall: { x: wallX, y }, bay });
  const piled = channel?.capacity === undefined || channel.capacity > slots;
  return { channel: index, flume, poolX, y, slots, piled, wallX };
}
