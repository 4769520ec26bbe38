import { everySubtask } from "../stream/indices.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelsInto, consumersOf } from "./wiring.ts";
import type { DistributionPattern } from "./wiring.ts";

/** "p:s p:s | p:s": channels of consumer 0 | 1 ..., each producer:subpartition. */
function wired(pattern: DistributionPattern, producers: number, consumers: number): string {
  return everySubtask(consumers).map((consumer) =>
    channelsInto(pattern, consumer, { producers, consumers }).map(({ producer, subpartition }) => `${producer}:${subpartition}`).join(" "),
  ).join(" | ");
}

describe("channels between two vertices, as Flink wires them", () => {
  it.each<[number, number, string]>([
    [4, 2, "0:0 1:0 | 2:0 3:0"],
    [3, 2, "0:0 | 1:0 2:0"],
    [2, 3, "0:0 | 0:1 | 1:0"],
    [2, 5, "0:0 | 0:1 | 0:2 | 1:1 | 1:0"],
    [3, 7, "0:0 | 0:1 | 0:2 | 1:1 | 1:0 | 2:1 | 2:0"],
  ])("[GR1] pointwise %i to %i", (producers, consumers, expected) => {
    expect(wired("POINTWISE", producers, consumers)).toBe(expected);
  });

  it("[GR2] all to all", () => expect(wired("ALL_TO_ALL", 2, 3)).toBe("0:0 1:0 | 0:1 1:1 | 0:2 1:2"));

  it("[GR1] [GR2] both ends agree, and every subpartition has one reader", () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(fc.property(fc.constantFrom<DistributionPattern>("POINTWISE", "ALL_TO_ALL"), size, size, (pattern, producers, consumers) => {
      const sizes = { producers, consumers };
      for (const producer of everySubtask(producers)) {
        const group = consumersOf(pattern, producer, sizes);
        const read = group.map((consumer) => channelsInto(pattern, consumer, sizes).find((channel) => channel.producer === producer)?.subpartition);
        expect(read.toSorted()).toEqual(group.map((_, at) => at).toSorted());
      }
    }));
  });
});
