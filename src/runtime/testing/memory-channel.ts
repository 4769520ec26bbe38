import type { ControlElement } from "../../stream/control-element.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { ChannelDescriptor, InputChannel, OutputChannel } from "../io/channel.ts";
import type { ChannelElement } from "../io/channel-contents.ts";
import { rowEncoder } from "../io/row-encoder.ts";

type Element = { readonly row: Row; readonly timestamp: Timestamp } | { readonly control: ControlElement };

/** Both ends of a channel that is a queue in memory. Rows are not copied. */
export class MemoryChannel implements InputChannel, OutputChannel {
  readonly #elements: Element[] = [];
  readonly #capacity: number;
  /** Of its rows; known once an end was opened. */
  #schema: Schema = { fields: [] };
  #sent = 0;
  #sentControls = 0;
  #taken = 0;
  #limit = Infinity;

  /** `capacity`: records it holds before it is not available any more. */
  constructor(capacity = Infinity) {
    this.#capacity = capacity;
  }

  open({ schema }: Pick<ChannelDescriptor, "schema">): this {
    this.#schema = schema;
    return this;
  }

  get sent(): number {
    return this.#sent;
  }

  get sentControls(): number {
    return this.#sentControls;
  }

  get taken(): number {
    return this.#taken;
  }

  isAvailable(): boolean {
    let records = 0;
    for (const element of this.#elements) if ("row" in element) records += 1;
    return records < this.#capacity;
  }

  readonly write = (row: Row, timestamp: Timestamp): void => {
    this.#sent += 1;
    this.#elements.push({ row, timestamp });
  };

  control(element: ControlElement): void {
    this.#sentControls += 1;
    this.#elements.push({ control: element });
  }

  flush(): void {}

  waiting(): readonly ChannelElement[] {
    const encode = rowEncoder(this.#schema);
    return this.#elements
      .slice(0, this.#limit - this.#taken)
      .map((element) => ("row" in element ? { bytes: encode(element.row, element.timestamp) } : element));
  }

  poll(next: (row: Row, timestamp: Timestamp) => void, budget: number): number {
    let count = 0;
    while (count < budget && this.isReadable()) {
      const [element] = this.#elements;
      if (element === undefined || "control" in element) break;
      this.#elements.shift();
      this.#taken += 1;
      count += 1;
      next(element.row, element.timestamp);
    }
    return count;
  }

  pollControl(): ControlElement | undefined {
    const [element] = this.#elements;
    if (!this.isReadable() || element === undefined || "row" in element) return undefined;
    this.#elements.shift();
    this.#taken += 1;
    return element.control;
  }

  isReadable(): boolean {
    return this.#elements.length > 0 && this.#taken < this.#limit;
  }

  setReadLimit(elements: number): void {
    this.#limit = elements;
  }

  close(): void {
    this.#elements.length = 0;
  }
}
