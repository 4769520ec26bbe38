import { channelCounters } from "../../observe/counters.ts";
import type { ChannelIndex } from "../../stream/indices.ts";
import type { ElementKind } from "../../runtime/io/channel-contents.ts";

/** Place of a counter among those of the job, and its value. */
export type CounterValue = readonly [place: number, value: number];

/** What the consumer of a channel has taken of it. */
export interface TakenCount {
  readonly channel: ChannelIndex;
  readonly records: number;
  readonly controls: number;
}

/** What a channel holds, as its producer knows it. */
export interface HeldElements {
  readonly channel: ChannelIndex;
  readonly elements: readonly ElementKind[];
}

interface Input {
  readonly taken: number;
  readonly takenRecords: number;
}

interface Output {
  readonly sent: number;
  contents(taken: TakenCount): readonly ElementKind[];
}

/** The ends that a free-running task has opened, for those who look at them from outside. */
export class OpenEnds {
  readonly #inputs = new Map<ChannelIndex, Input>();
  readonly #outputs = new Map<ChannelIndex, Output>();

  input<End extends Input>(channel: ChannelIndex, end: End): End {
    this.#inputs.set(channel, end);
    return end;
  }

  output<End extends Output>(channel: ChannelIndex, end: End): End {
    this.#outputs.set(channel, end);
    return end;
  }

  /** Exact counts of all ends, by their places among the counters of a job with so many subtasks. [HB12] */
  counts(subtasks: number): readonly CounterValue[] {
    return [
      ...[...this.#outputs].map(([channel, { sent }]): CounterValue => [channelCounters(subtasks, channel), sent]),
      ...[...this.#inputs].map(([channel, { takenRecords }]): CounterValue => [channelCounters(subtasks, channel) + 1, takenRecords]),
    ];
  }

  taken(): readonly TakenCount[] {
    return [...this.#inputs].map(([channel, { taken, takenRecords }]) => ({
      channel,
      records: takenRecords,
      controls: taken - takenRecords,
    }));
  }

  /** What the output channels hold, by what their consumers have taken: nothing, where a consumer is not heard of. */
  contents(taken: readonly TakenCount[]): readonly HeldElements[] {
    return [...this.#outputs].map(([channel, output]) => {
      const count = taken.find((each) => each.channel === channel) ?? { channel, records: 0, controls: 0 };
      return { channel, elements: output.contents(count) };
    });
  }
}
