import { rowMemory, rowReader } from "../../stream/row-codec.ts";
import { StringInterner } from "../../stream/string-interner.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { Collector } from "../../stream/row.ts";
import type { ChannelDescriptor, InputChannel } from "./channel.ts";
import { inOrder } from "./channel-contents.ts";
import type { ChannelElement, PlacedControl } from "./channel-contents.ts";
import { recordsInBatch } from "./port.ts";
import type { Port, PortMessage } from "./port.ts";

/** Records after which room is given back while there is more to read. */
const creditEvery = 128;
const memoryBytes = 16_384;

export interface PortInputOptions {
  /** Called when elements have arrived. */
  readonly onArrival: () => void;
  /** Channels of one thread share an interner. */
  readonly interner?: StringInterner;
}

/** Consumer end of a channel over a message port. [CH10] */
export class PortInput implements InputChannel {
  readonly #port: Port;
  readonly #schema: ChannelDescriptor["schema"];
  readonly #interner: StringInterner;
  readonly #batches: ArrayBuffer[] = [];
  readonly #arrived: PlacedControl[] = [];
  /** The batch that is being read, copied to where the reader's views are. */
  #memory = rowMemory(new ArrayBuffer(memoryBytes));
  #readRow;
  #at = 0;
  #end = 0;
  #records = 0;
  #bytes = 0;
  #controls = 0;
  #credited = 0;
  #limit = Infinity;
  #isClosed = false;

  constructor(descriptor: ChannelDescriptor, port: Port, options: PortInputOptions) {
    this.#port = port;
    this.#schema = descriptor.schema;
    this.#interner = options.interner ?? new StringInterner();
    this.#readRow = rowReader(this.#schema, this.#memory, this.#interner);
    port.onMessage((message) => {
      this.#receive(message);
      options.onArrival();
    });
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
    const allowed = Math.min(budget, this.#limit - this.taken, this.#recordsToControl());
    let taken = 0;
    while (taken < allowed && this.#isRecordNext()) {
      const at = this.#at;
      const length = this.#memory.int32[at >> 2] ?? 0;
      // Counted before it is handed out: a record that makes its task fail has left the channel.
      this.#at = at + length;
      this.#bytes += length;
      this.#records++;
      taken++;
      this.#readRow(at, next);
      if (this.#records - this.#credited >= creditEvery) this.#giveCredit();
    }
    if (this.#records > this.#credited) this.#giveCredit();
    return taken;
  }

  pollControl(): ControlElement | undefined {
    if (this.taken >= this.#limit || this.#recordsToControl() !== 0) return undefined;
    const control = this.#arrived.shift();
    this.#controls++;
    this.#giveCredit();
    return control?.element;
  }

  waiting(): readonly ChannelElement[] {
    const begun = this.#memory.uint8.slice(this.#at, this.#end).buffer;
    const records = [begun, ...this.#batches].flatMap((batch) => recordsInBatch(batch));
    return inOrder(records, this.#records, this.#arrived).slice(0, this.#limit - this.taken);
  }

  isReadable(): boolean {
    return this.taken < this.#limit && (this.#recordsToControl() === 0 || this.#isRecordNext());
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#batches.length = 0;
    this.#arrived.length = 0;
    this.#end = this.#at;
    this.#port.post({ kind: "consumerClosed" }, []);
  }

  #receive(message: PortMessage): void {
    if (this.#isClosed) return;
    if (message.kind === "records") this.#batches.push(message.bytes);
    else if (message.kind === "control") this.#arrived.push(message.control);
  }

  #recordsToControl(): number {
    const [first] = this.#arrived;
    return first === undefined ? Infinity : first.position - this.#records;
  }

  #isRecordNext(): boolean {
    if (this.#at < this.#end) return true;
    const batch = this.#batches.shift();
    if (batch === undefined) return false;
    if (batch.byteLength > this.#memory.uint8.length) {
      this.#memory = rowMemory(new ArrayBuffer(batch.byteLength));
      this.#readRow = rowReader(this.#schema, this.#memory, this.#interner);
    }
    this.#memory.uint8.set(new Uint8Array(batch));
    this.#at = 0;
    this.#end = batch.byteLength;
    return true;
  }

  #giveCredit(): void {
    this.#credited = this.#records;
    this.#port.post({ kind: "credit", records: this.#records, bytes: this.#bytes, controls: this.#controls }, []);
  }
}
