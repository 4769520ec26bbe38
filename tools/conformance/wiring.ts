import { everySubtask } from "../../src/stream/indices.ts";
import type { ListBy, SubtaskIndex } from "../../src/stream/indices.ts";
import { channelsInto, consumersOf } from "../../src/graph/wiring.ts";
import type { DistributionPattern } from "../../src/graph/wiring.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly pattern: DistributionPattern;
  readonly up: number;
  readonly down: number;
  readonly dynamic?: object;
}

const longest = (lists: ListBy<SubtaskIndex, readonly unknown[]>): number => Math.max(...lists.map((list) => list.length));

function run({ pattern, up, down }: Given): unknown {
  const sizes = { producers: up, consumers: down };
  const consumers = everySubtask(down).map((consumer) => channelsInto(pattern, consumer, sizes));
  const producers = everySubtask(up).map((producer) => consumersOf(pattern, producer, sizes));
  return {
    consumers: consumers.map((channels) => channels.map(({ producer, subpartition }) => [producer, subpartition])),
    producers: producers.map((group) => ({ subpartitions: group.length, consumers: group })),
    maxEdgesToConsumer: longest(consumers),
    maxEdgesToProducer: longest(producers),
  };
}

export const wiringSuite: Suite = {
  name: "wiring",
  notApplicable: ({ dynamic }: Given) => (dynamic === undefined ? undefined : "results that are dealt out when they are read (adaptive batch)"),
  run,
};
