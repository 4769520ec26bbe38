import type { ChannelIndex } from "../stream/indices.ts";
import type { ElementView } from "./event.ts";
import { channelElements, queuedElements } from "./fold-channels.ts";
import type { RunState } from "./run-state.ts";

/** A rule of the picture that does not hold: a defect of Weir, shown to the person as such. */
export interface Violation {
  readonly rule: "conservation" | "delivery" | "contents";
  readonly channel: ChannelIndex;
  readonly message: string;
}

/** Checks every channel of the fold: sent = queued + received + lost [OB6], nothing delivered that was not sent. */
export function auditRun(run: RunState): readonly Violation[] {
  const violations: Violation[] = [];
  run.channels.forEach((channel, index) => {
    const queued = queuedElements(channel) + channel.unlogged;
    if (channel.sent !== queued + channel.received + channel.lost) {
      const message = `${channel.sent} sent, but ${queued} queued, ${channel.received} received and ${channel.lost} lost`;
      violations.push({ rule: "conservation", channel: index, message });
    }
    if (channel.deliverable > queuedElements(channel)) {
      violations.push({ rule: "delivery", channel: index, message: `${channel.deliverable} delivered of ${queuedElements(channel)}` });
    }
  });
  return violations;
}

/** What one channel holds according to the runtime (`JobClient.inspect`). */
interface Contents {
  readonly channel: ChannelIndex;
  readonly elements: readonly ElementView["kind"][];
}

/** Compares the picture with the runtime: per channel the kinds of all elements, head first [OB7]. Only for logs without sampling. */
export function compareWithRuntime(run: RunState, contents: Iterable<Contents>): readonly Violation[] {
  const violations: Violation[] = [];
  for (const { channel: index, elements } of contents) {
    const channel = run.channels[index];
    const drawn = channel ? channelElements(channel).map(({ element }) => element.kind) : [];
    if (drawn.length === elements.length && drawn.every((kind, place) => kind === elements[place])) continue;
    const message = `drawn: ${drawn.join(", ") || "nothing"}; in the runtime: ${elements.join(", ") || "nothing"}`;
    violations.push({ rule: "contents", channel: index, message });
  }
  return violations;
}
