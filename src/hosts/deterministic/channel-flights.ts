import { assert } from "../../base/assert.ts";
import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Traffic } from "./core-action.ts";
import type { EventQueue } from "./event-queue.ts";

interface Flight {
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  /** Elements of the current pair of ends: sent, readable, taken, thrown away. */
  sent: number;
  delivered: number;
  received: number;
  lost: number;
  lastDeliveryAt: number;
  /** Changes when an end dies, so that deliveries under way come to nothing. */
  generation: number;
  /** Both ends are there, or may come. */
  open: boolean;
  limitChanged: boolean;
  readonly delays: { readonly until: number; readonly byMs: number }[];
}

/** The tasks that a channel joins. */
export interface JoinedTasks {
  readonly from: TaskIndex;
  readonly to: TaskIndex;
}

export interface FlightsOptions {
  readonly channels: ListBy<ChannelIndex, JoinedTasks>;
  readonly tasks: number;
  readonly queue: EventQueue;
  now(): number;
  /** Virtual milliseconds until an element of `channel` that is sent now becomes readable, faults left out. */
  latencyMs(channel: ChannelIndex): number;
  log(event: LogEventBody, subtask: TaskIndex): void;
  /** The subtask has something to read, or room to write. */
  wake(subtask: TaskIndex): void;
}

/** What is under way in every channel: when each element becomes readable, and what is lost when an end dies. [DT3] */
export class ChannelFlights {
  readonly #options: FlightsOptions;
  readonly #flights: ListBy<ChannelIndex, Flight>;
  readonly #inputsOf: readonly ChannelIndex[][];

  constructor(options: FlightsOptions) {
    this.#options = options;
    const { channels, tasks } = options;
    this.#flights = channels.map(({ from, to }) => createFlight(from, to));
    this.#inputsOf = Array.from({ length: tasks }, (_, task) =>
      [...channels.keys()].filter((channel) => channels[channel]?.to === task),
    );
  }

  /** Follows what a turn did to the channels, by what these count. [DT20] */
  moved({ channel, sent, taken }: Traffic): void {
    if (taken > 0) this.#received(channel, taken);
    if (sent > 0) this.#sent(channel, sent);
  }

  /** Limits of `subtask`'s input channels that changed since they were last asked for. */
  takeReadLimits(subtask: TaskIndex): readonly (readonly [ChannelIndex, number])[] {
    const limits: (readonly [ChannelIndex, number])[] = [];
    for (const channel of this.#inputsOf[subtask] ?? []) {
      const flight = this.#flight(channel);
      if (!flight.limitChanged) continue;
      flight.limitChanged = false;
      limits.push([channel, flight.delivered]);
    }
    return limits;
  }

  /** A new attempt of `subtask` starts: its channels are new, unless their other end was there first. */
  opened(subtask: TaskIndex): void {
    for (const flight of this.#flights) {
      if (flight.from !== subtask && flight.to !== subtask) continue;
      if (!flight.open) Object.assign(flight, createFlight(flight.from, flight.to), { generation: flight.generation });
      if (flight.to === subtask) flight.limitChanged = true;
    }
  }

  /** An attempt of `subtask` is gone. What it had not received, and what nobody had received of it, is lost. */
  closed(subtask: TaskIndex): void {
    for (const [channel, flight] of this.#flights.entries()) {
      if (flight.from !== subtask && flight.to !== subtask) continue;
      this.#lose(channel, flight);
      flight.open = false;
      flight.generation++;
      flight.delivered = flight.received;
      flight.limitChanged = true;
    }
  }

  delay(channel: ChannelIndex, byMs: number, forMs: number): void {
    this.#flight(channel).delays.push({ byMs, until: this.#options.now() + forMs });
  }

  /** False from the death of an end until both ends are new: what the channel still holds is lost already. */
  isOpen(channel: ChannelIndex): boolean {
    return this.#flight(channel).open;
  }

  #sent(channel: ChannelIndex, elements: number): void {
    const flight = this.#flight(channel);
    const before = flight.sent;
    flight.sent += elements;
    // Its consumer died, and the producer does not know yet.
    if (!flight.open) return this.#lose(channel, flight);
    for (let n = before + 1; n <= flight.sent; n++) this.#planDelivery(channel, flight, n);
  }

  #planDelivery(channel: ChannelIndex, flight: Flight, n: number): void {
    const now = this.#options.now();
    const delayMs = flight.delays.reduce((sum, { until, byMs }) => (now < until ? sum + byMs : sum), 0);
    const at = Math.max(flight.lastDeliveryAt, now + this.#options.latencyMs(channel) + delayMs);
    flight.lastDeliveryAt = at;
    const { generation } = flight;
    this.#options.queue.plan(at, () => {
      if (flight.generation === generation) this.#deliver(channel, flight, n);
    });
  }

  #deliver(channel: ChannelIndex, flight: Flight, n: number): void {
    flight.delivered++;
    flight.limitChanged = true;
    this.#options.log({ kind: "delivered", channel, n }, flight.to);
    this.#options.wake(flight.to);
  }

  #received(channel: ChannelIndex, elements: number): void {
    const flight = this.#flight(channel);
    flight.received += elements;
    assert(flight.received <= flight.delivered, `[DT3] channel ${channel}: received before it was delivered`);
    this.#options.wake(flight.from);
  }

  #lose(channel: ChannelIndex, flight: Flight): void {
    const count = flight.sent - flight.received - flight.lost;
    assert(count >= 0, `[DT4] channel ${channel}: more received and lost than sent`);
    if (count === 0) return;
    flight.lost += count;
    this.#options.log({ kind: "lost", channel, count }, flight.to);
  }

  #flight(channel: ChannelIndex): Flight {
    const flight = this.#flights[channel];
    assert(flight !== undefined, `[DT3] there is no channel ${channel}`);
    return flight;
  }
}

function createFlight(from: TaskIndex, to: TaskIndex): Flight {
  return {
    from,
    to,
    sent: 0,
    delivered: 0,
    received: 0,
    lost: 0,
    lastDeliveryAt: -Infinity,
    generation: 0,
    open: true,
    limitChanged: true,
    delays: [],
  };
}
