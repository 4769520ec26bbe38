import { operatorCounters } from "../../observe/counters.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import { Doorbell } from "../../runtime/io/doorbell.ts";
import { createRing, producerWaits, ringBytesOf, ringContents } from "../../runtime/io/ring.ts";
import { bellBytes, cancelWord } from "./task-message.ts";
import type { FreeLinks, MessageEnd, PortLinks, SharedLinks } from "./task-message.ts";

/** Events of all tasks together that may wait for the listener of the log: some tens of megabytes of lines. */
const eventsUnderWayMax = 65_536;
const eventsPerTaskMin = 256;
/** The same for the characters of their texts, where lines are long. */
const charactersUnderWayMax = 32 << 20;
const charactersPerTaskMin = 256 << 10;

/** What joins the workers of a free run: rings and doorbells where memory is shared, else message ports. An attempt has its own. */
export class ChannelLinks {
  readonly #options: { readonly topology: Topology; readonly startedAt: number };
  readonly #rings = new Map<ChannelIndex, SharedArrayBuffer>();
  readonly #bells = new Map<TaskIndex, SharedArrayBuffer>();
  readonly #pairs = new Map<ChannelIndex, { readonly producer: MessageEnd; readonly consumer: MessageEnd }>();

  constructor(options: { readonly topology: Topology; readonly startedAt: number }) {
    this.#options = options;
  }

  shared(deployment: TaskDeployment): SharedLinks {
    const { topology } = this.#options;
    const { subtask } = deployment;
    const channels = channelsOf(deployment).map((channel) => {
      const ends = topology.channels[channel];
      const peer = ends?.from === subtask ? ends.to : (ends?.from ?? subtask);
      return { channel, ring: this.#ring(channel), peerBell: this.#bell(peer) };
    });
    return { kind: "shared", ...this.#common(subtask), bell: this.#bell(subtask), channels };
  }

  ports(deployment: TaskDeployment): PortLinks {
    const { topology } = this.#options;
    const channels = channelsOf(deployment).map((channel) => {
      const { producer, consumer } = this.#portPair(channel);
      return { channel, port: topology.channels[channel]?.from === deployment.subtask ? producer : consumer };
    });
    return { kind: "ports", ...this.#common(deployment.subtask), channels };
  }

  wake(subtask: TaskIndex): void {
    const bell = this.#bells.get(subtask);
    if (bell !== undefined) new Doorbell(bell).ring();
  }

  /** Frees a task that waits in the middle of a record, where it reads no mail. */
  cancel(subtask: TaskIndex): void {
    const bell = this.#bells.get(subtask);
    if (bell !== undefined) Atomics.store(new Int32Array(bell), cancelWord, 1);
  }

  /** The attempt of `subtask` is gone, and its channels with it. */
  drop(subtask: TaskIndex): void {
    this.#bells.delete(subtask);
    for (const [channel, { from, to }] of this.#options.topology.channels.entries()) {
      if (from !== subtask && to !== subtask) continue;
      this.#rings.delete(channel);
      this.#pairs.delete(channel);
    }
  }

  /** What channel `channel` holds as far as its ring shows it: what a blocked producer has in hand is not there yet. */
  ringContents(channel: ChannelIndex): ReturnType<typeof ringContents> {
    const ring = this.#rings.get(channel);
    return ring === undefined ? [] : ringContents(ring);
  }

  /** True when `subtask` waits for room in the middle of a record, where it reads no messages. */
  isBlocked(subtask: TaskIndex): boolean {
    return [...this.#rings].some(([channel, ring]) => this.#options.topology.channels[channel]?.from === subtask && producerWaits(ring));
  }

  #common(subtask: TaskIndex): FreeLinks {
    const { startedAt, topology } = this.#options;
    const eventsMax = Math.max(eventsPerTaskMin, Math.floor(eventsUnderWayMax / topology.subtasks.length));
    const charactersMax = Math.max(charactersPerTaskMin, Math.floor(charactersUnderWayMax / topology.subtasks.length));
    const logMax = { events: eventsMax, characters: charactersMax };
    return { startedAt, logMax, subtasks: topology.subtasks.length, operatorCounters: operatorCounters(topology, subtask) };
  }

  #portPair(channel: ChannelIndex): { readonly producer: MessageEnd; readonly consumer: MessageEnd } {
    const known = this.#pairs.get(channel);
    if (known !== undefined) return known;
    const { port1, port2 } = new MessageChannel();
    const fresh = { producer: port1 as MessageEnd, consumer: port2 as MessageEnd };
    this.#pairs.set(channel, fresh);
    return fresh;
  }

  #ring(channel: ChannelIndex): SharedArrayBuffer {
    const known = this.#rings.get(channel);
    if (known !== undefined) return known;
    const { channels } = this.#options.topology;
    const consumer = channels[channel]?.to;
    const bytes = ringBytesOf(channels.filter(({ to }) => to === consumer).length);
    const fresh = createRing({ bytes, shared: true }) as SharedArrayBuffer;
    this.#rings.set(channel, fresh);
    return fresh;
  }

  #bell(subtask: TaskIndex): SharedArrayBuffer {
    const known = this.#bells.get(subtask);
    if (known !== undefined) return known;
    const fresh = new SharedArrayBuffer(bellBytes);
    this.#bells.set(subtask, fresh);
    return fresh;
  }
}

function channelsOf({ inputs, outputs }: TaskDeployment): readonly ChannelIndex[] {
  return [...inputs, ...outputs].flatMap(({ channels }) => channels.map(({ channel }) => channel));
}
