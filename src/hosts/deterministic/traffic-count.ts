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
    const traffic: Traffic[] = [];
    for (const { channel, elements, counted } of this.#inputs) {
      const taken = elements() - counted;
      if (taken !== 0) traffic.push({ channel, sent: 0, taken });
    }
    for (const { channel, elements, counted } of this.#outputs) {
      const sent = elements() - counted;
      if (sent !== 0) traffic.push({ channel, sent, taken: 0 });
    }
    return traffic;
  }

  take(): readonly Traffic[] {
    const traffic = this.pending();
    for (const end of this.#inputs) end.counted = end.elements();
    for (const end of this.#outputs) end.counted = end.elements();
    return traffic;
  }
}
