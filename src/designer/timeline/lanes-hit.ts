import type { CheckpointId, TaskIndex } from "../../stream/indices.ts";
import { laneMark, markColumn, type Cut } from "../../observe/lane-history.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { laneY, timeX, type LanesSight } from "./lanes-sight.ts";

/** What is drawn under a point of the lanes. */
export type LaneHit =
  | { readonly kind: "cut"; readonly id: CheckpointId }
  | {
      readonly kind: "mark";
      readonly mark: keyof typeof laneMark;
      readonly seq: number;
      readonly subtask: TaskIndex;
      readonly replayed: boolean;
    }
  | {
      readonly kind: "align" | "sync" | "async";
      readonly id: CheckpointId;
      readonly subtask: TaskIndex;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "rolledBack" | "replay"; readonly count: number; readonly id: CheckpointId | undefined }
  | { readonly kind: "lane"; readonly subtask: TaskIndex };

const reach = 6;

interface Point {
  readonly x: number;
  readonly y: number;
}

export function laneHit(player: RunPlayer, sight: LanesSight, point: Point): LaneHit | undefined {
  const cut = player.lanes.cuts.findLast((one) => isOnCut(player, sight, one, point));
  if (cut) return { kind: "cut", id: cut.id };
  const subtask = subtaskAt(player, sight, point.y);
  if (subtask === undefined) return undefined;
  const onLane = markAt(player, sight, subtask, point) ?? spanAt(player, sight, subtask, point);
  return onLane ?? zoneAt(player, sight, point) ?? { kind: "lane", subtask };
}

function subtaskAt({ lanes }: RunPlayer, sight: LanesSight, y: number): TaskIndex | undefined {
  const lane = lanes.lanes.findIndex((_, index) => Math.abs(laneY(sight, index) - y) <= sight.laneHeight / 2);
  return lane < 0 ? undefined : lane;
}

/** On its number, one of its gates, or the line between them. */
function isOnCut(player: RunPlayer, sight: LanesSight, { points }: Cut, { x, y }: Point): boolean {
  const shown = [...points].filter(([, at]) => at <= shownTo(player)).toSorted(([a], [b]) => a - b);
  const way = shown.map(([lane, at]) => ({ x: timeX(sight, at), y: laneY(sight, lane) }));
  const [first] = way;
  if (!first) return false;
  const top = first.y - sight.laneHeight * 0.62;
  if (Math.abs(x - first.x) < 16 && y >= top - 14 && y <= top + 2) return true;
  if (way.some((gate) => Math.abs(gate.x - x) <= reach && Math.abs(gate.y - y) <= 10)) return true;
  return way.some((from, at) => {
    const to = way[at + 1];
    if (!to || y < from.y || y > to.y) return false;
    return Math.abs(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x) - x) <= 4;
  });
}

const shownTo = (player: RunPlayer): number => (player.following ? player.now : player.log.head.at);

const marks = Object.entries(laneMark) as readonly (readonly [keyof typeof laneMark, number])[];

function markAt(player: RunPlayer, sight: LanesSight, subtask: TaskIndex, { x, y }: Point): LaneHit | undefined {
  if (Math.abs(laneY(sight, subtask) - y) > 10) return undefined;
  const lane = player.lanes.lanes[subtask];
  if (!lane) return undefined;
  const perPixel = (sight.window.to - sight.window.from) / Math.max(1, timeX(sight, sight.window.to) - timeX(sight, sight.window.from));
  const at = sight.window.from + (x - timeX(sight, sight.window.from)) * perPixel;
  let best: { readonly row: number; readonly away: number } | undefined;
  for (let row = lane.marks.lowerBound(at - reach * perPixel); row < lane.marks.length; row++) {
    const away = Math.abs(lane.marks.get(row, markColumn.at) - at);
    if (lane.marks.get(row, markColumn.at) > Math.min(at + reach * perPixel, shownTo(player))) break;
    if (best === undefined || away < best.away) best = { row, away };
  }
  if (best === undefined) return undefined;
  const kind = lane.marks.get(best.row, markColumn.kind);
  const [mark = "record"] = marks.find(([, value]) => value === kind) ?? [];
  const replayed = lane.marks.get(best.row, markColumn.replayed) === 1;
  return { kind: "mark", mark, seq: lane.marks.get(best.row, markColumn.seq), subtask, replayed };
}

function spanAt(player: RunPlayer, sight: LanesSight, subtask: TaskIndex, { x }: Point): LaneHit | undefined {
  const lane = player.lanes.lanes[subtask];
  const end = shownTo(player);
  const isAt = (from: number, to: number): boolean =>
    from <= end && x >= timeX(sight, from) - 2 && x <= timeX(sight, Math.min(to, end)) + 2;
  for (const { from, to = end, checkpointId: id, syncMs } of lane?.snapshots ?? []) {
    if (syncMs > 0 && isAt(from, from + syncMs)) return { kind: "sync", id, subtask, from, to: from + syncMs };
    if (isAt(from + syncMs, to)) return { kind: "async", id, subtask, from: from + syncMs, to };
  }
  for (const { from, to = end, checkpointId: id } of lane?.alignments ?? []) {
    if (isAt(from, to)) return { kind: "align", id, subtask, from, to };
  }
  return undefined;
}

/** What was rolled back, or is done again. */
function zoneAt(player: RunPlayer, sight: LanesSight, { x }: Point): LaneHit | undefined {
  for (const { checkpointId: id, failedAt, at, replayedTo, replayed } of player.lanes.recoveries) {
    const cut = id === undefined ? undefined : player.lanes.cut(id);
    if (at <= shownTo(player) && failedAt > 0 && x >= timeX(sight, cut?.triggeredAt ?? 0) && x <= timeX(sight, failedAt))
      return { kind: "rolledBack", count: 0, id };
    if (replayedTo !== undefined && x >= timeX(sight, at) && x <= timeX(sight, replayedTo)) return { kind: "replay", count: replayed, id };
  }
  return undefined;
}

/** Where the first gate of a cut stands on the job clock; undefined while it has none. */
export function cutTime({ lanes }: RunPlayer, id: number): number | undefined {
  const points = lanes.cut(id)?.points;
  return points && points.size > 0 ? Math.min(...points.values()) : undefined;
}
