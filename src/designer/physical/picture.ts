import { noCheckpoint } from "../../stream/indices.ts";
import { queuedElements } from "../../observe/fold-channels.ts";
import type { ChannelIndex, CheckpointId, ListBy, TaskIndex } from "../../stream/indices.ts";
import type { ChannelState, RunState, TravellingElement } from "../../observe/run-state.ts";
import type { Detail } from "./detail.ts";
import type { KeyLabels } from "../run/key-labels.ts";
import { slotWidth } from "./layout.ts";
import type { ChannelPlace, Layout } from "./layout.ts";
import { thinning } from "../run/thinning.ts";
import type { Thinning } from "../run/thinning.ts";

/** What is on screen of a run at one moment: a pure function of the fold, the layout and the job clock. */
export interface Picture {
  readonly channels: ListBy<ChannelIndex, ChannelPicture>;
  readonly elements: readonly DrawnElement[];
  readonly thinning: Thinning;
}

export type ElementForm = "record" | "watermark" | "barrier" | "cancelled" | "idle" | "end";

/** One thing that can be pointed at. `at` is its place on the channel's flume. */
export interface DrawnElement {
  /** Sequence number of the event that sent or read it: the same from the spout to the bay. */
  readonly id: number;
  readonly form: ElementForm;
  readonly channel: ChannelIndex | undefined;
  /** Subtask that has it in hand; undefined while it is in the channel. */
  readonly holder: TaskIndex | undefined;
  readonly at: number;
  readonly where: "reach" | "pool" | "wall" | "hand" | "lost";
  /** Place in the channel from its head. */
  readonly place: number;
  readonly hue: number;
  readonly letters: string;
  /** Barriers: number of the checkpoint. */
  readonly checkpointId: CheckpointId;
  readonly savepoint: boolean;
  /** Watermarks: event time. */
  readonly timestamp: number;
  readonly replayed: boolean;
  /** Its window refused it: dropped, or out by the side output. */
  readonly late: "dropped" | "sideOutput" | undefined;
  /** It travels in a side output. */
  readonly sideOutput: boolean;
  /** Records one disc stands for. */
  readonly count: number;
  /** In hand: share of the service time that is over. */
  readonly progress: number;
}

export interface ChannelPicture {
  readonly channel: ChannelIndex;
  /** Elements in the buffer the consumer can read. */
  readonly count: number;
  readonly underWay: number;
  readonly held: number | undefined;
  readonly full: boolean;
  readonly idle: boolean;
  /** Occupied share of the buffer, for level gauges; undefined where it is bounded by bytes and not full: nobody knows. */
  readonly level: number | undefined;
  /** Slots that are drawn as occupied, from the wall. */
  readonly occupied: number;
  readonly lost: number;
}

export interface PictureOptions {
  /** Job clock of the moment, at least `run.at`: how far elements on the reach have come. */
  readonly now: number;
  readonly detail: Detail;
  readonly labels: KeyLabels;
  /** Draw pools as level gauges: at the highest speed single records cannot be followed. */
  readonly gauges: boolean;
  /** Channels in view; all when absent. */
  readonly visible?: ReadonlySet<ChannelIndex>;
  /** Records that a channel holds by its exact counters, where the log is sampled and lags behind them. */
  readonly queued?: (channel: ChannelIndex) => number | undefined;
  readonly selected?: ReadonlySet<ChannelIndex>;
}

/** Latency assumed for a channel that has delivered nothing yet, in milliseconds of the job clock. */
const unknownLatencyMs = 10;
/** An element that is not delivered yet stops short of the pool. */
const arriving = 0.97;
/** Elements on the reach stand clear of each other while there is room for that. */
const spacing = 18;
/** Control elements need no room in the buffer: where they exceed its slots they stand upstream of the pool, this far apart. */
const beyondSlots = 12;

