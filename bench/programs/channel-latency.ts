import { toChannelIndex } from "../../src/stream/indices.ts";
import { Doorbell, doorbellBytes } from "../../src/runtime/io/doorbell.ts";
import { createRing, ringBytesOf } from "../../src/runtime/io/ring.ts";
import { RingInput } from "../../src/runtime/io/ring-input.ts";
import { RingOutput } from "../../src/runtime/io/ring-output.ts";
import type { Row } from "../../src/stream/row.ts";
import type { Program, Seat } from "../program.ts";
import { eventRow, eventSchema } from "./events.ts";

const descriptor = { channel: toChannelIndex(0), schema: eventSchema, capacityRecords: undefined };
/** The other side is asleep again by then. */
const pauseMs = 2;

/** A record to a sleeping worker and back, halved: microseconds, the median of `events` of them. `way`: "ring", "post-message". */
export const channelLatency: Program = {
  roles: 2,
  shared: () => [
    createRing({ bytes: ringBytesOf(1), shared: true }) as SharedArrayBuffer,
    createRing({ bytes: ringBytesOf(1), shared: true }) as SharedArrayBuffer,
    new SharedArrayBuffer(doorbellBytes),
    new SharedArrayBuffer(doorbellBytes),
  ],
  async run(seat) {
    const exchange = seat.params["way"] === "ring" ? ringExchange(seat) : messageExchange(seat);
    return seat.role === 0 ? ping(exchange, Number(seat.params["events"])) : echo(exchange, Number(seat.params["events"]));
  },
};

interface Exchange {
  send(row: Row): void;
  receive(): Promise<Row>;
}

async function ping(exchange: Exchange, times: number): Promise<number> {
  const taken: number[] = [];
  const row = eventRow(1, 1000);
  for (let time = 0; time < times; time++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const start = performance.now();
    exchange.send(row);
    await exchange.receive();
    taken.push(((performance.now() - start) * 1000) / 2);
  }
  return taken.toSorted((left, right) => left - right)[Math.floor(times / 2)] ?? NaN;
}

async function echo(exchange: Exchange, times: number): Promise<undefined> {
  for (let time = 0; time < times; time++) exchange.send(await exchange.receive());
}

function ringExchange({ shared, role }: Seat): Exchange {
  const [forth, back, bell0, bell1] = shared;
  if (forth === undefined || back === undefined) throw new Error("no rings");
  const bells = [new Doorbell(bell0), new Doorbell(bell1)] as const;
  const own = bells[role === 0 ? 0 : 1];
  const other = bells[role === 0 ? 1 : 0];
  const wakeDelay = { ms: 1, now: () => performance.now() };
  const output = new RingOutput(descriptor, role === 0 ? forth : back, { consumerBell: other, wakeDelay });
  const input = new RingInput(descriptor, role === 0 ? back : forth, { producerBell: other });
  return {
    send(row) {
      output.write(row, 0);
      output.flush();
      // As the driver of a task that finds no more to do.
      output.announce();
    },
    async receive() {
      const got: Row[] = [];
      while (input.poll((row) => got.push(row), 1) === 0) {
        const ticket = own.arm();
        if (input.isReadable()) own.disarm();
        else await own.waitAsync(ticket, 1000);
      }
      return got[0] ?? eventRow(0, 1);
    },
  };
}

function messageExchange({ port }: Seat): Exchange {
  if (port === undefined) throw new Error("no port");
  const arrived: Row[] = [];
  let wake = (): void => {};
  port.onmessage = (message: MessageEvent<Row[]>) => {
    arrived.push(...message.data);
    wake();
  };
  return {
    send: (row) => port.postMessage([{ ...row }]),
    async receive() {
      for (;;) {
        const row = arrived.shift();
        if (row !== undefined) return row;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
