import type { FunctionMeta } from "./descriptor.ts";
import type { Partitioner } from "./stream-graph.ts";

/** How state of in-flight records is redistributed when a side of the edge is rescaled (Flink's SubtaskStateMapper). */
export type SubtaskStateMapper = "ARBITRARY" | "FIRST" | "FULL" | "RANGE" | "ROUND_ROBIN" | "UNSUPPORTED";

/** Fixed properties of a stream partitioner. */
export interface PartitionerTraits {
  /** Name in plans and on edges. */
  readonly name: "FORWARD" | "REBALANCE" | "RESCALE" | "SHUFFLE" | "BROADCAST" | "GLOBAL" | "CUSTOM" | "HASH";
  /** Connects a producer subtask only with its own share of the consumers. */
  readonly pointwise: boolean;
  readonly broadcast: boolean;
  readonly unalignedCheckpoints: boolean;
  readonly upstreamMapper: SubtaskStateMapper;
  readonly downstreamMapper: SubtaskStateMapper;
}

const fixed = {
  broadcast: false,
  unalignedCheckpoints: false,
  upstreamMapper: "UNSUPPORTED",
  downstreamMapper: "UNSUPPORTED",
} as const;
const free = { pointwise: false, broadcast: false, unalignedCheckpoints: true, upstreamMapper: "ARBITRARY" } as const;

export const partitionerTraits: { readonly [type in Partitioner["type"]]: PartitionerTraits } = {
  forward: { ...fixed, name: "FORWARD", pointwise: true },
  rescale: { ...fixed, name: "RESCALE", pointwise: true },
  broadcast: { ...fixed, name: "BROADCAST", pointwise: false, broadcast: true },
  rebalance: { ...free, name: "REBALANCE", downstreamMapper: "ROUND_ROBIN" },
  shuffle: { ...free, name: "SHUFFLE", downstreamMapper: "ROUND_ROBIN" },
  global: { ...free, name: "GLOBAL", downstreamMapper: "FIRST" },
  hash: { ...free, name: "HASH", downstreamMapper: "RANGE" },
  custom: { ...free, name: "CUSTOM", unalignedCheckpoints: false, downstreamMapper: "FULL" },
};

/** The function of a custom partitioner: of the key field's value and the number of channels, the channel's number. */
export const customPartitionFunction: FunctionMeta = { parameters: ["key", "n"], result: "number" };
