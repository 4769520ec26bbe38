import { rowReader } from "../../stream/row-codec.ts";
import { StringInterner } from "../../stream/string-interner.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { RowMemory, RowReader } from "../../stream/row-codec.ts";
import type { Collector } from "../../stream/row.ts";
import type { ChannelDescriptor, InputChannel } from "./channel.ts";
import { inOrder } from "./channel-contents.ts";
import type { ChannelElement } from "./channel-contents.ts";
import type { Doorbell } from "./doorbell.ts";
import { fragmentHeaderBytes, ringOf, word } from "./ring.ts";
import type { Ring } from "./ring.ts";
import { decodeRow } from "./row-encoder.ts";

/** Records after which the consumer gives their room back while it goes on reading. */
const releaseEvery = 64;

export interface RingInputOptions {
  readonly producerBell: Doorbell;
  /** Channels of one thread share an interner. */
  readonly interner?: StringInterner;
  /** Called when the ring runs dry: the in-process host moves the producer's overflow. */
  readonly refill?: () => void;
}

/** Consumer end of a ring. [CH1] to [CH8] */
export class RingInput implements InputChannel {
  readonly #ring: Ring;
  readonly #bell: Doorbell;
  readonly #refill: (() => void) | undefined;
  readonly #readRow: RowReader;
  readonly #decode: ReturnType<typeof decodeRow>;
  readonly #halfSize: number;
  readonly #countsRecords: boolean;
  #head = 0;
  #tail = 0;
  #released = 0;
  #controlHead = 0;
  #controlTail = 0;
  #records = 0;
  #controls = 0;
  #limit = Infinity;
  #assembly: Assembly | undefined;
  #closed = false;

