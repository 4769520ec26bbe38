import type { PlaceInTask } from "../../stream/indices.ts";
import { toPlaceInTask } from "../../stream/indices.ts";
import { assert } from "../../base/assert.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { Collector } from "../../stream/row.ts";
import type { InputChannel } from "./channel.ts";

/** One input channel of a task and where its records go. */
export interface GateChannel {
  readonly input: InputChannel;
  readonly collect: Collector;
}

export interface GateListener {
  /** Records were taken from channel number `channel` of the gate; called once per batch. */
  onRecords(channel: PlaceInTask, records: number): void;
  onControl(channel: PlaceInTask, element: ControlElement): void;
}

/** All input channels of a task, over all its gates: read in turn, without those that a barrier holds. */
export class InputGate {
  readonly #channels: readonly GateChannel[];
  readonly #blocked: boolean[];
  readonly #ended: boolean[];
  readonly #listener: GateListener;
  #next = toPlaceInTask(0);

  constructor(channels: readonly GateChannel[], listener: GateListener) {
    this.#channels = channels;
    this.#blocked = channels.map(() => false);
    this.#ended = channels.map(() => false);
    this.#listener = listener;
  }

  /**
   * Reads from the next readable channel: at most `budget` records, then the control element behind them, if it is next.
   * Returns the number of elements; 0 = nothing to read.
   */
  read(budget: number): number {
    for (let tried = 0; tried < this.#channels.length; tried += 1) {
      const index = this.#next;
      this.#next = toPlaceInTask(index + 1 < this.#channels.length ? index + 1 : 0);
      const channel = this.#channels[index];
      if (channel === undefined || this.#blocked[index] || this.#ended[index]) continue;
      const records = channel.input.poll(channel.collect, budget);
      if (records > 0) this.#listener.onRecords(index, records);
      if (records >= budget) return records;
      const control = channel.input.pollControl();
      if (control !== undefined) this.#listener.onControl(index, control);
      if (records > 0 || control !== undefined) return records + (control === undefined ? 0 : 1);
    }
    return 0;
  }

  isReadable(): boolean {
    return this.#channels.some(({ input }, index) => !this.#blocked[index] && !this.#ended[index] && input.isReadable());
  }

  block(channel: PlaceInTask): void {
    this.#blocked[channel] = true;
  }

  /** Returns whether the channel was blocked. */
  resume(channel: PlaceInTask): boolean {
    const wasBlocked = this.#blocked[channel] === true;
    this.#blocked[channel] = false;
    return wasBlocked;
  }

  end(channel: PlaceInTask): void {
    assert(this.#ended[channel] === false, `[TK5] channel ${channel} ends once`);
    this.#ended[channel] = true;
  }

  /** True when every channel has delivered its end of partition. */
  isFinished(): boolean {
    return this.#ended.every((ended) => ended);
  }

  close(): void {
    for (const { input } of this.#channels) input.close();
  }
}
