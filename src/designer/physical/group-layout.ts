import { toSubtaskIndex } from "../../stream/indices.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import type { Point } from "./flume.ts";
import type { GroupBox, SubtaskBox } from "./layout.ts";
import { roleOf } from "./topology-index.ts";
import type { Role, TopologyIndex } from "./topology-index.ts";

/** How the subtasks of a vertex stand: in full, or while the picture is bundled as cells with the opened ones below. */
export interface GroupPlan {
  readonly vertex: number;
  readonly role: Role;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly TaskIndex[];
  readonly full: readonly TaskIndex[];
  readonly perColumn: number;
}

export const headerHeight = 40;
const boxWidth = { source: 160, operator: 268, sink: 150 } as const;
const boxHeight = 184;
const rowGap = { few: 44, many: 26 } as const;
/** From so many inputs on, channels stand close and their labels are left to the hover card. */
export const closeInputs = 5;
const cell = { width: 160, narrow: 74, height: 32, gap: 6, perColumn: 18 } as const;

const inputSpacing = (inputs: number): number => (inputs <= 3 ? 68 : inputs < closeInputs ? 60 : 32);
const subtaskHeight = (inputs: number): number =>
  Math.max(boxHeight, 60 + (inputs - 1) * inputSpacing(inputs) + (inputs < closeInputs ? 56 : 40));

/** Subtasks of a vertex with many inputs each stand closer: one sees more of them at once. */
const gapOf = (inputs: number): number => (inputs < closeInputs ? rowGap.few : rowGap.many);

/** `isCell` tells which subtasks are drawn as cells. */
export function planGroup(index: TopologyIndex, vertex: number, isCell: (subtask: TaskIndex) => boolean): GroupPlan {
  const role = roleOf(index.topology.vertices[vertex]);
  const all = index.subtasks[vertex] ?? [];
  const cells = all.filter(isCell);
  const full = all.filter((subtask) => !isCell(subtask));
  const columns = Math.ceil(cells.length / cell.perColumn);
  const perColumn = Math.ceil(cells.length / Math.max(1, columns));
  const cellsWidth = columns > 1 ? columns * (cell.narrow + cell.gap) - cell.gap : cells.length > 0 ? cell.width : 0;
  const cellsHeight = perColumn * (cell.height + cell.gap) - (cells.length > 0 ? cell.gap : 0);
  const heights = full.map((subtask) => {
    const inputs = index.inputs[subtask]?.length ?? 0;
    return subtaskHeight(inputs) + gapOf(inputs);
  });
  const fullHeight = heights.reduce((sum, height) => sum + height, 0) - (full.length > 0 && cells.length === 0 ? rowGap.few : 0);
  const between = cells.length > 0 && full.length > 0 ? rowGap.few : 0;
  return {
    vertex,
    role,
    width: Math.max(cellsWidth, full.length > 0 ? boxWidth[role] : 0),
    height: headerHeight + cellsHeight + between + fullHeight,
    cells,
    full,
    perColumn,
  };
}

/** Boxes of a group at its place; spouts are put in when all boxes stand. */
export function boxesOfGroup(index: TopologyIndex, plan: GroupPlan, group: GroupBox): SubtaskBox[] {
  const top = group.y + headerHeight;
  const cells = plan.cells.map((subtask, place) => cellBox(index, plan, { subtask, place, group, top }));
  const cellsHeight = plan.cells.length > 0 ? plan.perColumn * (cell.height + cell.gap) - cell.gap + rowGap.few : 0;
  let y = top + cellsHeight;
  const full = plan.full.map((subtask) => {
    const box = fullBox(index, group, { subtask, y });
    y += box.height + gapOf(box.inputs.length);
    return box;
  });
  return [...cells, ...full];
}

interface CellPlace {
  readonly subtask: TaskIndex;
  readonly place: number;
  readonly group: GroupBox;
  readonly top: number;
}

function cellBox({ topology }: TopologyIndex, plan: GroupPlan, { subtask, place, group, top }: CellPlace): SubtaskBox {
  const narrow = plan.cells.length > plan.perColumn;
  const width = narrow ? cell.narrow : cell.width;
  const x = group.x + Math.floor(place / plan.perColumn) * (cell.narrow + cell.gap);
  const y = top + (place % plan.perColumn) * (cell.height + cell.gap);
  const bay = { x: x + width / 2, y: y + cell.height / 2 };
  const own = { subtask, vertex: plan.vertex, index: topology.subtasks[subtask]?.index ?? toSubtaskIndex(0), role: plan.role };
  return { ...own, x, y, width, height: cell.height, inputs: [], outputs: [], bay, cell: true };
}

function fullBox(index: TopologyIndex, group: GroupBox, { subtask, y }: { readonly subtask: TaskIndex; readonly y: number }): SubtaskBox {
  const channels = index.inputs[subtask] ?? [];
  const { role, x, vertex } = group;
  const width = boxWidth[role];
  const height = subtaskHeight(channels.length);
  const top = channels.length === 1 ? y + 92 : y + 60;
  const inputs = channels.map((channel, place) => ({ channel, y: top + place * inputSpacing(channels.length) }));
  const own = { subtask, vertex, index: index.topology.subtasks[subtask]?.index ?? toSubtaskIndex(0), role };
  return { ...own, x, y, width, height, inputs, outputs: [], bay: bayOf(role, { x, y, width }), cell: false };
}

function bayOf(role: Role, { x, y, width }: Point & { readonly width: number }): Point {
  if (role === "operator") return { x: x + 87, y: y + 60 };
  return { x: x + width - 28, y: role === "sink" ? y + 118 : y + 92 };
}
