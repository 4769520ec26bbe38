import { engineText } from "../../i18n/language.ts";
import { noChannel } from "../../../stream/indices.ts";
import type { CheckpointId, OperatorIndex, TaskIndex } from "../../../stream/indices.ts";
import type { RecordCounts, RunState, SubtaskState } from "../../../observe/run-state.ts";
import { formatCount, formatEventTime } from "../../i18n/format.ts";
import type { Load } from "../../run/live-load.ts";
import type { KeyLabels } from "../../run/key-labels.ts";
import type { SubtaskBox } from "../layout.ts";
import { failedName } from "../../run/failures.ts";
import { chainSteps, vertexName } from "../../run/names.ts";
import type { OperatorRecords } from "../../run/operator-records.ts";
import { elementsBefore, statusOf, watermarkOf } from "../../run/subtask-facts.ts";
import type { SubtaskStatus } from "../../run/subtask-facts.ts";
import type { Brush } from "./brush.ts";
import { paintCell } from "./cell.ts";
import { chainStripHeight, paintChainStrip, type CountedStep } from "./chain-strip.ts";
import { countedWords } from "./counted-words.ts";
import { corners, failureOctagon, meterBar } from "./glyphs.ts";
import { paintOperatorBody, paintSinkBody, paintSourceBody } from "./subtask-body.ts";
import { headerWords, paintHeader, statusThatFits } from "./subtask-header.ts";
import type { ColorName } from "./theme.ts";

/** Message of the area "run". */
export type Words = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export interface SubtaskLook {
  readonly run: RunState;
  readonly state: SubtaskState;
  readonly box: SubtaskBox;
  readonly name: string;
  /** Its chained operators, head first, each with the records that came out of it, or that a sink took. */
  readonly chain: readonly CountedStep[];
  /** Of these, the one whose work failed. */
  readonly failedStep: string | undefined;
  readonly selected: boolean;
  readonly now: number;
  readonly labels: KeyLabels;
  readonly words: Words;
  readonly status: SubtaskStatus;
  /** Undefined where it is not known. */
  readonly load: Load | undefined;
  readonly records: RecordCounts;
}

export interface SubtaskScene {
  readonly run: RunState;
  readonly now: number;
  readonly labels: KeyLabels;
  readonly words: Words;
  readonly selected: number | undefined;
  readonly frozen: ReadonlyMap<TaskIndex, CheckpointId>;
  readonly meter: (subtask: TaskIndex) => Load | undefined;
  readonly records: (subtask: TaskIndex) => RecordCounts;
  readonly operatorRecords: (subtask: TaskIndex, operator: OperatorIndex) => OperatorRecords;
}

/** First line under the record in hand, in world units. */
const belowBay = 94;
/** Room below which a name is left out, in pixels on screen. */
const leastText = 24;
/** Bottom of a subtask's header. */
const headerBottom = 26;

export function paintSubtask(brush: Brush, scene: SubtaskScene, box: SubtaskBox): void {
  const { run, now, labels, words } = scene;
  const state = run.subtasks[box.subtask];
  const vertex = run.header.topology.vertices[box.vertex];
  if (!state || !vertex) return;
  const frozenFor = scene.frozen.get(box.subtask);
  const status: SubtaskStatus = frozenFor === undefined ? statusOf(run, box, now) : { kind: "freezing", checkpointId: frozenFor };
  const look: SubtaskLook = {
    run,
    state,
    box,
    name: vertexName(vertex),
    chain: chainSteps(vertex).map(({ name, operator }) => {
      const { in: taken, out } = scene.operatorRecords(box.subtask, operator);
      return { name, count: formatCount(out ?? taken) };
    }),
    failedStep: status.kind === "failed" ? failedStep(run, box.subtask) : undefined,
    selected: scene.selected === box.subtask,
    now,
    labels,
    words,
    status,
    load: scene.meter(box.subtask),
    records: scene.records(box.subtask),
  };
  paintBox(brush, look);
  if (box.cell) return paintCell(brush, look);
  if (box.role !== "source") paintWall(brush, look);
  paintSpouts(brush, box);
  if (brush.detail < 2) return paintSummary(brush, look);
  paintHeader(brush, look);
  paintChain(brush, look);
  if (box.role === "source") paintSourceBody(brush, look);
  else if (box.role === "sink") paintSinkBody(brush, look);
  else paintOperatorBody(brush, look);
}

/** Name of the operator whose work the newest failure of the subtask was. */
function failedStep(run: RunState, subtask: TaskIndex): string | undefined {
  const failure = run.failures.findLast((each) => each.subtask === subtask);
  return failure?.detail?.operator === undefined ? undefined : failedName(run.header, failure);
}

/** Chained operators share the box: their names stand in one line under its header. */
function paintChain(brush: Brush, { chain, failedStep, box: { x, y, width, role } }: SubtaskLook): void {
  if (chain.length < 2) return;
  const left = x + (role === "source" ? 0 : 8);
  const top = y + headerBottom;
  brush.fill("sunken", left + 0.6, top + 0.5, x + width - left - 1.2, chainStripHeight - 0.5);
  brush.line("line-1", 1, [left, top + chainStripHeight, x + width, top + chainStripHeight]);
  paintChainStrip(brush, { steps: chain, failed: failedStep }, [left + 10, top, x + width - 8]);
}