  constructor(descriptor: ChannelDescriptor, buffer: ArrayBufferLike, options: RingInputOptions) {
    const interner = options.interner ?? new StringInterner();
    this.#ring = ringOf(buffer);
    this.#bell = options.producerBell;
    this.#refill = options.refill;
    this.#readRow = rowReader(descriptor.schema, this.#ring.data, interner);
    this.#decode = decodeRow(descriptor.schema, interner);
    this.#halfSize = this.#ring.size / 2;
    this.#countsRecords = descriptor.capacityRecords !== undefined;
    const start = Atomics.load(this.#ring.words, word.tail);
    this.#head = start;
    this.#tail = start;
    this.#released = start;
  }

  get taken(): number {
    return this.#records + this.#controls;
  }

  /** Records taken since the channel was opened. */
  get takenRecords(): number {
    return this.#records;
  }

  setReadLimit(elements: number): void {
    this.#limit = elements;
  }

  poll(next: Collector, budget: number): number {
    let taken = 0;
    while (taken < budget) {
      if (!this.#isRecordNext()) break;
      const allowed = Math.min(budget - taken, this.#limit - this.taken, this.#recordsToControl(), releaseEvery);
      if (allowed <= 0) break;
      taken += this.#take(next, allowed);
      this.#release();
    }
    return taken;
  }

  pollControl(): ControlElement | undefined {
    if (!this.#isControlNext() || this.taken >= this.#limit) return undefined;
    const element = this.#ring.lane.read(this.#controlTail);
    this.#controlTail = (this.#controlTail + 1) | 0;
    this.#controls++;
    Atomics.store(this.#ring.words, word.controlTail, this.#controlTail);
    this.#wakeProducer();
    return element;
  }

  waiting(): readonly ChannelElement[] {
    if (this.#closed) return [];
    this.#refresh();
    const { lane } = this.#ring;
    const controls = Array.from({ length: (this.#controlHead - this.#controlTail) | 0 }, (_, index) => ({
      element: lane.read(this.#controlTail + index),
      position: lane.position(this.#controlTail + index),
    }));
    return inOrder(this.#wholeRecords(), this.#records, controls).slice(0, this.#limit - this.taken);
  }

  isReadable(): boolean {
    return this.taken < this.#limit && (this.#isControlNext() || this.#isRecordNext());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    Atomics.store(this.#ring.words, word.consumerClosed, 1);
    this.#wakeProducer();
  }

  /** Takes up to `count` records (at least one is there), in a loop over whole ones. */
  #take(next: Collector, count: number): number {
    if (this.#assembly !== undefined) return this.#takeAssembled(next);
    const { int32 } = this.#ring.data;
    const mask = this.#ring.size - 1;
    let taken = 0;
    while (taken < count && this.#tail !== this.#head) {
      const at = this.#tail & mask;
      const length = int32[at >> 2] ?? 0;
      if (length <= 0) break;
      // Counted before it is handed out: a record that makes its task fail has left the channel.
      this.#tail = (this.#tail + length) | 0;
      this.#records++;
      taken++;
      this.#readRow(at, next);
    }
    return taken;
  }

  #takeAssembled(next: Collector): number {
    const bytes = this.#assembly?.bytes;
    this.#assembly = undefined;
    this.#records++;
    if (bytes !== undefined) this.#decode(bytes.buffer, next);
    return 1;
  }

  /** True when a whole record can be taken; skips pads and gathers fragments on the way. */
  #isRecordNext(): boolean {
    if (this.#closed) return false;
    const { int32 } = this.#ring.data;
    const mask = this.#ring.size - 1;
    for (;;) {
      if (this.#assembly?.missing === 0) return true;
      if (this.#tail === this.#head && !this.#refresh()) return false;
      const at = this.#tail & mask;
      const length = int32[at >> 2] ?? 0;
      if (length > 0) return true;
      if (int32[(at >> 2) + 1] !== -1) this.#assembly = gather(this.#ring.data, at, this.#assembly);
      this.#tail = (this.#tail - length) | 0;
      this.#release();
    }
  }

  /** Copies of the records that are known to be there to their last byte. */
  #wholeRecords(): readonly Uint8Array[] {
    const { data } = this.#ring;
    const records: Uint8Array[] = [];
    let assembly = this.#assembly && { bytes: this.#assembly.bytes.slice(), missing: this.#assembly.missing };
    for (let tail = this.#tail; ; ) {
      if (assembly?.missing === 0) {
        records.push(assembly.bytes);
        assembly = undefined;
      }
      if (tail === this.#head) return records;
      const at = tail & (this.#ring.size - 1);
      const length = data.int32[at >> 2] ?? 0;
      if (length > 0) records.push(data.uint8.slice(at, at + length));
      else if (data.int32[(at >> 2) + 1] !== -1) assembly = gather(data, at, assembly);
      tail = (tail + Math.abs(length)) | 0;
    }
  }

  /** Looks at what the producer has published. Control elements are looked at last: none is behind records that are known. */
  #refresh(): boolean {
    const { words } = this.#ring;
    this.#head = Atomics.load(words, word.head);
    if (this.#head === this.#tail && this.#refill !== undefined) {
      this.#refill();
      this.#head = Atomics.load(words, word.head);
    }
    this.#controlHead = Atomics.load(words, word.controlHead);
    return this.#head !== this.#tail;
  }

  #isControlNext(): boolean {
    if (this.#closed) return false;
    if (this.#tail === this.#head) this.#refresh();
    return this.#recordsToControl() === 0;
  }

  /** Records before the next control element that is known. */
  #recordsToControl(): number {
    if (this.#controlTail === this.#controlHead) return Infinity;
    return (this.#ring.lane.position(this.#controlTail) - this.#records) | 0;
  }

  /** Gives the room of what was taken back to the producer. */
  #release(): void {
    const { words } = this.#ring;
    Atomics.store(words, word.taken, this.#records | 0);
    if (this.#tail !== this.#released) {
      this.#released = this.#tail;
      Atomics.store(words, word.tail, this.#tail);
    }
    // A producer that waits for bytes is woken once half of them are free: fewer switches between the two.
    if (this.#countsRecords || ((this.#head - this.#tail) | 0) <= this.#halfSize) this.#wakeProducer();
  }

  #wakeProducer(): void {
    const { words } = this.#ring;
    if (Atomics.load(words, word.producerWaiting) === 0) return;
    Atomics.store(words, word.producerWaiting, 0);
    Atomics.notify(words, word.producerWaiting);
    this.#bell.ring();
  }
}

/** A record that came in fragments: what is there of it, and how many bytes are still to come. */
interface Assembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  missing: number;
}

/** Adds the fragment at byte `at` to the record it is of. */
function gather({ int32, uint8 }: RowMemory, at: number, begun: Assembly | undefined): Assembly {
  const [payload = 0, whole = 0, missing = 0] = int32.subarray((at >> 2) + 1, (at >> 2) + 4);
  const assembly = begun ?? { bytes: new Uint8Array(whole), missing: whole };
  const start = at + fragmentHeaderBytes;
  assembly.bytes.set(uint8.subarray(start, start + payload), whole - missing - payload);
  assembly.missing = missing;
  return assembly;
}
