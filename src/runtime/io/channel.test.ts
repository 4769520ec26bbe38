import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toChannelIndex, toCheckpointId } from "../../stream/indices.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { arbitraryRows } from "../../stream/testing/arbitrary-values.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import { StringInterner } from "../../stream/string-interner.ts";
import type { ChannelElement } from "./channel-contents.ts";
import type { ChannelDescriptor } from "./channel.ts";
import { Doorbell, doorbellBytes } from "./doorbell.ts";
import { PortOutput } from "./port-output.ts";
import type { Port, PortMessage } from "./port.ts";
import { createRing, ringBytesOf } from "./ring.ts";
import { RingInput } from "./ring-input.ts";
import { decodeRow } from "./row-encoder.ts";
import { ProducerCancelled, RingOutput } from "./ring-output.ts";
import { channelMakers, ringPair } from "./testing/channel-ends.ts";
import type { EndPair } from "./testing/channel-ends.ts";

const schema = schemaOf([{ name: "text", type: "STRING" }, { name: "n", type: "INT" }]);
const makeRow = rowFromValues(schema);
const unbounded: ChannelDescriptor = { channel: toChannelIndex(0), schema, capacityRecords: undefined };

const watermark = (timestamp: number): ControlElement => ({ kind: "watermark", timestamp });
const barrier = (id: number): ControlElement => ({
  kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 5, alignment: "atLeastOnce", savepoint: true,
});

/** Aligned, with and without timeout, unaligned, forced, at least once: by turns. */
function barrierOfAnyKind(n: number): ControlElement {
  const alignment = (["aligned", "unaligned", "forcedAligned", "atLeastOnce"] as const)[n % 4] ?? "aligned";
  const timeout = n % 8 === 4 ? { timeoutMs: n } : {};
  return { kind: "checkpointBarrier", id: toCheckpointId(n + 1), triggeredAt: 5, alignment, savepoint: n % 3 === 0, ...timeout };
}

const decode = decodeRow(schema, new StringInterner());

function numberOrControl({ bytes, control }: ChannelElement): number | ControlElement {
  let n = NaN;
  if (bytes !== undefined) decode(new Uint8Array(bytes).buffer, (row) => void (n = row.n as number));
  return control ?? n;
}

/** Takes everything that is there: records as their number, control elements as they are. */
async function drain({ input, output, settle }: EndPair, budget = 7): Promise<(number | ControlElement)[]> {
  const taken: (number | ControlElement)[] = [];
  for (;;) {
    output.flush();
    await settle();
    const polled = input.poll((row) => taken.push(row.n as number), budget);
    const control = input.pollControl();
    if (control !== undefined) taken.push(control);
    if (polled === 0 && control === undefined && !input.isReadable()) return taken;
  }
}

const alignedKinds = ["aligned", "unaligned", "forcedAligned"] as const;
const controls: readonly ControlElement[] = [
  watermark(-Infinity), watermark(7), watermark(Infinity),
  { kind: "watermarkStatus", idle: true }, { kind: "watermarkStatus", idle: false },
  barrier(2 ** 40), { kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: -1, alignment: "aligned", savepoint: false },
  ...alignedKinds.flatMap((alignment) => [undefined, 0, 2 ** 45].map((timeoutMs): ControlElement => ({
    kind: "checkpointBarrier", id: toCheckpointId(7), triggeredAt: 3, alignment, savepoint: timeoutMs === 0,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }))),
  { kind: "cancelCheckpointMarker", id: toCheckpointId(3) },
  { kind: "endOfData", mode: "drain" }, { kind: "endOfData", mode: "noDrain" }, { kind: "endOfPartition" },
];

