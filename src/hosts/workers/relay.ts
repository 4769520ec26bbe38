import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { ElementView } from "../../observe/event.ts";
import type { Topology } from "../../graph/topology.ts";
import type { ChannelElement } from "../../runtime/io/channel-contents.ts";
import type { Arrival, Taken } from "./task-message.ts";

interface Relayed {
  /** Elements that the consumer has not been handed yet. */
  arriving: ChannelElement[];
  /** Kinds of all elements that the consumer has not taken yet, oldest first. */
  held: ElementView["kind"][];
  /** Records taken that the producer has not heard of yet. */
  takenRecords: number;
}

/**
 * Carries the elements of the deterministic mode's channels between workers, with the turns: what a turn sees depends on the driver
 * alone, never on which thread's message came first. [HB2]
 */
export class Relay {
  readonly #topology: Topology;
  readonly #channels = new Map<ChannelIndex, Relayed>();

  constructor(topology: Topology) {
    this.#topology = topology;
  }

  /** What `subtask` has to be told before its next turn. */
  forTurn(subtask: TaskIndex): { readonly arrivals: readonly Arrival[]; readonly taken: readonly Taken[] } {
    const arrivals: Arrival[] = [];
    const taken: Taken[] = [];
    for (const [channel, relayed] of this.#channels) {
      const ends = this.#topology.channels[channel];
      if (ends?.to === subtask && relayed.arriving.length > 0) {
        arrivals.push({ channel, elements: relayed.arriving });
        relayed.arriving = [];
      }
      if (ends?.from === subtask && relayed.takenRecords > 0) {
        taken.push({ channel, elements: 0, records: relayed.takenRecords });
        relayed.takenRecords = 0;
      }
    }
    return { arrivals, taken };
  }

  /** What came out of a turn. */
  afterTurn(departures: readonly Arrival[], taken: readonly Taken[]): void {
    for (const { channel, elements } of departures) {
      const relayed = this.#channel(channel);
      for (const element of elements) {
        relayed.arriving.push(element);
        relayed.held.push(element.control?.kind ?? "record");
      }
    }
    for (const { channel, elements, records } of taken) {
      const relayed = this.#channel(channel);
      relayed.held.splice(0, elements);
      relayed.takenRecords += records;
    }
  }

  /** The attempt of `subtask` is gone, and its channels with it. */
  drop(subtask: TaskIndex): void {
    for (const channel of this.#channels.keys()) {
      const ends = this.#topology.channels[channel];
      if (ends?.from === subtask || ends?.to === subtask) this.#channels.delete(channel);
    }
  }

  contents(channel: ChannelIndex): readonly ElementView["kind"][] {
    return this.#channels.get(channel)?.held ?? [];
  }

  #channel(channel: ChannelIndex): Relayed {
    const known = this.#channels.get(channel);
    if (known !== undefined) return known;
    const fresh: Relayed = { arriving: [], held: [], takenRecords: 0 };
    this.#channels.set(channel, fresh);
    return fresh;
  }
}
