import type { ListBy, TaskIndex } from "../../stream/indices.ts";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { laneMark, markColumn, messageColumn } from "../../observe/lane-history.ts";
import type { Cut, Lane } from "../../observe/lane-history.ts";
import { formatCount, formatDuration } from "../i18n/format.ts";
import type { RunPlayer } from "../run/run-player.ts";
import { subtaskName } from "../run/names.ts";
import type { Brush } from "../physical/paint/brush.ts";
import { failureOctagon, gate, rewindBox } from "../physical/paint/glyphs.ts";
import type { Words } from "../physical/paint/subtask.ts";
import { axisHeight, laneNames, lanesTop, laneY, rightMargin, timeX } from "./lanes-sight.ts";
import type { LanesSight } from "./lanes-sight.ts";
import { ticksOf } from "./time-axis.ts";

/** The space-time diagram in pixels of its canvas. */
export interface LanesScene extends LanesSight {
  readonly player: RunPlayer;
  readonly height: number;
  readonly words: Words;
  /** Checkpoint that is looked at: its cut stands out. */
  readonly selected: number | undefined;
}

const messagesShown = 60;
/** Watermarks closer than this, in pixels, would hide the records. */
const watermarkGap = 24;

interface Frame extends LanesScene {
  readonly brush: Brush;
  readonly lanes: ListBy<TaskIndex, Lane>;
  /** End of what is drawn: the moment on screen while following, else the newest event. */
  readonly now: number;
  readonly x: (at: number) => number;
  readonly y: (lane: number) => number;
}

export function paintLanes(brush: Brush, scene: LanesScene): void {
  const { width, height, player } = scene;
  const x = (at: number): number => timeX(scene, at);
  const y = (lane: number): number => laneY(scene, lane);
  const frame: Frame = {
    ...scene,
    brush,
    x,
    y,
    now: player.following ? player.now : player.log.head.at,
    lanes: player.lanes.lanes,
  };
  const { context } = brush;
  context.save();
  context.beginPath();
  context.rect(laneNames - 12, 0, width - laneNames + 12, height - axisHeight + 2);
  context.clip();
  paintEpochs(frame);
  paintRecoveries(frame);
  frame.lanes.forEach((lane, index) => inSight(frame, index) && paintLane(frame, lane, index));
  paintMessages(frame);
  paintCuts(frame);
  frame.lanes.forEach((lane, index) => inSight(frame, index) && paintMarks(frame, lane, index));
  context.restore();
  paintNames(frame);
  paintAxis(frame);
  paintCursor(frame);
}

const inSight = ({ y, laneHeight, height }: Frame, lane: number): boolean => y(lane) > -laneHeight && y(lane) < height;

const known = ({ now }: Frame, cut: Cut): (readonly [number, number])[] =>
  [...cut.points].filter(([, at]) => at <= now).toSorted(([a], [b]) => a - b);

/** Left or right edge of an epoch: through every lane where the cut is known, at `now` where it is not. */
function edgeOf(frame: Frame, points: ReadonlyMap<TaskIndex, number>): number[] {
  const { lanes, x, y, now, laneHeight } = frame;
  const half = laneHeight / 2;
  const pointOf = (lane: number): number | undefined => points.get(toTaskIndex(lane));
  const at = (lane: number): number => x(Math.min(now, pointOf(lane) ?? now));
  const edge = [at(0), y(0) - half];
  lanes.forEach((_, lane) => {
    edge.push(at(lane), y(lane));
    const sudden = lane + 1 < lanes.length && (pointOf(lane) === undefined || pointOf(lane + 1) === undefined);
    if (sudden) edge.push(at(lane), y(lane) + half, at(lane + 1), y(lane) + half);
  });
  edge.push(at(lanes.length - 1), y(lanes.length - 1) + half);
  return edge;
}

function fillBetween({ brush }: Frame, left: readonly number[], right: readonly number[], style: string | CanvasPattern): void {
  const { context } = brush;
  context.beginPath();
  for (let at = 0; at + 1 < left.length; at += 2) context.lineTo(left[at] ?? 0, left[at + 1] ?? 0);
  for (let at = right.length - 2; at >= 0; at -= 2) context.lineTo(right[at] ?? 0, right[at + 1] ?? 0);
  context.closePath();
  context.fillStyle = style;
  context.fill();
}

/** The area between two cuts, tinted alternately: what is left of the line is in the snapshot. */
function paintEpochs(frame: Frame): void {
  const { brush, player, window, now } = frame;
  const cuts = player.lanes.cuts.filter(({ status, points }) => status !== "failed" && points.size > 0);
  const started = new Map(frame.lanes.map((_, lane) => [lane, 0] as const));
  cuts.forEach((cut, index) => {
    if (cut.id % 2 === 0 || cut.triggeredAt > now) return;
    const before = cuts[index - 1]?.points ?? started;
    if ((cut.endedAt ?? window.to) < window.from) return;
    fillBetween(frame, edgeOf(frame, before), edgeOf(frame, cut.points), brush.color("water"));
  });
  const last = cuts.findLast(({ triggeredAt }) => triggeredAt <= now);
  if (last && last.id % 2 === 1) return;
  fillBetween(frame, edgeOf(frame, last?.points ?? started), edgeOf(frame, new Map()), brush.color("water"));
}

