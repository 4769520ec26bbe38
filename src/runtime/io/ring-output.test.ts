import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toChannelIndex } from "../../stream/indices.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { Doorbell, doorbellBytes } from "./doorbell.ts";
import { createRing } from "./ring.ts";
import { RingInput } from "./ring-input.ts";
import { RingOutput } from "./ring-output.ts";

const schema = schemaOf([{ name: "text", type: "STRING" }, { name: "n", type: "INT" }]);
const makeRow = rowFromValues(schema);
const unbounded = { channel: toChannelIndex(0), schema, capacityRecords: undefined };

describe("a consumer that sleeps", () => {
  /** A producer of a ring of 4 KB with a clock by hand, the bell of its consumer, and how often it rang. */
  const producer = (wakeDelay?: { readonly ms: number }) => {
    const clock = { now: 100 };
    const bell = new Doorbell(new SharedArrayBuffer(doorbellBytes));
    const buffer = createRing({ bytes: 4096, shared: true });
    const delay = wakeDelay && { wakeDelay: { ...wakeDelay, now: () => clock.now } };
    const output = new RingOutput(unbounded, buffer, { consumerBell: bell, ...delay });
    const input = new RingInput(unbounded, buffer, { producerBell: new Doorbell() });
    const first = bell.arm();
    const take = (): void => {
      while (input.poll(() => {}, 100) > 0 || input.pollControl() !== undefined);
    };
    /** The consumer wakes when it was rung, takes what is there and sleeps again; how often it was rung in all. */
    const rings = (): number => {
      while (input.poll(() => {}, 100) > 0);
      return bell.arm() - first;
    };
    const write = (records = 1): void => {
      for (let n = 0; n < records; n++) output.write(makeRow(["a", n]), n);
    };
    return { clock, bell, output, input, take, rings, write };
  };

  test("[RP60] is rung for the first record, then once a millisecond, whatever is sent and flushed in between", () => {
    const { clock, output, rings, write } = producer({ ms: 1 });
    write();
    expect(rings()).toBe(1);
    write(3);
    output.flush();
    clock.now += 0.9;
    output.flush();
    expect(rings()).toBe(1);
    clock.now += 0.1;
    output.flush();
    expect(rings()).toBe(2);
    clock.now += 1;
    write();
    expect(rings()).toBe(3);
  });

  test("[RP60] is rung at once when a quarter of the ring waits, a control element comes, the producer announces, or closes", () => {
    const { output, input, rings, write } = producer({ ms: 1 });
    write();
    expect(rings()).toBe(1);
    let bytes = 0;
    for (; rings() === 1 && bytes < 4096; bytes += 32) write();
    expect(bytes).toBeLessThan(2048);
    expect(bytes).toBeGreaterThanOrEqual(1024);
    write();
    output.announce();
    expect(rings()).toBe(3);
    output.announce();
    expect(rings()).toBe(3);
    output.control({ kind: "watermark", timestamp: 1 });
    expect(input.pollControl()).toEqual({ kind: "watermark", timestamp: 1 });
    expect(rings()).toBe(4);
    output.close();
    expect(rings()).toBe(5);
  });

  test("[RP60] finds records that it was not rung for when it wakes for something else", () => {
    const { output, input, write } = producer({ ms: 1 });
    write();
    while (input.poll(() => {}, 100) > 0);
    write(2);
    output.flush();
    expect(input.poll(() => {}, 100)).toBe(2);
  });

  /** What the two sides do, in any order. Resting is what a driver does before its thread sleeps. */
  const actions = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant("write" as const), records: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ do: fc.constant("wait" as const), ms: fc.double({ min: 0, max: 1.5, noNaN: true }) }),
      fc.record({ do: fc.constantFrom("endStep" as const, "endStep" as const, "sleep" as const, "sleep" as const) }),
      fc.record({ do: fc.constantFrom("rest" as const, "control" as const) }),
    ),
    { maxLength: 80, size: "max" },
  );

  test("[RP60] never sleeps on anything behind a rest of its producer, nor longer than a millisecond behind the end of a step", () => {
    fc.assert(
      fc.property(actions, (steps) => {
        const { clock, bell, output, take, write } = producer({ ms: 1 });
        let ticket: number | undefined;
        let sleepsSince = Infinity;
        const isAsleep = (): boolean => ticket !== undefined && bell.words[0] === ticket;
        for (const step of steps) {
          if (step.do === "write" && output.isAvailable()) write(step.records);
          else if (step.do === "wait") clock.now += step.ms;
          else if (step.do === "control") output.control({ kind: "watermark", timestamp: 1 });
          else if (step.do === "sleep") {
            if (isAsleep()) continue;
            bell.disarm();
            take();
            ticket = bell.arm();
            take();
            sleepsSince = clock.now;
          } else {
            output.flush();
            if (step.do === "rest") output.announce();
            const mayWait = step.do === "endStep" && clock.now - sleepsSince < 1;
            if (isAsleep() && !mayWait) expect(output.contents()).toEqual([]);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("[CH9] [RP61] is rung for every record where none is to wait", () => {
    const { rings, write } = producer();
    write();
    expect(rings()).toBe(1);
    write();
    expect(rings()).toBe(2);
  });
});