describe.each(channelMakers)("channel: $name", ({ open }) => {
  test("[CH2] records arrive in order, with every schema, value and timestamp", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, async ({ schema: anySchema, rows }) => {
        const ends = open({ channel: toChannelIndex(0), schema: anySchema, capacityRecords: undefined });
        const got: unknown[] = [];
        for (const { row, timestamp } of rows) ends.output.write(row, timestamp);
        ends.output.flush();
        await ends.settle();
        while (ends.input.poll((row, timestamp) => got.push({ row, timestamp }), 3) > 0) await ends.settle();
        expect(got).toEqual(rows);
        ends.dispose();
      }),
      { numRuns: 60 },
    );
  });

  test("[CH3] [CP40] control elements keep their place among the records, and all they hold: barriers of every kind", async () => {
    const ends = open(unbounded);
    controls.forEach((control, index) => {
      ends.output.write(makeRow(["a", index]), index);
      ends.output.control(control);
    });
    expect(await drain(ends)).toEqual(controls.flatMap((control, index) => [index, control]));
    ends.dispose();
  });

  test("[CH3] poll stops before a control element, pollControl waits for the records before it", async () => {
    const ends = open(unbounded);
    ends.output.write(makeRow(["a", 0]), 0);
    ends.output.control(watermark(1));
    ends.output.write(makeRow(["a", 1]), 0);
    ends.output.flush();
    await ends.settle();
    const { input } = ends;
    expect(input.pollControl()).toBe(undefined);
    expect(input.poll(() => {}, 10)).toBe(1);
    expect(input.poll(() => {}, 10)).toBe(0);
    expect(input.pollControl()).toEqual(watermark(1));
    expect(input.poll(() => {}, 10)).toBe(1);
    expect([input.taken, ends.output.sent]).toEqual([3, 2]);
    ends.dispose();
  });

  test("[CH4] a barrier does not wait for room: it is in the channel however full that is", async () => {
    const ends = open(unbounded);
    let n = 0;
    while (ends.output.isAvailable()) ends.output.write(makeRow(["x".repeat(50), n]), n++);
    for (let more = 0; more < 500; more++) ends.output.write(makeRow(["x".repeat(50), n]), n++);
    ends.output.control(barrier(1));
    expect(ends.output.isAvailable()).toBe(false);
    expect(ends.output.contents().length).toBe(n + 1);
    expect(await drain(ends, 100)).toEqual([...Array(n).keys(), barrier(1)]);
    await ends.settle();
    expect(ends.output.isAvailable()).toBe(true);
    ends.dispose();
  });

  test("[CH4] watermarks do not pile up: the producer is told to stop, the newest one arrives, barriers all arrive", async () => {
    const ends = open(unbounded);
    for (let t = 1; t <= 96; t++) ends.output.control(watermark(t));
    expect(ends.output.isAvailable()).toBe(false);
    for (let t = 97; t <= 300; t++) ends.output.control(watermark(t));
    for (let id = 1; id <= 10; id++) ends.output.control(barrier(id));
    const got = await drain(ends);
    expect(got.at(-11)).toEqual(watermark(300));
    expect(got.slice(-10)).toEqual(Array.from({ length: 10 }, (_, index) => barrier(index + 1)));
    ends.dispose();
  });

  test("[CH5] a channel of N records says when it is full, and when it is not any more", async () => {
    const ends = open({ ...unbounded, capacityRecords: 3 });
    for (let n = 0; n < 3; n++) {
      expect(ends.output.isAvailable()).toBe(true);
      ends.output.write(makeRow(["a", n]), n);
    }
    expect(ends.output.isAvailable()).toBe(false);
    ends.output.write(makeRow(["a", 3]), 3);
    ends.output.flush();
    await ends.settle();
    ends.input.poll(() => {}, 1);
    await ends.settle();
    expect(ends.output.isAvailable()).toBe(false);
    ends.input.poll(() => {}, 1);
    await ends.settle();
    expect(ends.output.isAvailable()).toBe(true);
    ends.dispose();
  });

  test("[CH6] nothing beyond the read limit is given out, records and control elements alike", async () => {
    const ends = open(unbounded);
    const { input } = ends;
    input.setReadLimit(0);
    ends.output.write(makeRow(["a", 0]), 0);
    ends.output.control(watermark(1));
    await ends.settle();
    expect([input.isReadable(), input.poll(() => {}, 5)]).toEqual([false, 0]);
    input.setReadLimit(1);
    expect([input.isReadable(), input.poll(() => {}, 5), input.pollControl(), input.isReadable()]).toEqual([true, 1, undefined, false]);
    input.setReadLimit(Infinity);
    expect(input.pollControl()).toEqual(watermark(1));
    ends.dispose();
  });

  test("[CH7] a row larger than the channel's memory arrives whole, in its place", async () => {
    const ends = open({ channel: toChannelIndex(0), schema, capacityRecords: undefined });
    const large = "日x".repeat(500_000);
    const texts: unknown[] = [];
    ends.output.write(makeRow(["a", 0]), 0);
    ends.output.write(makeRow([large, 1]), 1);
    ends.output.control(watermark(2));
    ends.output.write(makeRow(["b", 2]), 2);
    ends.output.flush();
    for (let step = 0; step < 20_000 && texts.length < 4; step++) {
      await ends.settle();
      ends.input.poll((row) => texts.push(row.text), 10);
      const control = ends.input.pollControl();
      if (control !== undefined) texts.push(control.kind);
      ends.output.flush();
    }
    expect(texts.length).toBe(4);
    expect(texts[1] === large).toBe(true);
    expect([texts[0], texts[2], texts[3]]).toEqual(["a", "watermark", "b"]);
    ends.dispose();
  });

  test("[CH8] a producer whose consumer is gone is never held up", async () => {
    const ends = open({ ...unbounded, capacityRecords: 2 });
    ends.output.write(makeRow(["a", 0]), 0);
    ends.input.close();
    await ends.settle();
    for (let n = 0; n < 5000; n++) ends.output.write(makeRow(["some text of a row", n]), n);
    expect(ends.output.isAvailable()).toBe(true);
    expect([ends.input.isReadable(), ends.input.poll(() => {}, 1)]).toEqual([false, 0]);
    ends.output.close();
    expect(() => ends.output.control(watermark(1))).toThrow("[CH8]");
    ends.dispose();
  });

  test("[CH8] a wrong row throws and leaves no trace", async () => {
    const ends = open(unbounded);
    expect(() => ends.output.write(Object.assign(makeRow(["a", 0]), { n: "0" }), 0)).toThrow('field "n": "0" is not a value of INT');
    ends.output.write(makeRow(["a", 1]), 0);
    expect([ends.output.sent, await drain(ends)]).toEqual([1, [1]]);
    ends.dispose();
  });

  test("[CP42] what both ends hold is what was sent and not taken, in order and as bytes; looking at it changes nothing", async () => {
    const sizes = fc.oneof({ weight: 9, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.nat(3000) });
    const action = fc.record({ kind: fc.constantFrom("write", "control", "read", "read" as const), size: sizes });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 120 }), async (actions) => {
        const ends = open(unbounded);
        const underWay: (number | ControlElement)[] = [];
        for (const [index, { kind, size }] of actions.entries()) {
          if (kind === "write") {
            ends.output.write(makeRow(["q".repeat(size), index]), index);
            underWay.push(index);
          } else if (kind === "control") {
            const element = barrierOfAnyKind(index);
            ends.output.control(element);
            underWay.push(element);
          } else {
            await ends.settle();
            underWay.splice(0, ends.input.poll(() => {}, 1 + (size % 5)));
            if (ends.input.pollControl() !== undefined) underWay.shift();
          }
          const output = ends.output.waiting();
          await ends.settle();
          expect([...ends.input.waiting(), ...output].map(numberOrControl)).toEqual(underWay);
        }
        ends.input.setReadLimit(ends.input.taken + 1);
        expect(ends.input.waiting().length).toBeLessThanOrEqual(1);
        ends.input.setReadLimit(Infinity);
        expect(await drain(ends)).toEqual(underWay);
        ends.dispose();
      }),
      { numRuns: 60 },
    );
  });

  test("[CH11] sent = in the channel + taken, in every state; order holds under any schedule", async () => {
    const sizes = fc.oneof({ weight: 9, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: fc.nat(3000) });
    const action = fc.oneof(
      fc.record({ kind: fc.constant("write" as const), size: sizes }),
      fc.record({ kind: fc.constant("control" as const), size: fc.nat(1) }),
      fc.record({ kind: fc.constant("read" as const), size: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant("flush" as const), size: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 150 }), async (actions) => {
        const ends = open(unbounded);
        const sent: (number | ControlElement)[] = [];
        const got: (number | ControlElement)[] = [];
        for (const { kind, size } of actions) {
          if (kind === "write") {
            ends.output.write(makeRow(["z".repeat(size), sent.length]), 0);
            sent.push(sent.length);
          } else if (kind === "control") {
            const element = size === 0 ? ({ kind: "watermarkStatus", idle: true } as const) : barrier(sent.length);
            ends.output.control(element);
            sent.push(element);
          } else if (kind === "read") {
            await ends.settle();
            ends.input.poll((row) => got.push(row.n as number), size);
            const control = ends.input.pollControl();
            if (control !== undefined) got.push(control);
            expect(ends.input.taken).toBe(got.length);
          } else ends.output.flush();
          await ends.settle();
          expect(ends.output.contents().length + got.length).toBe(sent.length);
        }
        expect([...got, ...(await drain(ends))]).toEqual(sent);
        expect(ends.output.contents()).toEqual([]);
        ends.dispose();
      }),
      { numRuns: 80 },
    );
  });
});

