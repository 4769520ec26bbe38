import { assert } from "../../base/assert.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { ElementView } from "../../observe/event.ts";
import type { ChannelDescriptor, InputChannel, OutputChannel } from "../../runtime/io/channel.ts";
import type { ChannelElement } from "../../runtime/io/channel-contents.ts";
import { schemaText } from "../../stream/logical-type-text.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { rowMemory, rowReader, rowWriter } from "../../stream/row-codec.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";

/** Records that a channel without a limit of its own holds. */
const defaultCapacity = 1024;

/** Bytes of a row, and the row of some bytes. */
interface RowBytes {
  encode(row: Row, timestamp: Timestamp): Uint8Array;
  decode(bytes: Uint8Array, next: Collector): void;
}

/** One per schema and thread, like the generated code behind it: jobs have few schemas, and a fuzzer makes many channels. */
const rowBytes = new Map<string, RowBytes>();

function rowBytesOf(schema: Schema): RowBytes {
  const key = schemaText(schema);
  let made = rowBytes.get(key);
  if (made === undefined) {
    made = createRowBytes(schema);
    rowBytes.set(key, made);
  }
  return made;
}

function createRowBytes(schema: Schema): RowBytes {
  let size = 1 << 12;
  let memory = rowMemory(new ArrayBuffer(size));
  let write = rowWriter(schema, memory);
  let read = rowReader(schema, memory);
  const grow = (): void => {
    size *= 2;
    memory = rowMemory(new ArrayBuffer(size));
    write = rowWriter(schema, memory);
    read = rowReader(schema, memory);
  };
  return {
    encode(row, timestamp) {
      for (;;) {
        const length = write(row, timestamp, 0, size);
        if (length > 0) return memory.uint8.slice(0, length);
        grow();
      }
    },
    decode(bytes, next) {
      while (size < bytes.length) grow();
      memory.uint8.set(bytes);
      read(0, next);
    },
  };
}

/** A channel both ends of which are in this thread. */
export interface ThreadChannel {
  readonly output: OutputChannel;
  readonly input: InputChannel;
  /** Kinds of the elements in the channel, oldest first. */
  contents(): readonly ElementView["kind"][];
  /** Behind a turn at one of its ends: what this end has sent arrives at the other. */
  settle?(): void;
}

/**
 * Both ends of a channel between two tasks of one thread; with `take`, `put` and `release`, one end of a channel between two
 * threads whose host carries the elements. Rows cross it as bytes, written and read by the codec of every other
 * channel, so that in-process runs see what a worker would see. Neither end is told anything: the driver steps who has work.
 */
export class LocalChannel implements ThreadChannel {
  readonly output: OutputChannel;
  readonly input: InputChannel;
  readonly #elements: ChannelElement[] = [];
  #first = 0;
  #records = 0;

  constructor({ channel, schema, capacityRecords = defaultCapacity }: ChannelDescriptor) {
    const { encode, decode } = rowBytesOf(schema);
    this.output = this.#outputEnd(capacityRecords, encode);
    this.input = this.#inputEnd(channel, decode);
  }

  /** Kinds of the elements in the channel, oldest first. */
  contents(): readonly ElementView["kind"][] {
    return this.#elements.slice(this.#first).map(({ control }) => control?.kind ?? "record");
  }

  /** Producer's thread: elements written since the last call. Their records still take up room until they are released. */
  take(): readonly ChannelElement[] {
    return this.#elements.splice(this.#first);
  }

  /** Consumer's thread: elements that have arrived. */
  put(elements: readonly ChannelElement[]): void {
    for (const element of elements) {
      this.#elements.push(element);
      if (element.bytes !== undefined) this.#records++;
    }
  }

  /** Records in the channel, as far as this thread knows. */
  get heldRecords(): number {
    return this.#records;
  }

  /** Producer's thread: the consumer has taken `records`. */
  release(records: number): void {
    this.#records -= records;
  }

  #outputEnd(capacity: number, encode: RowBytes["encode"]): OutputChannel {
    let sent = 0;
    let sentControls = 0;
    const elements = this.#elements;
    const count = (): void => {
      this.#records++;
      sent++;
    };
    return {
      isAvailable: () => this.#records < capacity,
      write(row, timestamp) {
        elements.push({ bytes: encode(row, timestamp) });
        count();
      },
      control(element) {
        elements.push({ control: element });
        sentControls++;
      },
      flush() {},
      get sent() {
        return sent;
      },
      get sentControls() {
        return sentControls;
      },
      // What is written is on its way at once, and becomes readable when its latency has passed.
      waiting: () => [],
      close() {},
    };
  }

  #inputEnd(channel: ChannelIndex, decode: RowBytes["decode"]): InputChannel {
    let taken = 0;
    let limit = 0;
    const head = (): ChannelElement | undefined => (taken < limit ? this.#elements[this.#first] : undefined);
    const drop = (): void => {
      taken++;
      this.#first++;
      if (this.#first > 64 && this.#first * 2 > this.#elements.length) {
        this.#elements.splice(0, this.#first);
        this.#first = 0;
      }
    };
    return {
      poll: (next, budget) => {
        let polled = 0;
        for (let element = head(); polled < budget && element?.bytes !== undefined; element = head()) {
          drop();
          this.#records--;
          polled++;
          decode(element.bytes, next);
        }
        return polled;
      },
      pollControl() {
        const control = head()?.control;
        if (control !== undefined) drop();
        return control;
      },
      waiting: () => this.#elements.slice(this.#first, this.#first + limit - taken),
      isReadable: () => head() !== undefined,
      get taken() {
        return taken;
      },
      setReadLimit(elements) {
        assert(elements >= taken, `[CH6] channel ${channel}: a read limit below what was taken`);
        limit = elements;
      },
      close() {},
    };
  }
}