function paintBox(brush: Brush, { box, status, selected }: SubtaskLook): void {
  const { context } = brush;
  const { x, y, width, height } = box;
  const finished = status.kind === "finished";
  const border: ColorName = status.kind === "failed" ? "failed" : selected ? "ink-1" : "line-3";
  context.beginPath();
  context.roundRect(x, y, width, height, 3);
  context.fillStyle = brush.color(finished ? "panel" : "node");
  context.fill();
  context.strokeStyle = brush.color(border);
  context.lineWidth = (border === "line-3" ? 1.2 : 2) / Math.min(1, brush.zoom * 1.4);
  if (finished) context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  if (selected) corners(brush, [x - 5, y - 5, x + width + 5, y + height + 5], 12);
  if (status.kind === "failed" && !box.cell) failureOctagon(brush, x + width, y, brush.detail === 2 ? 1 : 1.6);
}

/** The wall on the left with one opening per input channel. */
function paintWall(brush: Brush, look: SubtaskLook): void {
  const { box, run } = look;
  const { x, y, height } = box;
  let from = y + 1.5;
  const stretches: number[][] = [];
  const mouths: number[][] = [];
  for (const input of box.inputs) {
    stretches.push([x + 4, from, x + 4, input.y - 12]);
    from = input.y + 12;
    if (run.channels[input.channel]?.heldBy !== undefined) continue;
    mouths.push([x - 1, input.y - 12, x + 9, input.y - 12], [x - 1, input.y + 12, x + 9, input.y + 12]);
  }
  stretches.push([x + 4, from, x + 4, y + height - 1.5]);
  brush.line("ink-2", 7, ...stretches);
  if (brush.detail === 0) return;
  brush.line("ink-2", 1.6, ...mouths);
  if (brush.detail === 2 && box.role === "operator") box.inputs.forEach((_, place) => paintInputLabel(brush, look, place));
}

function paintInputLabel(brush: Brush, look: SubtaskLook, place: number): void {
  const { box, run, words } = look;
  const input = box.inputs[place];
  const channel = input && run.channels[input.channel];
  if (!input || !channel) return;
  const condition = conditionOf(brush, look, place);
  const x = box.x + 15;
  brush.text(words("input.name", { place }), x, input.y + (condition === "" ? 3.5 : -1.5), { size: 11 });
  if (condition === "") return;
  const held = channel.heldBy !== undefined;
  brush.text(condition, x, input.y + 10, { size: 10, color: held ? "held" : "ink-3", weight: held ? 600 : 400 });
}

/** Of the words beside the first input, before the bay; other inputs have the room below the bay. */
const besideBay = 50;

/** "held, #7 in", "open, #7 in 3", "idle"; empty while nothing is to be said of an input. */
function conditionOf(brush: Brush, { box, run, status, words }: SubtaskLook, place: number): string {
  const channel = run.channels[box.inputs[place]?.channel ?? noChannel];
  if (!channel) return "";
  if (channel.heldBy !== undefined) return words("input.held", { checkpoint: channel.heldBy });
  if (status.kind !== "aligning") return channel.idle ? words("input.idle") : "";
  const open = words("input.open");
  const ahead = elementsBefore(channel, status.checkpointId);
  if (ahead === undefined) return open;
  const long = words("input.openIn", { checkpoint: status.checkpointId, count: ahead });
  return place > 0 || brush.measure(long, { size: 10 }) <= besideBay ? long : open;
}

function paintSpouts(brush: Brush, box: SubtaskBox): void {
  const right = box.x + box.width;
  for (const { y } of box.outputs) brush.polygon("ink-2", [right, y - 5, right + 6, y, right, y + 5]);
}

/** Below full size: name, status, meter, event time; texts keep a readable size on screen. */
function paintSummary(brush: Brush, look: SubtaskLook): void {
  const { box, name, state, load } = look;
  const unit = 1 / brush.zoom;
  const left = box.x + (box.role === "source" ? 0 : 8) + 8 * unit;
  const within = box.x + box.width - left - 6 * unit;
  const title = { size: 11.5 * unit, weight: 600, within } as const;
  const full = `${name} ${box.index}`;
  brush.text(brush.measure(full, title) <= within ? full : String(box.index), left, box.y + 17 * unit, title);
  if (within * brush.zoom < leastText) return;
  const status = statusThatFits(brush, headerWords(look), within, unit);
  if (brush.detail === 0) {
    if (status && status.color !== "ink-3") brush.fill(status.color, left, box.y + 24 * unit, 8 * unit, 8 * unit);
    return;
  }
  if (status) brush.text(status.words, left, box.y + 33 * unit, { size: 11 * unit, weight: 600, color: status.color, within });
  else if (load) meterBar(brush, [left, box.y + 26 * unit, Math.min(58 * unit, within)], load.busy, load.backPressured);
  const facts = factOf(look);
  const factsTop = box.role === "operator" ? Math.max(51 * unit, belowBay) : 51 * unit;
  if (facts) brush.text(facts, left, box.y + factsTop, { size: 11 * unit, color: "ink-2", within });
  const watermark = watermarkOf(state);
  if (watermark === -Infinity || box.role === "sink") return;
  brush.text(`W ${formatEventTime(watermark)}`, left, box.y + factsTop + 17 * unit, {
    size: 11 * unit,
    mono: true,
    weight: 600,
    color: "watermark",
    within,
  });
}

function factOf(look: SubtaskLook): string {
  const { run, state, box, words } = look;
  if (state.state === "FAILED") return engineText(state.cause ?? "");
  if (run.header.mode === "freeRunning") return countedWords(look);
  if (box.role === "source") return state.splits[0] ? words("source.position", { position: state.splits[0].position }) : "";
  if (box.role === "sink") return words("sink.written", { count: formatCount(state.sink?.written ?? 0) });
  const keys = Math.max(0, ...state.keyCounts.map((count) => count.keys));
  return keys > 0 ? words("state.keys", { count: keys }) : words("records.in", { count: formatCount(state.recordsIn) });
}