export function pictureOf(run: RunState, layout: Layout, options: PictureOptions): Picture {
  const elements: DrawnElement[] = [];
  const thin = thinning(run, options);
  const channels = layout.channels.map((place) => {
    const index = place.channel;
    const channel = run.channels[index];
    if (!channel) return emptyChannel(index);
    if (options.visible === undefined || options.visible.has(index)) {
      const sideOutput = run.header.topology.channels[index]?.tag !== undefined;
      channelElements({ channel, place, options, thin, elements, sideOutput });
    }
    return channelPicture(run, index, place, options.queued?.(index));
  });
  layout.subtasks.forEach(({ cell }, index) => {
    if (!cell) pushHand(run, index, options, elements);
  });
  return { channels, elements, thinning: thin };
}

const emptyChannel = (channel: ChannelIndex): ChannelPicture => ({
  channel,
  count: 0,
  underWay: 0,
  held: undefined,
  full: false,
  idle: false,
  level: 0,
  occupied: 0,
  lost: 0,
});

function channelPicture(run: RunState, index: ChannelIndex, place: ChannelPlace, queued: number | undefined): ChannelPicture {
  const channel = run.channels[index];
  if (!channel) return emptyChannel(index);
  const count = channel.deliverable + Math.max(0, queued ?? channel.unlogged);
  const capacity = run.header.topology.channels[index]?.capacity;
  const full = channel.full || (capacity !== undefined && count >= capacity);
  return {
    channel: index,
    count,
    underWay: queuedElements(channel) - channel.deliverable,
    held: channel.heldBy,
    full,
    idle: channel.idle,
    level: capacity === undefined ? (full ? 1 : undefined) : Math.min(1, count / Math.max(1, capacity)),
    occupied: Math.min(count, place.slots),
    lost: lingeringLoss(channel) ? (channel.lastLoss?.count ?? 0) : 0,
  };
}

/** Elements that were lost stay until the channel carries something new. */
const lingeringLoss = ({ lastLoss, sent }: ChannelState): boolean => lastLoss !== undefined && lastLoss.sent === sent;

interface ChannelScene {
  /** The channel carries a side output. */
  readonly sideOutput: boolean;
  readonly channel: ChannelState;
  readonly place: ChannelPlace;
  readonly options: PictureOptions;
  readonly thin: Thinning;
  readonly elements: DrawnElement[];
}

function channelElements(scene: ChannelScene): void {
  const { channel, options, thin, elements } = scene;
  const per = thin.per(scene.place.channel);
  const stations = stationsOf(scene);
  let run = 0;
  for (let entry = channel.first; entry < channel.queue.length; entry++) {
    const element = channel.queue[entry];
    if (!element) continue;
    const slot = entry - channel.first;
    const isRecord = element.element.kind === "record";
    const inPool = slot < channel.deliverable;
    if (isRecord && (options.gauges || options.detail === 0)) continue;
    run = isRecord ? run + 1 : 0;
    if (isRecord && per > 1 && run % per !== 1) continue;
    if (isRecord && inPool && slot >= stations.slots) continue;
    const at = inPool ? stations.inPool(slot) : stations.onReach(element);
    elements.push(drawn(scene, element, { at, where: inPool ? "pool" : "reach", place: slot }));
  }
  pushPlanted(scene);
  pushLost(scene);
}

/** Places along the flume for the elements of a channel, asked for from the head back. */
function stationsOf({ channel, place: { flume, slots, piled }, options }: ChannelScene) {
  const latency = channel.latencyMs ?? unknownLatencyMs;
  const under = queuedElements(channel) - channel.deliverable;
  const over = piled ? 0 : Math.max(0, channel.deliverable - slots);
  const overStep = Math.min(beyondSlots, flume.reach / 2 / Math.max(1, over));
  const apart = Math.min(spacing, (flume.reach - over * overStep) / Math.max(1, under));
  let ahead = flume.reach - over * overStep;
  return {
    /** Slots that show elements: all there are, unless the last one stands for a pile. */
    slots: piled ? slots : slots + over,
    inPool: (slot: number): number => {
      if (slot < slots) return flume.reach + (slots - slot - 0.5) * slotWidth;
      return piled ? flume.reach + 0.5 * slotWidth : flume.reach - (slot - slots + 0.5) * overStep;
    },
    onReach: ({ sentAt }: TravellingElement): number => {
      const share = latency > 0 ? Math.min(arriving, (options.now - sentAt) / latency) : arriving;
      ahead = Math.max(0, Math.min(ahead - apart, flume.reach * Math.max(0, share)));
      return ahead;
    },
  };
}

