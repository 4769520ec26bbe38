import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from "../i18n/format.ts";
import type { Brush } from "../physical/paint/brush.ts";
import { failureOctagon, rewindBox } from "../physical/paint/glyphs.ts";
import type { Words } from "../physical/paint/subtask.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { RunSample } from "../run/run-samples.ts";
import { intervalAt, keysAt, spaced, takenOf, throughput, timeShares, watermarkLag, type ChartRow, type Interval } from "./chart-rows.ts";
import { ticksOf } from "./time-axis.ts";

export const chartNames = 132;
export const chartHead = 24;
export const chartRow = 36;
export const chartAxis = 20;
/** Narrower than this a column cannot be read; the charts scroll sideways then. */
export const leastColumn = 188;
const valueWidth = 84;
const gap = 16;
export const columnNames = ["throughput", "time", "lag", "checkpoints", "state"] as const;
type ChartColumn = (typeof columnNames)[number];

interface ChartScene {
  readonly player: RunPlayer;
  readonly rows: readonly ChartRow[];
  readonly samples: readonly RunSample[];
  /** Of all columns, in sight or not. */
  readonly width: number;
  readonly height: number;
  readonly scrollX: number;
  readonly scrollY: number;
  /** A checkpoint that is selected. */
  readonly selected: number | undefined;
  readonly words: Words;
}

interface Frame extends ChartScene {
  readonly brush: Brush;
  readonly end: number;
}

