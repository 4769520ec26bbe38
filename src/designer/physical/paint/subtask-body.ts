import type { StateRow } from "../../../observe/run-state.ts";
import { formatCount, formatEventTime } from "../../i18n/format.ts";
import { tallyOf } from "../layout.ts";
import { gaugeScale, pendingPart, watermarkOf } from "../../run/subtask-facts.ts";
import type { Brush } from "./brush.ts";
import { countedWords } from "./counted-words.ts";
import { corners, disc } from "./glyphs.ts";
import type { SubtaskLook } from "./subtask.ts";
import type { ColorName } from "./theme.ts";

const rowsShown = 4;
const rowHeight = 15;
const sheetWidth = 108;
/** Text gives way to the strip of chained operators. */
const belowStrip = 10;

export function paintOperatorBody(brush: Brush, look: SubtaskLook): void {
  const { box, state } = look;
  const { x, y, height } = box;
  if (look.run.header.mode === "freeRunning") brush.text(countedWords(look), x + 66, y + 62, { size: 11, color: "ink-2", within: 120 });
  else paintBay(brush, look);
  if (state.rows.length > 0 || state.keyCounts.length > 0) paintStateSheet(brush, look, x + 144, y + (look.chain.length > 1 ? 50 : 42));
  paintGauge(brush, look, [x + 20, y + height - 18, 168]);
  paintTimers(brush, look, x + 144, y + height - 34);
  paintTally(brush, look);
}

/** Records that came too late for their windows, once there are any. */
function paintTally(brush: Brush, { box, state, words }: SubtaskLook): void {
  const { lateDropped, lateToSideOutput } = state;
  if (lateDropped + lateToSideOutput === 0) return;
  const { x, y } = tallyOf(box);
  const dropped = lateDropped > 0 ? words("late.dropped", { count: formatCount(lateDropped) }) : "";
  const side = lateToSideOutput > 0 ? words("late.sideOutput", { count: formatCount(lateToSideOutput) }) : "";
  brush.text([dropped, side].filter((text) => text !== "").join(", "), x, y + 2, { size: 10.5, weight: 600, color: "held", within: 118 });
}

function paintBay(brush: Brush, { box: { x, y }, state, words }: SubtaskLook): void {
  brush.fill("canvas", x + 70, y + 43, 34, 34);
  brush.frame("line-2", [x + 70, y + 43, 34, 34]);
  const { hand } = state;
  if (hand) {
    brush.text(words(hand.startedAt === undefined ? "hand.taken" : "hand.processing"), x + 70, y + 92, {
      size: 11,
      color: "ink-2",
    });
    brush.text(hand.key ?? hand.text, x + 70, y + 106, { size: 11, weight: 600, within: 72 });
  }
}

interface Sheet {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly rows: number;
  readonly caption: string;
  readonly foot: string;
}

function paintSheet(brush: Brush, { x, y, width, rows, caption, foot }: Sheet): void {
  const height = rows * rowHeight + 22;
  for (const [dx, dy] of [
    [4, -4],
    [0, 0],
  ] as const) {
    brush.fill("node", x + dx, y + dy, width, height);
    brush.frame("state", [x + dx, y + dy, width, height], 1.1);
  }
  brush.text(caption, x + 6, y + 12, { size: 10, weight: 600, color: "state" });
  brush.text(foot, x + width - 6, y + 12, { size: 10, color: "ink-3", align: "right", within: width - 46 });
}

/** The most recently touched keys in a steady order; the one written last is tinted. */
function paintStateSheet(brush: Brush, look: SubtaskLook, x: number, y: number): void {
  const { state, words, labels } = look;
  const keys = Math.max(0, ...state.keyCounts.map((count) => count.keys));
  const newest = state.rows.slice(0, rowsShown);
  const rows = newest.toSorted((a, b) => (rowName(a) < rowName(b) ? -1 : 1));
  paintSheet(brush, {
    x,
    y,
    width: sheetWidth,
    rows: Math.max(1, rows.length),
    caption: words("state.caption"),
    foot: words("state.keys", { count: keys }),
  });
  rows.forEach((row, index) => {
    const top = y + 17 + index * rowHeight;
    if (row === newest[0]) brush.fill("state-soft", x + 1, top, sheetWidth - 2, rowHeight);
    const { hue, letters } = labels.label(row.key);
    disc(brush, x + 12, top + 7.5, { hue, letters, radius: 6 });
    brush.text(row.value, x + sheetWidth - 6, top + 11, { size: 11, mono: true, color: "ink-2", align: "right", within: 40 });
    brush.text(rowName(row), x + 22, top + 11, { size: 11, color: "ink-2", within: 46 });
  });
  paintFreeze(brush, look, [x, y, sheetWidth], Math.max(1, rows.length));
}