function paintRecoveries(frame: Frame): void {
  const { brush, player, lanes, now, words } = frame;
  for (const recovery of player.lanes.recoveries) {
    if (recovery.failedAt > now) continue;
    const cut = recovery.checkpointId === undefined ? undefined : player.lanes.cut(recovery.checkpointId);
    const failed = new Map(lanes.map((_, lane) => [lane, recovery.failedAt] as const));
    const from = cut?.points ?? new Map(lanes.map((_, lane) => [lane, 0] as const));
    fillBetween(frame, edgeOf(frame, from), edgeOf(frame, failed), brush.pattern("rolledBack"));
    paintZoneLabel(frame, words("timeline.rolledBack"), cut?.triggeredAt ?? 0, recovery.failedAt);
    if (recovery.replayedTo === undefined) continue;
    const to = Math.min(now, recovery.replayedTo);
    const done = new Map(lanes.map((_, lane) => [lane, to] as const));
    const restarted = new Map(lanes.map((_, lane) => [lane, recovery.at] as const));
    fillBetween(frame, edgeOf(frame, restarted), edgeOf(frame, done), brush.pattern("replay"));
    paintZoneLabel(frame, words("timeline.replay", { count: recovery.replayed }), recovery.at, to);
  }
}

/** Over the part of a zone that is in view. */
function paintZoneLabel({ brush, window, x }: Frame, words: string, from: number, to: number): void {
  const [left, right] = [x(Math.max(window.from, from)), x(Math.min(window.to, to))];
  const style = { size: 11, color: "ink-2", align: "center" } as const;
  if (right - left < 24) return;
  brush.text(words, Math.max((left + right) / 2, laneNames + brush.measure(words, style) / 2), 11, style);
}

function paintLane({ brush, x, y, now }: Frame, lane: Lane, index: number): void {
  const middle = y(index);
  for (const { from, to } of lane.alive)
    if (from <= now) brush.line("line-3", 1.2, [x(from), middle, x(Math.min(now, to ?? now)), middle]);
  for (const { from, to } of lane.alignments) {
    if (from > now) continue;
    const width = x(Math.min(now, to ?? now)) - x(from);
    brush.fill({ pattern: "hatch" }, x(from), middle - 7, width, 14);
    brush.frame("held", [x(from), middle - 7, width, 14]);
  }
  for (const { from, to, syncMs } of lane.snapshots) {
    if (from > now) continue;
    const start = x(Math.min(now, from + syncMs));
    brush.context.globalAlpha = to === undefined || to > now ? 0.45 : 0.8;
    brush.fill("state", start, middle - 4, Math.max(0, x(Math.min(now, to ?? now)) - start), 8);
    brush.context.globalAlpha = 1;
    if (syncMs <= 0) continue;
    const box = Math.max(4, x(from + syncMs) - x(from));
    brush.fill("node", x(from), middle - 8, box, 16);
    brush.frame("ink-1", [x(from), middle - 8, box, 16], 1.6);
  }
}

/** Ways of barriers and of the record that is followed; of everything when little is in view. */
function paintMessages({ brush, player, window, x, y, now }: Frame): void {
  const { messages } = player.lanes;
  const receipts = player.lineage?.receipts;
  const { channels } = player.header.topology;
  const [from, to] = [messages.lowerBound(window.from), messages.lowerBound(Math.min(window.to, now))];
  const all = to - from < messagesShown;
  for (let row = from; row < to; row++) {
    const barrier = messages.get(row, messageColumn.checkpoint) > 0;
    const followed = receipts?.has(messages.get(row, messageColumn.seq)) === true;
    if (!barrier && !all && !followed) continue;
    const ends = channels[toChannelIndex(messages.get(row, messageColumn.channel))];
    if (!ends) continue;
    brush.context.globalAlpha = followed ? 1 : barrier ? 0.75 : 0.5;
    const way = [x(messages.get(row, messageColumn.sentAt)), y(ends.from), x(messages.get(row, messageColumn.at)), y(ends.to)];
    brush.line(followed ? "record" : barrier ? "ink-1" : "ink-4", followed ? 2.4 : barrier ? 1 : 0.9, way);
  }
  brush.context.globalAlpha = 1;
}

