import type { PlaceInInput } from "../../stream/indices.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { minTimestamp } from "../../stream/timestamp.ts";
import type { WatermarkTarget } from "../time/watermark-output.ts";

interface ChannelStatus {
  watermark: Timestamp;
  idle: boolean;
  /** Counts in the minimum. An idle channel does not, and one that came back below the output not before it has caught up. */
  aligned: boolean;
}

/** Combines the watermarks and statuses of all channels of one input (Flink's StatusWatermarkValve). */
export class WatermarkValve {
  readonly #channels: readonly ChannelStatus[];
  readonly #target: WatermarkTarget;
  #watermark: Timestamp = minTimestamp;
  #idle = false;

  constructor(channels: number, target: WatermarkTarget) {
    this.#channels = Array.from({ length: channels }, () => ({ watermark: minTimestamp, idle: false, aligned: true }));
    this.#target = target;
  }

  watermark(index: PlaceInInput, timestamp: Timestamp): void {
    const channel = this.#channel(index);
    if (this.#idle || channel.idle || timestamp <= channel.watermark) return;
    channel.watermark = timestamp;
    if (timestamp >= this.#watermark) channel.aligned = true;
    this.#advance(this.#alignedMinimum());
  }

  status(index: PlaceInInput, idle: boolean): void {
    const channel = this.#channel(index);
    if (channel.idle === idle) return;
    if (idle) this.#markIdle(channel);
    else this.#markActive(channel);
  }

  /** Watermark last received on a channel, and whether the channel is idle. */
  inspect(index: PlaceInInput): { readonly watermark: Timestamp; readonly idle: boolean } {
    return this.#channel(index);
  }

  #markIdle(channel: ChannelStatus): void {
    channel.idle = true;
    channel.aligned = false;
    const heldBack = channel.watermark === this.#watermark;
    if (this.#channels.some((other) => !other.idle)) {
      if (heldBack) this.#advance(this.#alignedMinimum());
      return;
    }
    // Nobody is left who could still send something earlier, so the furthest channel decides; without the condition the
    // output would depend on the order in which the channels went idle.
    if (heldBack) this.#advance(this.#channels.reduce((max, other) => Math.max(max, other.watermark), minTimestamp));
    this.#idle = true;
    this.#target.status(true);
  }

  #markActive(channel: ChannelStatus): void {
    channel.idle = false;
    channel.aligned = channel.watermark >= this.#watermark;
    if (!this.#idle) return;
    this.#idle = false;
    this.#target.status(false);
  }

  /** Minimum over the aligned channels; without any there is nothing to emit. */
  #alignedMinimum(): Timestamp {
    let minimum: Timestamp | undefined;
    for (const channel of this.#channels) {
      if (channel.aligned && (minimum === undefined || channel.watermark < minimum)) minimum = channel.watermark;
    }
    return minimum ?? minTimestamp;
  }

  #advance(timestamp: Timestamp): void {
    if (timestamp <= this.#watermark) return;
    this.#watermark = timestamp;
    this.#target.watermark(timestamp);
  }

  #channel(index: PlaceInInput): ChannelStatus {
    const channel = this.#channels[index];
    if (channel === undefined) throw new RangeError(`no channel ${index}`);
    return channel;
  }
}