test("[CH1] the contents of a ring can be read from outside", () => {
  const ends = ringPair(unbounded, { bytes: 1024, shared: true });
  ends.output.write(makeRow(["a", 0]), 0);
  ends.output.control(watermark(1));
  ends.output.write(makeRow(["a", 1]), 0);
  ends.output.flush();
  expect(ends.look()).toEqual(["record", "watermark", "record"]);
  ends.input.poll(() => {}, 1);
  expect(ends.look()).toEqual(["watermark", "record"]);
});

test("[CH12] the fewer channels a consumer has, the larger are their rings", () => {
  expect([1, 2, 3, 8, 9, 1000].map(ringBytesOf)).toEqual([512, 256, 128, 128, 64, 64].map((kilobytes) => kilobytes * 1024));
});

test("[CH1] 32-bit positions wrap without a gap", async () => {
  for (const start of [2 ** 31 - 4096, 2 ** 32 - 4096]) {
    const ends = ringPair(unbounded, { bytes: 1024, shared: false, start });
    for (let n = 0; n < 200; n++) ends.output.write(makeRow(["x".repeat(n % 50), n]), 0);
    expect(await drain(ends)).toEqual([...Array(200).keys()]);
  }
});

test("[CH5] a free-running producer waits for room in the middle of a record until it is cancelled", () => {
  const descriptor = unbounded;
  const looks: string[] = [];
  const blocking = { isCancelled: () => looks.length > 2, onWait: (waits: boolean) => looks.push(waits ? "waits" : "looks") };
  const buffer = createRing({ bytes: 1024, shared: true });
  const output = new RingOutput(descriptor, buffer, { consumerBell: new Doorbell(), blocking });
  const writeAll = (): void => {
    for (let n = 0; n < 100; n++) output.write(makeRow(["some text", n]), n);
  };
  expect(writeAll).toThrow(ProducerCancelled);
  expect(looks).toEqual(["waits", "looks", "waits", "looks"]);
});

