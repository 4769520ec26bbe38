import type { FoldHandlers } from "./fold.ts";
import { ownChannel, ownSubtask } from "./ownership.ts";
import type { ChannelState, TravellingElement } from "./run-state.ts";

/** Stale entries a queue may carry in front before it is compacted. */
const compactAt = 64;

/** Elements the channel holds now, head first. */
export function channelElements(channel: ChannelState): readonly TravellingElement[] {
  return channel.first === 0 ? channel.queue : channel.queue.slice(channel.first);
}

/** Elements in the channel that the log showed, delivered or under way. */
export const queuedElements = (channel: ChannelState): number => channel.queue.length - channel.first;

function dropHead(channel: ChannelState, count: number): TravellingElement[] {
  const dropped = channel.queue.slice(channel.first, channel.first + count);
  channel.first += dropped.length;
  channel.deliverable = Math.max(0, channel.deliverable - dropped.length);
  if (channel.first >= compactAt && channel.first * 2 >= channel.queue.length) {
    channel.queue.splice(0, channel.first);
    channel.first = 0;
  }
  return dropped;
}

export const channelHandlers: FoldHandlers<"sent" | "delivered" | "received" | "lost" | "channelHeld" | "channelReleased" | "passed"> = {
  sent(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const from = run.header.topology.channels[body.channel]?.from;
    const hand = body.element.kind === "record" ? run.subtasks[from ?? -1]?.hand : undefined;
    const [replayed, late] = [hand?.replayed === true, hand?.late === "sideOutput"];
    channel.queue.push({ element: body.element, seq: event.seq, sentAt: event.at, deliveredAt: NaN, replayed, late });
    channel.sent++;
    if (from !== undefined && body.element.kind === "record") ownSubtask(run, from).recordsOut++;
  },

  delivered(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const element = channel.queue[channel.first + channel.deliverable];
    if (!element) return;
    element.deliveredAt = event.at;
    channel.latencyMs = event.at - element.sentAt;
    channel.deliverable++;
  },

  received(run, event, body) {
    const channel = ownChannel(run, body.channel);
    const head = channel.queue[channel.first];
    channel.received++;
    if (!head) return;
    channel.lastReceived = { element: head.element, seq: head.seq, at: event.at, replayed: head.replayed };
    dropHead(channel, 1);
    const { element } = head;
    if (element.kind !== "record") return;
    const subtask = ownSubtask(run, event.subtask);
    subtask.recordsIn++;
    subtask.hand = {
      channel: body.channel,
      record: element,
      seq: head.seq,
      since: event.at,
      text: element.text,
      key: element.key,
      startedAt: undefined,
      serviceTimeMs: 0,
      replayed: head.replayed,
      late: undefined,
    };
  },

  lost(run, event, body) {
    const channel = ownChannel(run, body.channel);
    channel.lost += body.count;
    channel.lastLoss = { elements: dropHead(channel, body.count), count: body.count, at: event.at, sent: channel.sent };
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
    channel.unlogged += body.sent - body.received;
    const ends = run.header.topology.channels[body.channel];
    if (!ends) return;
    ownSubtask(run, ends.from).recordsOut += body.sent;
    ownSubtask(run, ends.to).recordsIn += body.received;
  },
};