/** As of a camera: the sheet is frozen. */
function paintFreeze(brush: Brush, { status }: SubtaskLook, [x, y, width]: readonly [number, number, number], rows = 0): void {
  if (status.kind === "freezing") corners(brush, [x - 4, y - 8, x + width + 8, y + rows * rowHeight + 26], 14);
}

const rowName = (row: StateRow): string => row.key;

/** Staff gauge: filled to the operator's watermark, one pin per input, the lowest solid. */
function paintGauge(brush: Brush, { box, run, state }: SubtaskLook, [x, y, width]: readonly [number, number, number]): void {
  const inputs = box.inputs.map(({ channel }) => run.channels[channel]);
  const watermark = watermarkOf(state);
  const scale = gaugeScale(
    watermark,
    inputs.map((input) => (input && !input.idle ? input.watermark : NaN)),
  );
  brush.fill("canvas", x, y, width, 8);
  const at = (time: number): number =>
    time === Infinity ? x + width : scale ? x + Math.min(1, Math.max(0, (time - scale.from) / (scale.to - scale.from))) * width : x;
  const known = watermark > -Infinity;
  if (known) {
    brush.context.globalAlpha = 0.3;
    brush.fill("watermark", x, y, at(watermark) - x, 8);
    brush.context.globalAlpha = 1;
  }
  const ticks: number[][] = [];
  for (let step = 0; step <= 20; step++)
    ticks.push([x + (step / 20) * width, y + 8, x + (step / 20) * width, y + (step % 5 === 0 ? 2 : 5)]);
  brush.line("ink-2", 1, ...ticks);
  brush.frame("line-3", [x, y, width, 8]);
  const lowest = Math.min(...inputs.flatMap((input) => (input && !input.idle ? [input.watermark] : [])));
  const taken: number[] = [];
  inputs.forEach((input, place) => {
    if (!input || inputs.length > 8 || (input.watermark === -Infinity && !input.idle)) return;
    let pin = input.idle ? x + width - 6 : at(input.watermark);
    const step = input.watermark === Infinity ? -9 : 9;
    while (taken.some((other) => Math.abs(other - pin) < 9)) pin += step;
    taken.push(pin);
    paintPin(brush, [pin, y], place, input.idle ? "idle" : input.watermark === lowest ? "lowest" : "other");
  });
  if (known) brush.line("watermark", 2.4, [at(watermark), y - 2, at(watermark), y + 11]);
  brush.text(formatEventTime(watermark), box.x + box.width - 12, y + 8, {
    size: 10.5,
    mono: true,
    weight: 600,
    color: "watermark",
    align: "right",
  });
}

function paintPin(brush: Brush, [x, y]: readonly [number, number], place: number, kind: "idle" | "lowest" | "other"): void {
  const { context } = brush;
  context.beginPath();
  for (const [dx, dy] of [
    [0, 0],
    [-4.5, -5],
    [-4.5, -13],
    [4.5, -13],
    [4.5, -5],
  ] as const)
    context.lineTo(x + dx, y + dy);
  context.closePath();
  context.fillStyle = brush.color(kind === "lowest" ? "watermark" : "node");
  context.fill();
  context.strokeStyle = brush.color(kind === "idle" ? "ink-3" : "watermark");
  context.lineWidth = 1.1;
  if (kind === "idle") context.setLineDash([2, 1.5]);
  context.stroke();
  context.setLineDash([]);
  const lowest = kind === "lowest";
  brush.text(String(place), x, y - 5.4, {
    size: 8,
    mono: true,
    weight: lowest ? 600 : 400,
    color: lowest ? "on-watermark" : "ink-1",
    align: "center",
  });
}

/** Hourglass, next firing time, how many. */
function paintTimers(brush: Brush, { state, words }: SubtaskLook, x: number, y: number): void {
  const [next] = state.timers;
  if (!next) return;
  const { context } = brush;
  context.save();
  context.translate(x, y - 9);
  context.scale(0.7, 0.7);
  context.strokeStyle = brush.color("ink-2");
  context.lineWidth = 1.6;
  context.stroke(
    new Path2D("M4.5 2.5h7M4.5 13.5h7M5 2.5c0 3 3 3.5 3 5.500s-3 2.500-3 5.500M11 2.500c0 3-3 3.500-3 5.500s3 2.500 3 5.500"),
  );
  context.restore();
  const label = words("timers.next", { time: formatEventTime(next.timestamp), count: state.timerCount });
  brush.text(label, x + 14, y, { size: 10.5, color: "ink-2", within: 100 });
}

