import { toChannelIndex } from "../../src/stream/indices.ts";
import { driveTask } from "../../src/hosts/drive-task.ts";
import { sharedSleeper } from "../../src/hosts/workers/sleeper.ts";
import { Doorbell, doorbellBytes } from "../../src/runtime/io/doorbell.ts";
import { createRing, ringBytesOf } from "../../src/runtime/io/ring.ts";
import { RingInput } from "../../src/runtime/io/ring-input.ts";
import { RingOutput } from "../../src/runtime/io/ring-output.ts";
import type { Task } from "../../src/runtime/environment.ts";
import type { Row } from "../../src/stream/row.ts";
import { groupBy, mergeMap, scan, Subject } from "rxjs";
import type { Program, Seat } from "../program.ts";
import { benchTask } from "./bench-task.ts";
import { EventInput } from "./event-input.ts";
import { eventObject, eventSchema, Stopwatch } from "./events.ts";
import type { EventValues } from "./events.ts";

const keys = 1000;
const descriptor = { channel: toChannelIndex(1), schema: eventSchema, capacityRecords: undefined };

/**
 * Events keyed by a text of 1,000 and counted per key, in millions per second; the first quarter warms up. `engine`: "weir" (the
 * events are made in one worker, counted in the other, as in the product) or "rxjs" (all in one, as it has nothing else).
 */
export const keyedShuffle: Program = {
  roles: 2,
  shared: () => [createRing({ bytes: ringBytesOf(1), shared: true }) as SharedArrayBuffer, new SharedArrayBuffer(doorbellBytes), new SharedArrayBuffer(doorbellBytes)],
  async run(seat) {
    if (seat.params["engine"] === "rxjs") return seat.role === 0 ? undefined : countWithRxjs(seat);
    return seat.role === 0 ? makeEvents(seat) : countEvents(seat);
  },
};

function ends({ shared }: Seat): { ring: SharedArrayBuffer; producerBell: Doorbell; consumerBell: Doorbell } {
  const [ring, producer, consumer] = shared;
  if (ring === undefined) throw new Error("no ring");
  return { ring, producerBell: new Doorbell(producer), consumerBell: new Doorbell(consumer) };
}

/** The product's driver of a task on shared memory. */
function drive(task: Task, bell: Doorbell): Promise<void> {
  const hop = new MessageChannel();
  return driveTask(task, {
    sleeper: sharedSleeper(bell),
    now: () => performance.now(),
    yieldToEvents: () =>
      new Promise((resolve) => {
        hop.port1.onmessage = () => resolve();
        hop.port2.postMessage(0);
      }),
    announce() {},
    onPause() {},
    isWanted: () => true,
    isPaused: () => false,
  });
}

async function makeEvents(seat: Seat): Promise<undefined> {
  const { ring, producerBell, consumerBell } = ends(seat);
  const input = new EventInput({ events: Number(seat.params["events"]), keys, watermarkEvery: 0 });
  const channel = new RingOutput(descriptor, ring, { consumerBell, blocking: { isCancelled: () => false, onWait() {} } });
  const task = benchTask({
    members: [{ type: "filter", config: { function: "true" } }],
    functions: { compile: () => () => true },
    input,
    output: { channel, partitioner: { type: "hash", key: ["user"] } },
  });
  await drive(task, producerBell);
}

async function countEvents(seat: Seat): Promise<number> {
  const { ring, producerBell, consumerBell } = ends(seat);
  const events = Number(seat.params["events"]);
  const input = new RingInput(descriptor, ring, { producerBell });
  const watch = new Stopwatch();
  const warm = events / 4;
  let results = 0;
  const sink = (row: Row): void => {
    if (row.$kind !== 0) throw new Error("a count is an insert");
    if (++results === warm) watch.start();
  };
  await drive(benchTask({ members: [{ type: "count", config: {}, key: ["user"] }], input, sink }), consumerBell);
  return results === events ? watch.rate(events - warm) : NaN;
}

function countWithRxjs(seat: Seat): number {
  const events = Number(seat.params["events"]);
  const warm = events / 4;
  const watch = new Stopwatch();
  const source = new Subject<EventValues>();
  let sum = 0;
  source
    .pipe(groupBy(({ user }) => user), mergeMap((group) => group.pipe(scan((count) => count + 1, 0))))
    .subscribe((count) => {
      sum += count;
    });
  for (let index = 0; index < events; index++) {
    if (index === warm) watch.start();
    source.next(eventObject(index, keys));
  }
  return sum === 0 ? NaN : watch.rate(events - warm);
}