test("[CH9] a producer that found no room is rung once half of the ring is free, though it has seen some room before", () => {
  const buffer = createRing({ bytes: 1024, shared: true });
  const bell = new Doorbell(new SharedArrayBuffer(doorbellBytes));
  const output = new RingOutput(unbounded, buffer, { consumerBell: new Doorbell() });
  const input = new RingInput(unbounded, buffer, { producerBell: bell });
  for (let n = 0; output.isAvailable(); n++) output.write(makeRow(["a", n]), n);
  output.flush();
  const ticket = bell.arm();
  while (!output.isAvailable()) input.poll(() => {}, 1);
  expect(bell.words[0]).toBe(ticket);
  while (input.poll(() => {}, 1) > 0);
  expect(bell.words[0]).toBe(ticket + 1);
});

test("[CH10] a port is given no more than 1,024 records ahead of the credit, however much is written", () => {
  const posted: PortMessage[] = [];
  let credit = (_message: PortMessage): void => {};
  const port: Port = { post: (message) => posted.push(message), onMessage: (listener) => void (credit = listener), close() {} };
  const output = new PortOutput(unbounded, port, { onCredit: () => {} });
  for (let n = 0; n < 5000; n++) output.write(makeRow(["a", n]), n);
  output.control(barrier(1));
  const records = (): number => posted.reduce((sum, message) => sum + (message.kind === "records" ? message.records : 0), 0);
  expect([records(), posted.at(-1)?.kind, output.isAvailable()]).toEqual([1024, "control", false]);
  credit({ kind: "credit", records: 512, bytes: 512 * 40, controls: 0 });
  expect(records()).toBe(1536);
});

test("[CH9] a ring between arming and waiting ends the wait at once", async () => {
  const bell = new Doorbell(new SharedArrayBuffer(doorbellBytes));
  bell.ring();
  const ticket = bell.arm();
  bell.ring();
  expect(bell.waitAsync(ticket, 60_000)).toBe(undefined);
  const next = bell.waitAsync(bell.arm(), 60_000);
  bell.ring();
  await next;
});
