import { assert } from "../../base/assert.ts";
import { rowWriter } from "../../stream/row-codec.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { RowWriter } from "../../stream/row-codec.ts";
import type { Collector } from "../../stream/row.ts";
import type { ChannelDescriptor, OutputChannel } from "./channel.ts";
import { contentsOf, inOrder } from "./channel-contents.ts";
import type { ChannelElement, ElementKind } from "./channel-contents.ts";
import { HeldControls } from "./held-controls.ts";
import { laneEntries, laneOrdinaryMax } from "./control-lane.ts";
import { sleepingWord } from "./doorbell.ts";
import type { Doorbell } from "./doorbell.ts";
import { fragmentHeaderBytes, ringOf, waitsForRoom, waitsInRecord, word } from "./ring.ts";
import type { Ring } from "./ring.ts";
import { rowEncoder } from "./row-encoder.ts";

/** Records after which the producer publishes though the consumer is awake: measured, see `bench/`. */
const publishEvery = 64;
/** A blocked producer looks at its cancel flag this often though nothing wakes it. */
const blockedLookMs = 20;

/** How a free-running producer waits for room in the middle of a record. */
export interface Blocking {
  /** True: stop waiting and throw `ProducerCancelled`. */
  readonly isCancelled: () => boolean;
  /** Called before each wait (`true`), the moment to show a sign of life, and after it. */
  readonly onWait: (waits: boolean) => void;
}

/** When a consumer that sleeps is woken: to wake a thread costs more than to send a thousand records. [RP60] */
export interface WakeDelay {
  /** Milliseconds between two wake-ups, unless a quarter of the ring waits or the producer `announce`s. */
  readonly ms: number;
  /** Milliseconds, with fractions. */
  now(): number;
}

export interface RingOutputOptions {
  readonly consumerBell: Doorbell;
  /** Absent: a consumer that sleeps is woken for every record. With one, whoever drives the producer calls `announce` before it rests. */
  readonly wakeDelay?: WakeDelay;
  /** Absent: a record that does not fit waits inside the channel. */
  readonly blocking?: Blocking;
}

/** Thrown out of `write` when the task was cancelled while it waited for room. */
export class ProducerCancelled extends Error {
  override readonly name = "ProducerCancelled";
}

/** Producer end of a ring. [CH1] to [CH8] */
export class RingOutput implements OutputChannel {
  readonly #ring: Ring;
  readonly #bell: Doorbell;
  readonly #bellWords: Int32Array;
  readonly #blocking: Blocking | undefined;
  readonly #wakeDelay: WakeDelay | undefined;
  readonly #capacityRecords: number;
  readonly #writeRow: RowWriter;
  readonly #encode: ReturnType<typeof rowEncoder>;
  readonly #inlineMax: number;
  readonly #mask: number;
  readonly #held = new HeldControls();
  /** Encoded records that did not fit, and how much of the first is in the ring already. */
  readonly #overflow: Uint8Array[] = [];
  #moved = 0;
  #head = 0;
  /** Bytes from the head that are known to be free, in one piece, and usable by one record; 0 while something `#waits`. */
  #room = 0;
  #published = 0;
  #unpublished = 0;
  /** Up to here the consumer was awake, or was rung. */
  #announced = 0;
  #rungAt = -Infinity;
  /** Records behind which a producer whose consumer sleeps publishes and looks at the clock: 1, 2, 4, ... since it was rung. */
  #nextLook = 1;
  #tail = 0;
  #controlHead = 0;
  #controlTail = 0;
  #sent = 0;
  #sentControls = 0;
  #closed = false;