/** One column's room for its drawing, in one row. */
interface Cell {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

const columnWidth = (width: number): number => (width - chartNames - gap) / columnNames.length;

interface ChartPlace extends Pick<ChartScene, "width" | "scrollX"> {
  /** Newest moment of the run. */
  readonly end: number;
}

/** Moment of the run at a place of the canvas; undefined beside the drawings. */
export function timeAtChart({ width, scrollX, end }: ChartPlace, x: number): number | undefined {
  const within = (x + scrollX - chartNames) % columnWidth(width);
  if (x + scrollX < chartNames) return undefined;
  return Math.min(1, Math.max(0, within / (columnWidth(width) - valueWidth - gap))) * end;
}

/** The run over its time: a row for the job and one for each operator, a column for each thing measured, as its log tells. [OB52] */
export function paintCharts(brush: Brush, scene: ChartScene): void {
  const { context } = brush;
  const samples = spaced(scene.samples);
  const frame: Frame = { ...scene, samples, brush, end: Math.max(1e-6, scene.player.log.head.at) };
  context.save();
  context.beginPath();
  context.rect(0, chartHead, scene.width, scene.height - chartHead - chartAxis);
  context.clip();
  scene.rows.forEach((row, index) => {
    const top = chartHead + index * chartRow - scene.scrollY;
    if (top < -chartRow || top > scene.height) return;
    columnNames.forEach((column) => paintCell(frame, row, column, cellOf(frame, column, top)));
    brush.line("line-1", 1, [0, top + chartRow - 0.5, scene.width, top + chartRow - 0.5]);
  });
  paintMoments(frame);
  scene.rows.forEach((row, index) => paintName(frame, row, chartHead + index * chartRow - scene.scrollY));
  context.restore();
  paintHead(frame);
  paintAxis(frame);
}

function cellOf({ width, scrollX }: ChartScene, column: ChartColumn, top: number): Cell {
  const x = chartNames + columnNames.indexOf(column) * columnWidth(width) - scrollX;
  return { x, width: columnWidth(width) - valueWidth - gap, top: top + 5, height: chartRow - 11 };
}

function paintName({ brush, words }: Frame, { name, isHead }: ChartRow, top: number): void {
  brush.fill("panel", 0, top, chartNames - 8, chartRow - 1);
  const style = { size: 12, weight: name === undefined || isHead ? (600 as const) : (400 as const), within: chartNames - 30 };
  // What is chained to the one above hangs on it.
  if (!isHead) brush.line("line-3", 1.2, [18, top - 6, 18, top + chartRow / 2, 25, top + chartRow / 2]);
  brush.text(name ?? words("charts.job"), isHead ? 14 : 30, top + chartRow / 2 + 4, style);
}

function paintCell(frame: Frame, row: ChartRow, column: ChartColumn, cell: Cell): void {
  switch (column) {
    case "throughput":
      return paintThroughput(frame, row, cell);
    case "time":
      return row.isHead && row.name !== undefined ? paintTime(frame, row, cell) : undefined;
    case "lag":
      return row.isHead ? paintLag(frame, row, cell) : undefined;
    case "checkpoints":
      return row.isHead ? paintCheckpoints(frame, row, cell) : undefined;
    case "state":
      return row.isHead ? paintState(frame, row, cell) : undefined;
  }
}

const xOf = ({ end }: Frame, { x, width }: Cell, at: number): number => x + (at / end) * width;
const yOf = ({ top, height }: Cell, share: number): number => top + height - Math.min(1, Math.max(0, share)) * height;

function intervals({ samples }: Frame): readonly Interval[] {
  return samples.slice(1).flatMap((to, place): Interval[] => {
    const from = samples[place];
    return from ? [[from, to]] : [];
  });
}

const present = (frame: Frame): Interval | undefined => intervalAt(frame.samples, frame.player.now);

/** At the right of a drawing: what it is at the moment on screen, and below it what its top stands for. */
function paintValue({ brush }: Frame, { x, width, top }: Cell, value: string, below = ""): void {
  brush.text(value, x + width + 8, top + (below === "" ? 17 : 11), { size: 11, mono: true, weight: 600 });
  if (below !== "") brush.text(below, x + width + 8, top + 24, { size: 10, mono: true, color: "ink-3" });
}

function paintThroughput(frame: Frame, row: ChartRow, cell: Cell): void {
  const { player, rows, brush, words } = frame;
  const rates = intervals(frame).map((interval) => [interval, throughput(player, row, rows, interval)] as const);
  const top = Math.max(...rates.map(([, rate]) => rate), 1e-9);
  bed(frame, cell);
  const points = rates.flatMap(([[from, to], rate]) => {
    const y = yOf(cell, rate / top);
    return [xOf(frame, cell, from.at), y, xOf(frame, cell, to.at), y];
  });
  if (points.length > 0) {
    const [first = 0, last = 0] = [points[0], points.at(-2)];
    brush.polygon("water", [first, cell.top + cell.height, ...points, last, cell.top + cell.height]);
    brush.line("record", 1.4, points);
  }
  const now = present(frame);
  const most = rates.length > 0 ? words("charts.top", { value: formatRate(top) }) : "";
  paintValue(frame, cell, now ? formatRate(throughput(player, row, rows, now)) : "–", most);
}

/** Busy from below, back-pressured from above, what is between is idle: the order of every meter. */
function paintTime(frame: Frame, row: ChartRow, cell: Cell): void {
  const { player, brush, words } = frame;
  for (const interval of intervals(frame)) {
    const shares = timeShares(player, row, interval);
    if (!shares) continue;
    const [left, right] = [xOf(frame, cell, interval[0].at), xOf(frame, cell, interval[1].at)];
    const width = Math.max(0.75, right - left + 0.25);
    const [busy, pressed] = [shares.busy * cell.height, shares.backPressured * cell.height];
    brush.fill("busy", left, cell.top + cell.height - busy, width, busy);
    if (pressed < 0.5) continue;
    brush.fill("pressure-soft", left, cell.top, width, pressed);
    brush.fill({ pattern: "brickSmall" }, left, cell.top, width, pressed);
  }
  brush.frame("line-3", [cell.x, cell.top, cell.width, cell.height]);
  const now = present(frame);
  const shares = now && timeShares(player, row, now);
  if (!shares) return paintValue(frame, cell, "–", words("charts.notMeasured"));
  const below = shares.backPressured >= 0.005 ? words("charts.pressed", { share: formatPercent(shares.backPressured) }) : "";
  paintValue(frame, cell, words("charts.busy", { share: formatPercent(shares.busy) }), below);
}

function paintLag(frame: Frame, row: ChartRow, cell: Cell): void {
  const { player, brush, samples, words } = frame;
  const lags = samples.map((sample) => [sample.at, watermarkLag(player, row, sample)] as const);
  const known = lags.flatMap(([, lag]) => lag ?? []);
  const top = Math.max(...known, 0);
  bed(frame, cell);
  const points = lags.flatMap(([at, lag]) => (lag === undefined ? [] : [xOf(frame, cell, at), yOf(cell, top > 0 ? lag / top : 0)]));
  if (points.length > 2) brush.line("watermark", 1.4, points);
  const now = present(frame)?.[1];
  const lag = now && watermarkLag(player, row, now);
  paintValue(frame, cell, formatDuration(lag), top > 0 ? words("charts.top", { value: formatDuration(top) }) : "");
}

/** A bar where each began, as high as it took long; a failed one is crossed, one under way is an outline. */
function paintCheckpoints(frame: Frame, row: ChartRow, cell: Cell): void {
  const { player, brush, selected, words } = frame;
  const taken = player.samples.checkpoints.map((checkpoint) => ({ checkpoint, part: takenOf(row, checkpoint) }));
  const top = Math.max(...taken.map(({ part }) => part?.durationMs ?? 0), 1e-9);
  bed(frame, cell);
  const width = Math.max(2, Math.min(6, cell.width / Math.max(1, taken.length) - 1));
  for (const { checkpoint, part } of taken) {
    const x = xOf(frame, cell, checkpoint.triggeredAt);
    const y = yOf(cell, Math.max(0.08, (part?.durationMs ?? top) / top));
    const rest = cell.top + cell.height - y;
    if (checkpoint.status === "failed") {
      brush.line("failed", 1.4, [x, y, x + 5, y + 5], [x + 5, y, x, y + 5], [x + 2.5, y + 5, x + 2.5, cell.top + cell.height]);
    } else if (!part || checkpoint.status === "pending") brush.frame("line-3", [x + 0.5, cell.top + 2.5, width, cell.height - 3]);
    else brush.fill(checkpoint.id === selected ? "ink-1" : "state", x, y, width, rest);
  }
  const last = taken.findLast(({ checkpoint: { endedAt = Infinity }, part }) => part !== undefined && endedAt <= player.now);
  if (last?.part) paintValue(frame, cell, formatDuration(last.part.durationMs), `#${last.checkpoint.id}`);
  else paintValue(frame, cell, "–", taken.length === 0 ? words("charts.noneYet") : "");
}

/** What the snapshots hold, from one to the next: the only moments at which the size of a state is measured. */
function paintState(frame: Frame, row: ChartRow, cell: Cell): void {
  const { player, brush, words, end } = frame;
  const sizes = player.samples.checkpoints.flatMap((checkpoint) => {
    const part = checkpoint.status === "completed" ? takenOf(row, checkpoint) : undefined;
    return part && checkpoint.endedAt !== undefined ? [{ at: checkpoint.endedAt, bytes: part.bytes }] : [];
  });
  const top = Math.max(...sizes.map(({ bytes }) => bytes), 1e-9);
  bed(frame, cell);
  sizes.forEach(({ at, bytes }, place) => {
    const [left, right] = [xOf(frame, cell, at), xOf(frame, cell, sizes[place + 1]?.at ?? end)];
    const y = yOf(cell, bytes / top);
    brush.fill("state-soft", left, y, right - left, cell.top + cell.height - y);
    brush.line("state", 1.4, [left, y, right, y, right, yOf(cell, (sizes[place + 1]?.bytes ?? bytes) / top)]);
  });
  const now = present(frame)?.[1];
  const keys = now ? keysAt(player, row, now) : 0;
  const size = sizes.findLast(({ at }) => at <= player.now);
  paintValue(frame, cell, formatBytes(size?.bytes), keys > 0 ? words("charts.keys", { count: formatCount(keys) }) : "");
}

function bed({ brush }: Frame, { x, width, top, height }: Cell): void {
  brush.line("line-2", 1, [x, top + height + 0.5, x + width, top + height + 0.5]);
}

/** Failures, recoveries and the moment on screen, in every column. */
function paintMoments(frame: Frame): void {
  const { brush, player, height } = frame;
  const { failures } = player.log.head;
  // A run that begins is told of as one that is restored from nothing.
  const recoveries = player.lanes.recoveries.filter(({ at }) => failures.some((failure) => failure.at <= at));
  for (const column of columnNames) {
    const cell = cellOf(frame, column, 0);
    for (const { at } of failures) {
      const x = xOf(frame, cell, at);
      brush.line("failed", 1.2, [x, chartHead, x, height - chartAxis]);
      failureOctagon(brush, x, chartHead + 7, 0.6);
    }
    for (const { at } of recoveries) {
      const x = xOf(frame, cell, at);
      brush.line("state", 1.2, [x, chartHead, x, height - chartAxis]);
      if (column === "throughput") rewindBox(brush, x + 2, chartHead + 2);
    }
    const now = xOf(frame, cell, player.now);
    brush.line("ink-1", 1.4, [now, chartHead, now, height - chartAxis]);
  }
}

function paintHead(frame: Frame): void {
  const { brush, width, words, player } = frame;
  brush.fill("panel", 0, 0, width, chartHead);
  for (const column of columnNames) {
    const { x, width: room } = cellOf(frame, column, 0);
    const isVirtual = column === "throughput" && player.header.mode === "deterministic";
    const title = words(isVirtual ? "charts.throughputVirtual" : `charts.${column}`);
    brush.text(title, x, 16, { size: 11, color: "ink-2", within: room + valueWidth });
  }
  brush.fill("panel", 0, 0, chartNames - 8, chartHead);
  brush.line("line-2", 1, [0, chartHead - 0.5, width, chartHead - 0.5]);
}

function paintAxis(frame: Frame): void {
  const { brush, width, height, end } = frame;
  const top = height - chartAxis;
  brush.fill("panel", 0, top, width, chartAxis);
  brush.line("line-2", 1, [0, top + 0.5, width, top + 0.5]);
  for (const column of columnNames) {
    const cell = cellOf(frame, column, 0);
    for (const at of ticksOf({ from: 0, to: end }, 3)) {
      const x = xOf(frame, cell, at);
      brush.line("line-3", 1, [x, top + 1, x, top + 5]);
      const align = at === 0 ? "left" : x > cell.x + cell.width - 24 ? "right" : "center";
      brush.text(formatDuration(at), x, top + 15, { size: 10, mono: true, color: "ink-3", align });
    }
  }
  brush.fill("panel", 0, top + 1, chartNames - 8, chartAxis);
}
