import type { ChannelIndex } from "../../stream/indices.ts";
import type { InputChannel, OutputChannel } from "../../runtime/io/channel.ts";
import type { Traffic } from "./core-action.ts";

interface CountedEnd {
  readonly channel: ChannelIndex;
  readonly elements: () => number;
  counted: number;
}

/** What the turns of one task do to its channels, as the channels count it. [DT20] */
export class TrafficCount {
  readonly #outputs: CountedEnd[] = [];
  readonly #inputs: CountedEnd[] = [];

  output(channel: ChannelIndex, end: OutputChannel): OutputChannel {
    this.#outputs.push({ channel, elements: () => end.sent + end.sentControls, counted: 0 });
    return end;
  }

  input(channel: ChannelIndex, end: InputChannel): InputChannel {
    this.#inputs.push({ channel, elements: () => end.taken, counted: 0 });
    return end;
  }

  /** Since `take` was called last. */
  pending(): readonly Traffic[] {
    return [
      ...grown(this.#inputs).map(([channel, taken]) => ({ channel, sent: 0, taken })),
      ...grown(this.#outputs).map(([channel, sent]) => ({ channel, sent, taken: 0 })),
    ];
  }

  take(): readonly Traffic[] {
    const traffic = this.pending();
    for (const end of [...this.#inputs, ...this.#outputs]) end.counted = end.elements();
    return traffic;
  }
}

function grown(ends: readonly CountedEnd[]): readonly (readonly [channel: ChannelIndex, by: number])[] {
  return ends.flatMap(({ channel, elements, counted }) => (elements() === counted ? [] : [[channel, elements() - counted] as const]));
}
