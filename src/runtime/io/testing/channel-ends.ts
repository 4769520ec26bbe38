import { MessageChannel } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { StringInterner } from "../../../stream/string-interner.ts";
import type { ChannelDescriptor, InputChannel, OutputChannel } from "../channel.ts";
import type { ElementKind } from "../channel-contents.ts";
import { Doorbell } from "../doorbell.ts";
import { PortInput } from "../port-input.ts";
import { PortOutput } from "../port-output.ts";
import type { PortSizes } from "../port-output.ts";
import type { Port, PortMessage } from "../port.ts";
import { createRing, ringOf, ringContents, word } from "../ring.ts";
import { RingInput } from "../ring-input.ts";
import { RingOutput } from "../ring-output.ts";

/** Both ends of one channel in one thread. */
export interface EndPair {
  readonly output: OutputChannel & { contents(): readonly ElementKind[] };
  readonly input: InputChannel;
  /** Waits until what one end has sent has reached the other. */
  readonly settle: () => void | Promise<void>;
  readonly dispose: () => void;
}

export interface ChannelMaker {
  readonly name: string;
  open(descriptor: ChannelDescriptor): EndPair;
}

/** Every way to make a channel: all of them keep the contract of `channel.ts`. */
export const channelMakers: readonly ChannelMaker[] = [
  { name: "ring of 1 KB, private memory", open: (descriptor) => ringPair(descriptor, { bytes: 1024, shared: false }) },
  { name: "ring of 64 KB, shared memory", open: (descriptor) => ringPair(descriptor, { bytes: 65_536, shared: true }) },
  { name: "port in memory", open: (descriptor) => portPair(descriptor, memoryPorts()) },
  { name: "MessagePort", open: (descriptor) => portPair(descriptor, messagePorts()) },
];

/** One for the thread, as in a worker: it is larger than all else of a channel. */
const interner = new StringInterner();

export interface RingPair extends EndPair {
  /** What somebody outside sees in the ring. */
  readonly look: () => readonly ElementKind[];
}

interface RingPairOptions {
  readonly bytes: number;
  readonly shared: boolean;
  /** Byte position at which both ends begin. */
  readonly start?: number;
}

export function ringPair(descriptor: ChannelDescriptor, options: RingPairOptions): RingPair {
  const buffer = createRing(options);
  const { words } = ringOf(buffer);
  words.fill(options.start ?? 0, word.head, word.head + 1).fill(options.start ?? 0, word.tail, word.tail + 1);
  const bell = new Doorbell();
  const output = new RingOutput(descriptor, buffer, { consumerBell: bell });
  const input = new RingInput(descriptor, buffer, { producerBell: bell, interner, refill: () => output.flush() });
  return { output, input, settle: () => {}, dispose: () => {}, look: () => ringContents(buffer) };
}

interface PortPair {
  readonly producer: Port;
  readonly consumer: Port;
  readonly settle: () => void | Promise<void>;
}

export function portPair(descriptor: ChannelDescriptor, ports: PortPair, sizes?: PortSizes): EndPair {
  const output = new PortOutput(descriptor, ports.producer, { onCredit: () => {}, sizes });
  const input = new PortInput(descriptor, ports.consumer, { onArrival: () => {}, interner });
  return {
    output,
    input,
    settle: ports.settle,
    dispose: () => {
      ports.producer.close();
      ports.consumer.close();
    },
  };
}

/** Messages are cloned, as the real wire would, and arrive at the next `settle`. */
export function memoryPorts(): PortPair & { readonly settle: () => void } {
  const wire: (() => void)[] = [];
  const listeners: ((message: PortMessage) => void)[] = [];
  const end = (own: number): Port => ({
    post(message, transfer) {
      const copy = copyOf(message, transfer);
      wire.push(() => listeners[1 - own]?.(copy));
    },
    onMessage: (listener) => void (listeners[own] = listener),
    close: () => {},
  });
  const settle = (): void => {
    for (let deliver = wire.shift(); deliver !== undefined; deliver = wire.shift()) deliver();
  };
  return { producer: end(0), consumer: end(1), settle };
}

/** What a clone would be: bytes are moved, and of the others only a control element has parts. */
function copyOf(message: PortMessage, transfer: readonly ArrayBuffer[]): PortMessage {
  switch (message.kind) {
    case "control":
      return structuredClone(message, { transfer: [...transfer] });
    case "records": {
      const { bytes } = message;
      return { ...message, bytes: transfer.includes(bytes) ? bytes.transfer() : bytes.slice() };
    }
    case "credit":
    case "consumerClosed":
      return { ...message };
  }
}

function messagePorts(): PortPair {
  const { port1, port2 } = new MessageChannel();
  let underWay = 0;
  const end = (port: MessagePort): Port => ({
    post(message, transfer) {
      underWay++;
      port.postMessage(message, [...transfer]);
    },
    onMessage: (listener) =>
      void port.on("message", (message: PortMessage) => {
        underWay--;
        listener(message);
      }),
    close: () => port.close(),
  });
  const settle = async (): Promise<void> => {
    while (underWay > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { producer: end(port1), consumer: end(port2), settle };
}