export function paintSourceBody(brush: Brush, look: SubtaskLook): void {
  const { box, state, words, run, now } = look;
  const { x, y, height } = box;
  if (run.header.mode === "freeRunning") return paintCounted(brush, look);
  const [split] = state.splits;
  const { hand } = state;
  const shift = look.chain.length > 1 ? belowStrip : 0;
  brush.text(split ? words("source.reading", { position: split.position }) : words("source.waiting"), x + 10, y + 48 + shift, {
    size: 11,
    color: "ink-2",
    within: 136,
  });
  const read = hand?.text ?? state.lastRead;
  if (read !== undefined) paintReadText(brush, read, [x + 10, y + 68 + shift], hand ? "ink-1" : "ink-3");
  if (hand?.startedAt !== undefined && hand.serviceTimeMs > 0) {
    const share = Math.min(1, Math.max(0, (now - hand.startedAt) / hand.serviceTimeMs));
    brush.fill("line-1", x + 10, y + 94 + shift, 128, 2);
    brush.fill("ink-1", x + 10, y + 94 + shift, 128 * share, 2);
  }
  const pending = pendingPart(run, box.subtask);
  const snapshot = pending?.part.splits?.[0];
  const caption = snapshot && pending ? `#${pending.checkpoint.id}` : words("state.caption");
  if (snapshot && pending)
    brush.text(words("source.barrierSent", { checkpoint: pending.checkpoint.id }), x + 10, y + 116 + shift, { size: 11, weight: 600 });
  const position = snapshot ?? split;
  const foot = position ? words("source.offset", { position: position.position }) : words("none");
  paintSheet(brush, { x: x + 10, y: y + height - 40, width: 128, rows: 0, caption, foot });
  paintFreeze(brush, look, [x + 10, y + height - 40, 128]);
}

function paintCounted(brush: Brush, look: SubtaskLook): void {
  const { x, y } = look.box;
  const left = x + (look.box.role === "source" ? 10 : 18);
  brush.text(countedWords(look), left, y + 48 + (look.chain.length > 1 ? belowStrip : 0), { size: 11, color: "ink-2", within: 124 });
}

/** What the source reads, in at most two lines. */
function paintReadText(brush: Brush, words: string, [x, y]: readonly [number, number], color: ColorName): void {
  const fits = 20;
  const style = { size: 11, mono: true, within: 140, color } as const;
  if (words.length <= fits) return brush.text(words, x, y, style);
  const cut = words.lastIndexOf(" ", fits);
  const at = cut > 4 ? cut : fits;
  brush.text(words.slice(0, at), x, y, style);
  brush.text(words.slice(at).trimStart(), x, y + 16, style);
}

export function paintSinkBody(brush: Brush, look: SubtaskLook): void {
  const { box, state, words, labels, run } = look;
  const { x, y, height } = box;
  const sink = state.sink;
  const counted = run.header.mode === "freeRunning";
  const shift = look.chain.length > 1 ? belowStrip : 0;
  if (counted) paintCounted(brush, look);
  const rows = (sink?.rows ?? []).toReversed();
  if (sink?.transactional) {
    const open = words("sink.uncommitted", { count: sink.open });
    if (!counted) brush.text(open, x + 18, y + 50 + shift, { size: 11, color: "ink-2", within: 124 });
    rows.slice(0, Math.min(5, sink.open)).forEach((row, index) => {
      const { hue, letters } = labels.labelOf(row.key, row.text);
      disc(brush, x + 28 + index * 22, y + 69 + shift, { hue, letters, hollow: true });
    });
    brush.text(words("sink.committed", { count: formatCount(sink.committed) }), x + 18, y + 104, {
      size: 11,
      color: "ink-2",
      within: 96,
    });
  } else {
    rows.slice(0, 3).forEach((row, index) => {
      brush.context.globalAlpha = [1, 0.8, 0.55][index] ?? 1;
      brush.text(row.text, x + 24, y + 50 + shift + index * 17, { size: 11, mono: true, within: 112 });
      brush.context.globalAlpha = 1;
    });
  }
  if (!counted) brush.text(words("sink.written", { count: formatCount(sink?.written ?? 0) }), x + 18, y + height - 58, {
    size: 11,
    color: "ink-2",
    within: 92,
  });
  if (!sink?.transactional) return;
  const staged = sink.staged.at(-1);
  const foot = staged ? words("sink.staged", { checkpoint: staged.checkpointId }) : counted ? "" : words("sink.open", { count: sink.open });
  paintSheet(brush, { x: x + 24, y: y + height - 40, width: 106, rows: 0, caption: words("state.caption"), foot });
  paintFreeze(brush, look, [x + 24, y + height - 40, 106]);
}