/** A cut through all lanes where it is known; a failed one is dashed. */
function paintCuts(frame: Frame): void {
  const { brush, player, x, y, laneHeight, window } = frame;
  const { context } = brush;
  const newest = player.lanes.cuts.findLast(({ triggeredAt }) => triggeredAt <= frame.now);
  for (const cut of player.lanes.cuts) {
    const points = known(frame, cut);
    const [first] = points;
    if (!first || first[1] > window.to || (cut.endedAt ?? Infinity) < window.from) continue;
    const [, last = first] = [first, points.at(-1)];
    const line = points.flatMap(([lane, at]) => [x(at), y(lane)]);
    const dead = cut.status === "failed" && (cut.endedAt ?? Infinity) <= frame.now;
    const chosen = cut.id === frame.selected;
    if (dead) context.setLineDash([6, 3]);
    context.globalAlpha = chosen || cut === newest || cut.used ? 1 : 0.55;
    if (chosen) brush.line("node", 9, line);
    brush.line(dead ? "failed" : "ink-1", chosen ? 3.6 : 2.4, [
      x(first[1]),
      y(first[0]) - laneHeight * 0.62,
      ...line,
      x(last[1]),
      y(last[0]) + laneHeight / 2,
    ]);
    context.globalAlpha = 1;
    context.setLineDash([]);
    for (const [lane, at] of points) gate(brush, x(at), y(lane), { checkpointId: cut.id, height: 18 });
    const label = `#${cut.id}`;
    const width = label.length * 6 + 10;
    const top = y(first[0]) - laneHeight * 0.62;
    if (chosen) brush.frame("ink-1", [x(first[1]) - width / 2 - 3, top - 16, width + 6, 20], 1.4);
    brush.fill(dead ? "failed" : "ink-1", x(first[1]) - width / 2, top - 13, width, 14);
    brush.text(label, x(first[1]), top - 2.6, {
      size: 10,
      weight: 600,
      mono: true,
      color: dead ? "on-failed" : "on-ink",
      align: "center",
    });
  }
}

function paintMarks({ brush, window, x, y, now }: Frame, { marks }: Lane, index: number): void {
  const { context, theme } = brush;
  const middle = y(index);
  const to = marks.lowerBound(Math.min(window.to, now) + 1e-9);
  let lastX = -Infinity;
  let lastWatermark = -Infinity;
  for (let row = marks.lowerBound(window.from); row < to; row++) {
    const at = x(marks.get(row, markColumn.at));
    const kind = marks.get(row, markColumn.kind);
    if (kind === laneMark.record) {
      if (at - lastX < 1) continue;
      lastX = at;
      const replayed = marks.get(row, markColumn.replayed) === 1;
      context.beginPath();
      context.arc(at, middle, 3.4, 0, Math.PI * 2);
      context.fillStyle = theme.keys[marks.get(row, markColumn.value)]?.fill ?? theme.color.record;
      context.fill();
      context.strokeStyle = theme.color["ink-2"];
      context.lineWidth = 0.7;
      context.stroke();
      if (replayed) paintReplayRing(brush, at, middle);
    } else if (kind === laneMark.watermark) {
      if (at - lastWatermark < watermarkGap) continue;
      lastWatermark = at;
      context.setLineDash([3, 1.6]);
      brush.line("watermark", 2, [at, middle - 7, at, middle + 7]);
      context.setLineDash([]);
    } else if (kind === laneMark.window) brush.frame("watermark", [at - 3, middle - 6, 6, 12], 1.4);
    else if (kind === laneMark.failed) failureOctagon(brush, at, middle);
    else rewindBox(brush, at, middle);
  }
}

function paintReplayRing({ context, theme }: Brush, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, 5.6, 0, Math.PI * 2);
  context.strokeStyle = theme.color.record;
  context.lineWidth = 1.4;
  context.stroke();
}

function paintNames({ brush, player, lanes, y, height }: Frame): void {
  lanes.forEach((_, lane) => {
    if (y(lane) < lanesTop - 4 || y(lane) > height - axisHeight) return;
    brush.text(subtaskName(player, lane), 14, y(lane) + 4, { size: 12, within: laneNames - 28 });
  });
}

function paintAxis({ brush, window, width, height, x }: Frame): void {
  const line = height - axisHeight + 2;
  brush.line("line-3", 1, [laneNames, line, width - rightMargin, line]);
  for (const at of ticksOf(window, 8)) {
    if (x(at) < laneNames) continue;
    brush.line("line-3", 1, [x(at), line, x(at), line + 4]);
    brush.text(formatDuration(at), x(at), line + 14, { size: 10, mono: true, color: "ink-3", align: "center" });
  }
}

function paintCursor({ brush, player, words, height, width, x }: Frame): void {
  const at = x(player.now);
  if (at < laneNames - 2 || at > width) return;
  brush.line("ink-1", 1.4, [at, 6, at, height - axisHeight + 2]);
  const label = words("timeline.event", { cursor: formatCount(player.view.cursor) });
  const wide = label.length * 6 + 12;
  const left = Math.min(width - wide - 2, Math.max(2, at - wide / 2));
  brush.fill("ink-1", left, 0, wide, 15);
  brush.text(label, left + wide / 2, 11, { size: 10, weight: 600, mono: true, color: "on-ink", align: "center" });
}