interface Spot {
  readonly at: number;
  readonly where: DrawnElement["where"];
  readonly place: number;
}

/** The barrier that shut an input stands in the wall's opening until the input is released. */
function pushPlanted(scene: ChannelScene): void {
  const { channel, place, elements } = scene;
  const last = channel.lastReceived;
  if (channel.heldBy === undefined || last?.element.kind !== "checkpointBarrier") return;
  const entry = { ...last, sentAt: last.at, deliveredAt: last.at, late: false };
  elements.push(drawn(scene, entry, { at: place.flume.wall + 4, where: "wall", place: -1 }));
}

function pushLost(scene: ChannelScene): void {
  const { channel, place, elements } = scene;
  if (!lingeringLoss(channel)) return;
  channel.lastLoss?.elements.slice(0, place.slots).forEach((entry, slot) => {
    const at = place.flume.reach + (place.slots - slot - 0.5) * slotWidth;
    elements.push(drawn(scene, entry, { at, where: "lost", place: slot }));
  });
}

const plain = {
  checkpointId: noCheckpoint,
  savepoint: false,
  timestamp: NaN,
  replayed: false,
  late: undefined,
  sideOutput: false,
  count: 1,
  progress: 0,
  hue: 0,
  letters: "",
};

function drawn(scene: ChannelScene, entry: TravellingElement, spot: Spot): DrawnElement {
  const { element } = entry;
  const base = { ...plain, ...spot, id: entry.seq, channel: scene.place.channel, holder: undefined };
  switch (element.kind) {
    case "record": {
      const { hue, letters } = scene.options.labels.labelOf(element.key, element.text);
      const count = scene.thin.per(scene.place.channel);
      const late = entry.late ? "sideOutput" : undefined;
      return { ...base, form: "record", hue, letters, replayed: entry.replayed, late, sideOutput: scene.sideOutput, count };
    }
    case "watermark":
      return { ...base, form: "watermark", timestamp: element.timestamp };
    case "checkpointBarrier":
      return { ...base, form: "barrier", checkpointId: element.id, savepoint: element.savepoint };
    case "cancelCheckpointMarker":
      return { ...base, form: "cancelled", checkpointId: element.id };
    case "watermarkStatus":
      return { ...base, form: "idle", letters: element.idle ? "z" : "" };
    case "endOfData":
    case "endOfPartition":
      return { ...base, form: "end" };
  }
}

function pushHand(run: RunState, subtask: TaskIndex, { labels, now }: PictureOptions, elements: DrawnElement[]): void {
  const hand = run.subtasks[subtask]?.hand;
  if (!hand || hand.channel === undefined) return;
  const { hue, letters } = labels.labelOf(hand.record?.key ?? hand.key, hand.text);
  const elapsed = hand.startedAt === undefined ? 0 : now - hand.startedAt;
  const progress = hand.serviceTimeMs > 0 ? Math.min(1, Math.max(0, elapsed / hand.serviceTimeMs)) : 0;
  const sideOutput = run.header.topology.channels[hand.channel]?.tag !== undefined;
  const spot = { at: Infinity, where: "hand", place: -1 } as const;
  elements.push({
    ...plain,
    ...spot,
    id: hand.seq,
    form: "record",
    channel: hand.channel,
    holder: subtask,
    hue,
    letters,
    replayed: hand.replayed,
    late: hand.late,
    sideOutput,
    progress,
  });
}