  constructor(descriptor: ChannelDescriptor, buffer: ArrayBufferLike, options: RingOutputOptions) {
    this.#ring = ringOf(buffer);
    this.#bell = options.consumerBell;
    this.#bellWords = options.consumerBell.words;
    this.#blocking = options.blocking;
    this.#wakeDelay = options.wakeDelay;
    this.#capacityRecords = descriptor.capacityRecords ?? Infinity;
    this.#writeRow = rowWriter(descriptor.schema, this.#ring.data);
    this.#encode = rowEncoder(descriptor.schema);
    this.#inlineMax = this.#ring.size / 4;
    this.#mask = this.#ring.size - 1;
    const start = Atomics.load(this.#ring.words, word.head);
    this.#head = start;
    this.#published = start;
    this.#announced = start;
    this.#tail = start;
  }

  get sent(): number {
    return this.#sent;
  }

  get sentControls(): number {
    return this.#sentControls;
  }

  readonly write: Collector = (row, timestamp) => {
    const length = this.#writeRow(row, timestamp, this.#head & this.#mask, this.#room);
    if (length > 0) this.#advance(length);
    else if (this.#waits() || !this.#writeAtNewestTail(row, timestamp)) return this.#writeAround(this.#encode(row, timestamp));
    this.#sent++;
    const look = this.#bellWords[sleepingWord] === 0 ? publishEvery : this.#nextLook;
    if (++this.#unpublished >= look) this.#publish();
  };

  isAvailable(): boolean {
    if (this.#hasRoom()) return true;
    // Only the consumer takes it back, by ringing: a producer that sees some room now may still go to sleep on what it saw before.
    Atomics.store(this.#ring.words, word.producerWaiting, waitsForRoom);
    return this.#hasRoom();
  }

  control(element: ControlElement): void {
    assert(!this.#closed, "[CH8] nothing is sent behind the end of a channel");
    this.#room = 0;
    if (!this.#held.add(element, this.#sent)) this.#sentControls++;
    this.flush();
    this.#ringBell();
  }

  flush(): void {
    this.#drain();
    this.#publish();
    if (this.#announced !== this.#published) this.#wake();
  }

  /** Wakes a consumer that was left to sleep though there is something for it. */
  announce(): void {
    if (this.#announced === this.#published) return;
    this.#rungAt = this.#wakeDelay?.now() ?? -Infinity;
    this.#ringBell();
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    Atomics.store(this.#ring.words, word.producerClosed, 1);
    this.#ringBell();
  }

  waiting(): readonly ChannelElement[] {
    this.flush();
    const { words, lane } = this.#ring;
    const first = (this.#sent - this.#overflow.length) | 0;
    const controlTail = Atomics.load(words, word.controlTail);
    const inLane = Array.from({ length: (this.#controlHead - controlTail) | 0 }, (_, index) => ({
      element: lane.read(controlTail + index),
      position: lane.position(controlTail + index),
    }));
    // A control element is in the lane at once, but behind records that wait it cannot be taken.
    const behind = inLane.filter(({ position }) => ((position - first) | 0) > 0);
    return inOrder(this.#overflow, first, [...behind, ...this.#held.elements()]);
  }

  /** Kinds of all elements that were sent and not taken, head first. */
  contents(): readonly ElementKind[] {
    const { words, lane } = this.#ring;
    const controlTail = Atomics.load(words, word.controlTail);
    const inLane = Array.from({ length: (this.#controlHead - controlTail) | 0 }, (_, index) => ({
      kind: lane.kind(controlTail + index),
      position: lane.position(controlTail + index),
    }));
    return contentsOf({
      taken: Atomics.load(words, word.taken),
      sent: this.#sent | 0,
      controls: [...inLane, ...this.#held.kinds()],
    });
  }

  #advance(length: number): void {
    this.#head = (this.#head + length) | 0;
    this.#room -= length;
  }

  /** True while something is in front of the next record outside the ring. */
  #waits(): boolean {
    return this.#overflow.length > 0 || !this.#held.isEmpty;
  }

  /** Writes behind the head or at the start of the lane. False, with the ring untouched, when the record does not fit at once. */
  #writeAtNewestTail(row: Parameters<Collector>[0], timestamp: number): boolean {
    this.#tail = Atomics.load(this.#ring.words, word.tail);
    const { size } = this.#ring;
    const at = this.#head & this.#mask;
    const free = size - ((this.#head - this.#tail) | 0);
    const toEnd = size - at;
    this.#room = Math.min(free, toEnd, this.#inlineMax);
    const length = this.#writeRow(row, timestamp, at, this.#room);
    if (length > 0) {
      this.#advance(length);
      return true;
    }
    if (toEnd >= this.#inlineMax || free <= toEnd) return false;
    const room = Math.min(free - toEnd, this.#inlineMax);
    const wrapped = this.#writeRow(row, timestamp, 0, room);
    if (wrapped === 0) return false;
    this.#pad(at, toEnd);
    this.#head = (this.#head + toEnd) | 0;
    this.#room = room;
    this.#advance(wrapped);
    return true;
  }

  #writeAround(record: Uint8Array): void {
    this.#sent++;
    if (Atomics.load(this.#ring.words, word.consumerClosed) === 1) return;
    this.#room = 0;
    this.#overflow.push(record);
    this.flush();
    if (this.#blocking !== undefined && this.#overflow.length > 0) this.#waitForRoom(this.#blocking);
  }

  #waitForRoom(blocking: Blocking): void {
    const { words } = this.#ring;
    for (;;) {
      Atomics.store(words, word.producerWaiting, waitsInRecord);
      this.flush();
      if (this.#overflow.length === 0) break;
      this.announce();
      if (blocking.isCancelled()) throw new ProducerCancelled("cancelled while waiting for room in a channel");
      blocking.onWait(true);
      Atomics.wait(words, word.producerWaiting, waitsInRecord, blockedLookMs);
      blocking.onWait(false);
    }
    Atomics.store(words, word.producerWaiting, 0);
  }

  /** A channel whose consumer is gone takes everything and keeps nothing. */
  #hasRoom(): boolean {
    if (this.#waits()) this.flush();
    const fits = !this.#waits() && this.#hasLaneRoom() && this.#hasCredit() && this.#hasByteRoom();
    return fits || Atomics.load(this.#ring.words, word.consumerClosed) === 1;
  }

  #hasLaneRoom(): boolean {
    if (((this.#controlHead - this.#controlTail) | 0) < laneOrdinaryMax) return true;
    this.#controlTail = Atomics.load(this.#ring.words, word.controlTail);
    return ((this.#controlHead - this.#controlTail) | 0) < laneOrdinaryMax;
  }

  #hasCredit(): boolean {
    if (this.#capacityRecords === Infinity) return true;
    return ((this.#sent - Atomics.load(this.#ring.words, word.taken)) | 0) < this.#capacityRecords;
  }

  #hasByteRoom(): boolean {
    const usedMax = this.#ring.size - this.#inlineMax;
    if (((this.#head - this.#tail) | 0) <= usedMax) return true;
    this.#tail = Atomics.load(this.#ring.words, word.tail);
    return ((this.#head - this.#tail) | 0) <= usedMax;
  }

  /** Moves held control elements and overflowing records, in order, as far as there is room. */
  #drain(): void {
    if (!this.#waits()) return;
    const { words } = this.#ring;
    if (Atomics.load(words, word.consumerClosed) === 1) {
      this.#overflow.length = 0;
      this.#held.clear();
      return;
    }
    this.#drainControls();
    while (this.#overflow.length > 0 && !this.#held.isBefore(this.#sent - this.#overflow.length + 1)) {
      if (!this.#moveOverflow()) break;
    }
  }

  #drainControls(): void {
    const { words, lane } = this.#ring;
    const max = this.#held.isUrgent ? laneEntries : laneOrdinaryMax;
    const start = this.#controlHead;
    this.#controlTail = Atomics.load(words, word.controlTail);
    while (!this.#held.isEmpty && ((this.#controlHead - this.#controlTail) | 0) < max) {
      const { element, position } = this.#held.shift();
      lane.write(this.#controlHead, element, position);
      this.#controlHead = (this.#controlHead + 1) | 0;
    }
    if (this.#controlHead === start) return;
    // Records before their control element: a consumer that sees the element may ask for them at once.
    this.#publish();
    Atomics.store(words, word.controlHead, this.#controlHead);
    this.#ringBell();
  }

  /** Moves the first overflowing record, whole or one fragment of it. False when there is no room. */
  #moveOverflow(): boolean {
    const { size, data } = this.#ring;
    const record = this.#overflow[0];
    if (record === undefined) return false;
    this.#tail = Atomics.load(this.#ring.words, word.tail);
    const isWhole = this.#moved === 0 && record.length <= this.#inlineMax;
    const header = isWhole ? 0 : fragmentHeaderBytes;
    const rest = record.length - this.#moved;
    const payload = isWhole ? rest : Math.min(rest, this.#inlineMax - header);
    const at = this.#reserve(header + payload);
    if (at < 0) return false;
    if (!isWhole) data.int32.set([-header - payload, payload, record.length, rest - payload], at / 4);
    data.uint8.set(record.subarray(this.#moved, this.#moved + payload), at + header);
    this.#head = (this.#head + header + payload) | 0;
    this.#moved += payload;
    assert(((this.#head - this.#tail) | 0) <= size, "[CH1] a ring holds no more than its size");
    if (this.#moved < record.length) return true;
    this.#overflow.shift();
    this.#moved = 0;
    return true;
  }

  /** Place for `length` bytes in one piece, or -1. Pads to the end of the lane when needed. */
  #reserve(length: number): number {
    const { size } = this.#ring;
    const at = this.#head & (size - 1);
    const free = size - ((this.#head - this.#tail) | 0);
    const toEnd = size - at;
    if (length <= toEnd) return length <= free ? at : -1;
    if (length > free - toEnd) return -1;
    this.#pad(at, toEnd);
    this.#head = (this.#head + toEnd) | 0;
    return 0;
  }

  #pad(at: number, length: number): void {
    this.#ring.data.int32[at >> 2] = -length;
    this.#ring.data.int32[(at >> 2) + 1] = -1;
  }

  #publish(): void {
    this.#unpublished = 0;
    if (this.#head === this.#published) return;
    this.#published = this.#head;
    Atomics.store(this.#ring.words, word.sent, (this.#sent - this.#overflow.length) | 0);
    Atomics.store(this.#ring.words, word.head, this.#head);
    this.#wake();
  }

  /** The consumer is to know of what was published: at once, or soon. [RP60] */
  #wake(): void {
    const delay = this.#wakeDelay;
    if (delay === undefined || !this.#bell.isArmed()) return this.#ringBell();
    const now = delay.now();
    const waits = (this.#published - this.#announced) | 0;
    if (waits < this.#inlineMax && now - this.#rungAt < delay.ms) {
      this.#nextLook = Math.min(this.#nextLook * 2, publishEvery);
      return;
    }
    this.#rungAt = now;
    this.#ringBell();
  }

  #ringBell(): void {
    this.#announced = this.#published;
    this.#nextLook = 1;
    this.#bell.ring();
  }
}
