import { toChannelIndex } from "../../src/stream/indices.ts";
import { Doorbell, doorbellBytes } from "../../src/runtime/io/doorbell.ts";
import { createRing, ringBytesOf } from "../../src/runtime/io/ring.ts";
import { RingInput } from "../../src/runtime/io/ring-input.ts";
import { RingOutput } from "../../src/runtime/io/ring-output.ts";
import type { Row } from "../../src/stream/row.ts";
import type { Program, Seat } from "../program.ts";
import { eventObject, eventRow, eventSchema, Stopwatch } from "./events.ts";
import type { EventValues } from "./events.ts";

const descriptor = { channel: toChannelIndex(0), schema: eventSchema, capacityRecords: undefined };
const keys = 1000;
const batchSize = 1024;
/** Looks at an empty ring before the consumer sleeps. */
const looksBeforeSleep = 32;

/** Row objects at both ends, one worker to another; the first half warms up. `way`: "ring" or "post-message". */
export const channelThroughput: Program = {
  roles: 2,
  shared: () => [createRing({ bytes: ringBytesOf(1), shared: true }) as SharedArrayBuffer, new SharedArrayBuffer(doorbellBytes), new SharedArrayBuffer(doorbellBytes)],
  async run(seat) {
    if (seat.params["way"] === "ring") return seat.role === 0 ? produceRing(seat) : consumeRing(seat);
    return seat.role === 0 ? produceMessages(seat) : consumeMessages(seat);
  },
};

function ends({ shared }: Seat): { ring: SharedArrayBuffer; producerBell: Doorbell; consumerBell: Doorbell } {
  const [ring, producer, consumer] = shared;
  if (ring === undefined) throw new Error("no ring");
  return { ring, producerBell: new Doorbell(producer), consumerBell: new Doorbell(consumer) };
}

function produceRing(seat: Seat): undefined {
  const { ring, consumerBell } = ends(seat);
  const blocking = { isCancelled: () => false, onWait: () => {} };
  const output = new RingOutput(descriptor, ring, { consumerBell, blocking });
  const events = Number(seat.params["events"]);
  const rows = Array.from({ length: batchSize }, (_, index) => eventRow(index, keys));
  for (let index = 0; index < events; index++) output.write(rows[index & (batchSize - 1)] as Row, index);
  output.close();
}

async function consumeRing(seat: Seat): Promise<number> {
  const { ring, producerBell, consumerBell } = ends(seat);
  const input = new RingInput(descriptor, ring, { producerBell });
  const events = Number(seat.params["events"]);
  const watch = new Stopwatch();
  let taken = 0;
  let looks = 0;
  let sum = 0;
  const sink = (row: Row): void => {
    sum += (row.item as number) + (row.user as string).length;
    if (++taken === events / 2) watch.start();
  };
  while (taken < events) {
    if (input.poll(sink, 1024) > 0) looks = 0;
    else if (++looks > looksBeforeSleep) {
      const ticket = consumerBell.arm();
      if (input.isReadable()) consumerBell.disarm();
      else await consumerBell.waitAsync(ticket, 1000);
    }
  }
  const rate = watch.rate(events / 2);
  if (sum === 0) throw new Error("nothing arrived");
  return rate;
}

/** Batches ahead of the consumer: enough to hide the hop, few enough that memory does not grow. */
const batchesAhead = 8;

async function produceMessages({ port, params }: Seat): Promise<undefined> {
  if (port === undefined) throw new Error("no port");
  const rows = Array.from({ length: batchSize }, (_, index) => eventObject(index, keys));
  let batches = Number(params["events"]) / batchSize;
  const done = Promise.withResolvers<undefined>();
  const send = (): void => {
    if (batches-- <= 0) return done.resolve(undefined);
    // A batch is made of rows that the producer's chain emits: the array is new each time.
    port.postMessage(rows.slice());
  };
  port.onmessage = send;
  for (let ahead = 0; ahead < batchesAhead; ahead++) send();
  return done.promise;
}

function consumeMessages({ port, params }: Seat): Promise<number> {
  if (port === undefined) throw new Error("no port");
  const events = Number(params["events"]);
  const watch = new Stopwatch();
  const done = Promise.withResolvers<number>();
  let taken = 0;
  let sum = 0;
  port.onmessage = (message: MessageEvent<readonly EventValues[]>) => {
    port.postMessage(0);
    for (const row of message.data) {
      sum += row.item + row.user.length;
      if (++taken === events / 2) watch.start();
    }
    if (taken >= events) done.resolve(sum === 0 ? NaN : watch.rate(events / 2));
  };
  return done.promise;
}
