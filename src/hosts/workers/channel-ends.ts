import { counterIndex } from "../../observe/counters.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { SubtaskCounters } from "../../observe/counters.ts";
import type { ChannelDescriptor, InputChannel, OutputChannel } from "../../runtime/io/channel.ts";
import { Doorbell } from "../../runtime/io/doorbell.ts";
import type { Port, PortMessage } from "../../runtime/io/port.ts";
import { PortInput } from "../../runtime/io/port-input.ts";
import { PortOutput } from "../../runtime/io/port-output.ts";
import { RingInput } from "../../runtime/io/ring-input.ts";
import type { Blocking, WakeDelay } from "../../runtime/io/ring-output.ts";
import { RingOutput } from "../../runtime/io/ring-output.ts";
import { StringInterner } from "../../stream/string-interner.ts";
import type { Sleeper } from "../drive-task.ts";
import { OpenEnds } from "./open-ends.ts";
import { MessageSleeper, sharedSleeper } from "./sleeper.ts";
import { cancelWord } from "./task-message.ts";
import type { MessageEnd, PortLinks, SharedLinks } from "./task-message.ts";

/** A free-running task's ends of its channels, and what it sleeps on. */
export interface TaskChannels {
  openInput(channel: ChannelDescriptor): InputChannel;
  openOutput(channel: ChannelDescriptor, onWait: (waits: boolean) => void): OutputChannel;
  /** All ends that were opened. */
  readonly open: OpenEnds;
  readonly sleeper: Sleeper;
  /** Wakes the task: mail has come. */
  ring(): void;
  /** Wakes consumers that were left to sleep though something was sent to them. */
  announce(): void;
}

/** Ends on rings in shared memory, with one doorbell per worker. `wakeDelay`: see `RingOutputOptions`. */
export function sharedChannels(links: SharedLinks, counters: SubtaskCounters, wakeDelay?: WakeDelay): TaskChannels {
  const bell = new Doorbell(links.bell);
  const interner = new StringInterner();
  const cancelled = new Int32Array(links.bell);
  const isCancelled = (): boolean => Atomics.load(cancelled, cancelWord) !== 0;
  const showLife = (): void => {
    counters[counterIndex.heartbeat] = (counters[counterIndex.heartbeat] ?? 0) + 1;
  };
  const link = (number: number) => linkOf(links.channels, number);
  const open = new OpenEnds();
  const outputs: RingOutput[] = [];
  return {
    openInput(descriptor) {
      const { ring, peerBell } = link(descriptor.channel);
      return open.input(descriptor.channel, new RingInput(descriptor, ring, { producerBell: new Doorbell(peerBell), interner }));
    },
    openOutput(descriptor, onWait) {
      const blocking: Blocking = {
        isCancelled,
        onWait(waits) {
          showLife();
          onWait(waits);
        },
      };
      const { ring, peerBell } = link(descriptor.channel);
      const output = new RingOutput(descriptor, ring, { consumerBell: new Doorbell(peerBell), blocking, ...(wakeDelay && { wakeDelay }) });
      outputs.push(output);
      return open.output(descriptor.channel, output);
    },
    open,
    sleeper: sharedSleeper(bell),
    ring: () => bell.ring(),
    announce() {
      for (const output of outputs) output.announce();
    },
  };
}

/** Ends on message ports, for threads that share no memory. [CH10] */
export function portChannels(links: PortLinks): TaskChannels {
  const sleeper = new MessageSleeper();
  const interner = new StringInterner();
  const ring = (): void => sleeper.ring();
  const port = (number: number): Port => channelPort(linkOf(links.channels, number).port);
  const open = new OpenEnds();
  return {
    openInput: (descriptor) =>
      open.input(descriptor.channel, new PortInput(descriptor, port(descriptor.channel), { onArrival: ring, interner })),
    openOutput: (descriptor) =>
      open.output(descriptor.channel, new PortOutput(descriptor, port(descriptor.channel), { onCredit: ring })),
    open,
    sleeper,
    ring,
    announce() {},
  };
}

function linkOf<Link extends { readonly channel: ChannelIndex }>(links: readonly Link[], number: number): Link {
  const link = links.find(({ channel }) => channel === number);
  if (link === undefined) throw new Error(`[HB3] channel ${number} was not linked`);
  return link;
}

function channelPort(end: MessageEnd): Port {
  return {
    post: (message, transfer) => end.postMessage(message, transfer),
    onMessage(listener) {
      end.onmessage = ({ data }) => listener(data as PortMessage);
    },
    close: () => end.close(),
  };
}
