import { assert } from "../../base/assert.ts";
import { rowMemory, rowWriter } from "../../stream/row-codec.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { Collector } from "../../stream/row.ts";
import type { ChannelDescriptor, OutputChannel } from "./channel.ts";
import { contentsOf, inOrder } from "./channel-contents.ts";
import type { ChannelElement, ElementKind, PlacedControl } from "./channel-contents.ts";
import { recordsInBatch } from "./port.ts";
import type { Port, PortMessage } from "./port.ts";

export interface PortSizes {
  readonly batchRecords: number;
  readonly batchBytes: number;
  /** Under way at most, unless one emission alone is more. */
  readonly windowRecords: number;
  readonly windowBytes: number;
}

/** A message costs the same for 1 row and for 256; beyond, larger batches gain nothing. The window is what a ring holds, about. */
const productSizes: PortSizes = { batchRecords: 256, batchBytes: 16_384, windowRecords: 1024, windowBytes: 262_144 };
const windowControls = 96;

interface Batch {
  readonly bytes: ArrayBuffer;
  readonly records: number;
}

export interface PortOutputOptions {
  /** Called when a credit has arrived: a task that was blocked may go on. */
  readonly onCredit: () => void;
  /** Default: those of CH10. */
  readonly sizes?: PortSizes | undefined;
}

/**
 * Producer end of a channel over a message port, for pages that are not cross-origin isolated. Batches leave while the consumer
 * has granted room, further ones wait inside the channel; control elements always leave at once. [CH10]
 */
export class PortOutput implements OutputChannel {
  readonly #port: Port;
  readonly #schema: ChannelDescriptor["schema"];
  readonly #sizes: PortSizes;
  readonly #window: number;
  #memory;
  #writeRow;
  #length = 0;
  #records = 0;
  readonly #waiting: Batch[] = [];
  /** Control elements that are not known to be taken. */
  readonly #controls: PlacedControl[] = [];
  #sent = 0;
  #sentBytes = 0;
  /** Records and bytes that have been posted. */
  #posted = 0;
  #postedBytes = 0;
  #sentControls = 0;
  #credit = { records: 0, bytes: 0, controls: 0 };
  #isDiscarding = false;
  #isClosed = false;

  constructor(descriptor: ChannelDescriptor, port: Port, options: PortOutputOptions) {
    this.#port = port;
    this.#schema = descriptor.schema;
    this.#sizes = options.sizes ?? productSizes;
    this.#window = descriptor.capacityRecords ?? this.#sizes.windowRecords;
    this.#memory = rowMemory(new ArrayBuffer(this.#sizes.batchBytes));
    this.#writeRow = rowWriter(descriptor.schema, this.#memory);
    port.onMessage((message) => this.#receive(message, options.onCredit));
  }

  get sent(): number {
    return this.#sent;
  }

  get sentControls(): number {
    return this.#sentControls;
  }

  readonly write: Collector = (row, timestamp) => {
    let length = this.#writeRow(row, timestamp, this.#length, this.#memory.uint8.length - this.#length);
    while (length === 0) {
      if (this.#records > 0) this.#cut();
      else this.#grow();
      length = this.#writeRow(row, timestamp, this.#length, this.#memory.uint8.length - this.#length);
    }
    this.#length += length;
    this.#sentBytes += length;
    this.#sent++;
    if (++this.#records >= this.#sizes.batchRecords) this.flush();
  };

  isAvailable(): boolean {
    if (this.#isDiscarding) return true;
    return (
      this.#sent - this.#credit.records < this.#window &&
      this.#sentBytes - this.#credit.bytes < this.#sizes.windowBytes &&
      this.#sentControls - this.#credit.controls < windowControls
    );
  }

  control(element: ControlElement): void {
    assert(!this.#isClosed, "[CH8] nothing is sent behind the end of a channel");
    this.flush();
    const control = { element, position: this.#sent };
    this.#sentControls++;
    this.#controls.push(control);
    if (!this.#isDiscarding) this.#port.post({ kind: "control", control }, []);
  }

  flush(): void {
    if (this.#records > 0) this.#cut();
    this.#postWaiting();
  }

  close(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#isClosed = true;
  }

  waiting(): readonly ChannelElement[] {
    this.flush();
    // Control elements are on their way, but behind records that wait they cannot be taken.
    const controls = this.#controls.filter(({ position }) => position > this.#posted);
    return inOrder(this.#waiting.flatMap(({ bytes }) => recordsInBatch(bytes)), this.#posted, controls);
  }

  /** Kinds of all elements that were sent and not taken, head first; `taken` is what the consumer has taken, by credits if not known. */
  contents(taken: { readonly records: number; readonly controls: number } = this.#credit): readonly ElementKind[] {
    const controls = this.#controls.slice(Math.max(0, taken.controls - this.#credit.controls));
    return contentsOf({
      taken: taken.records,
      sent: this.#sent,
      controls: controls.map(({ element, position }) => ({ kind: element.kind, position })),
    });
  }

  #receive(message: PortMessage, onCredit: () => void): void {
    if (message.kind === "consumerClosed") {
      this.#isDiscarding = true;
      this.#waiting.length = 0;
    } else if (message.kind === "credit") {
      this.#controls.splice(0, message.controls - this.#credit.controls);
      this.#credit = message;
      this.#postWaiting();
    }
    onCredit();
  }

  /** Ends the batch that is being written. */
  #cut(): void {
    if (!this.#isDiscarding) {
      const bytes = new ArrayBuffer(this.#length);
      new Uint8Array(bytes).set(this.#memory.uint8.subarray(0, this.#length));
      this.#waiting.push({ bytes, records: this.#records });
    }
    this.#length = 0;
    this.#records = 0;
  }

  /** At least one batch is always under way, however large it is. */
  #postWaiting(): void {
    const { windowRecords, windowBytes } = this.#sizes;
    for (let batch = this.#waiting[0]; batch !== undefined; batch = this.#waiting[0]) {
      const records = this.#posted - this.#credit.records;
      const bytes = this.#postedBytes - this.#credit.bytes;
      if (records > 0 && (records + batch.records > windowRecords || bytes + batch.bytes.byteLength > windowBytes)) return;
      this.#waiting.shift();
      this.#posted += batch.records;
      this.#postedBytes += batch.bytes.byteLength;
      this.#port.post({ kind: "records", ...batch }, [batch.bytes]);
    }
  }

  #grow(): void {
    this.#memory = rowMemory(new ArrayBuffer(this.#memory.uint8.length * 4));
    this.#writeRow = rowWriter(this.#schema, this.#memory);
  }
}
