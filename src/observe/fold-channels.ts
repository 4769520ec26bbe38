import { noTask } from "../stream/indices.ts";
import type { FoldHandlers } from "./fold.ts";
import { addRecords, ownChannel, ownSubtask } from "./ownership.ts";
import type { ChannelState, TravellingElement } from "./run-state.ts";

/** Stale entries a queue may carry in front before it is compacted. */
const compactAt = 64;

/** Elements the channel holds now, head first. */
export function channelElements(channel: ChannelState): readonly TravellingElement[] {
  return channel.first === 0 ? channel.queue : channel.queue.slice(channel.first);
}

/** Elements in the channel that the log showed, delivered or under way. */
export const queuedElements = (channel: ChannelState): number => channel.queue.length - channel.first;

/** Place in the queue of element `n`, looked for from `start` on: at once where nothing overtakes. -1 when it is not there. */
function placeOf({ queue }: ChannelState, n: number, start: number): number {
  for (let place = start; place < queue.length; place++) if (queue[place]?.n === n) return place;
  return -1;
}

/** Takes element `n` out, from the head or from behind what it has overtaken. */
function takeOut(channel: ChannelState, n: number): TravellingElement | undefined {
  const place = placeOf(channel, n, channel.first);
  const taken = channel.queue[place];
  if (taken === undefined) return undefined;
  if (place < channel.first + channel.deliverable) channel.deliverable--;
  if (place > channel.first) {
    channel.queue.splice(place, 1);
    return taken;
  }
  channel.first++;
  if (channel.first >= compactAt && channel.first * 2 >= channel.queue.length) {
    channel.queue.splice(0, channel.first);
    channel.first = 0;
  }
  return taken;
}

/** Element `n` became readable, in front of all that did not, whatever of it was sent before. */
function moveForward(channel: ChannelState, n: number): TravellingElement | undefined {
  const border = channel.first + channel.deliverable;
  const place = placeOf(channel, n, border);
  const moved = channel.queue[place];
  if (moved === undefined) return undefined;
  if (place > border) channel.queue.splice(border, 0, ...channel.queue.splice(place, 1));
  channel.deliverable++;
  return moved;
}

export const channelHandlers: FoldHandlers<"sent" | "delivered" | "received" | "lost" | "channelHeld" | "channelReleased" | "passed"> = {
  sent(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const from = run.header.topology.channels[body.channel]?.from;
    const hand = body.element.kind === "record" ? run.subtasks[from ?? noTask]?.hand : undefined;
    const [replayed, late] = [hand?.replayed === true, hand?.late === "sideOutput"];
    const { n, element } = body;
    const last = channel.queue.length > channel.first ? channel.queue.at(-1) : undefined;
    const takesPlace = last?.n === n;
    if (takesPlace) channel.queue.pop();
    else channel.sent++;
    channel.queue.push({ element, n, seq: event.seq, sentAt: event.at, deliveredAt: NaN, replayed, late });
    if (from !== undefined && body.element.kind === "record") ownSubtask(run, from).recordsOut++;
  },

  delivered(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const element = moveForward(channel, body.n);
    if (!element) return;
    element.deliveredAt = event.at;
    channel.latencyMs = event.at - element.sentAt;
  },

  received(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const taken = takeOut(channel, body.n);
    channel.received++;
    if (!taken) return;
    const { element } = taken;
    channel.lastReceived = { element, n: taken.n, seq: taken.seq, at: event.at, replayed: taken.replayed };
    if (element.kind !== "record") return;
    channel.records++;
    const subtask = ownSubtask(run, event.subtask);
    subtask.recordsIn++;
    addRecords(subtask, [1]);
    subtask.hand = {
      channel: body.channel,
      record: element,
      seq: taken.seq,
      since: event.at,
      text: element.text,
      key: element.key,
      startedAt: undefined,
      serviceTimeMs: 0,
      replayed: taken.replayed,
      late: undefined,
    };
  },

  lost(run, event, body) {
    const channel = ownChannel(run, body.channel);
    channel.lost += body.count;
    channel.lastLoss = { elements: channelElements(channel), count: body.count, at: event.at, sent: channel.sent };
    channel.queue = [];
    channel.first = 0;
    channel.deliverable = 0;
    channel.heldBy = undefined;
    channel.full = false;
  },

  channelHeld(run, event, body) {
    const channel = ownChannel(run, body.channel);
    channel.heldBy = body.checkpointId;
    channel.heldSince = event.at;
  },

  channelReleased(run, _event, body) {
    ownChannel(run, body.channel).heldBy = undefined;
  },

  passed(run, _event, body) {
    const channel = ownChannel(run, body.channel);
    channel.sent += body.sent;
    channel.received += body.received;
    channel.records += body.received;
    channel.unlogged += body.sent - body.received;
    const ends = run.header.topology.channels[body.channel];
    if (!ends) return;
    ownSubtask(run, ends.from).recordsOut += body.sent;
    const to = ownSubtask(run, ends.to);
    to.recordsIn += body.received;
    addRecords(to, [body.received]);
  },
};
