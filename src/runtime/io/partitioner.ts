import { unreachable } from "../../base/assert.ts";
import type { Random } from "../../base/random.ts";
import type { DocumentPartitioner } from "../../graph/job-document.ts";
import { customPartitionFunction } from "../../graph/partitioner-traits.ts";
import { keyGroupOf, subtaskOfKeyGroup } from "../../stream/key-group.ts";
import { keySelector } from "../../stream/key-selector.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { FunctionCompiler } from "../environment.ts";

export interface PartitionOptions {
  readonly schema: Schema;
  /** Max parallelism of the consumer: key groups of a hash edge. */
  readonly maxParallelism: number;
  readonly random: Random;
  readonly functions: FunctionCompiler;
}

/** Distributes records over `channels` by the rule of `partitioner` (semantics 1.3), as one closure. */
export function partition(
  partitioner: DocumentPartitioner,
  channels: readonly Collector[],
  options: PartitionOptions,
): Collector {
  switch (partitioner.type) {
    case "forward":
    case "global":
      return channelAt(channels, 0);
    case "broadcast":
      return broadcast(channels);
    case "rescale":
      return roundRobin(channels, -1);
    case "rebalance":
      return roundRobin(channels, options.random.integer(channels.length));
    case "shuffle":
      return shuffle(channels, options.random);
    case "hash": {
      const { hashRow, requireKey } = keySelector(options.schema, partitioner.key);
      return channels.length === 1 ? toOnlyOwner(channels, requireKey) : byKeyGroup(channels, options.maxParallelism, hashRow);
    }
    case "custom": {
      const choose = options.functions.compile({
        field: "partitioner",
        source: partitioner.function,
        parameters: customPartitionFunction.parameters,
      });
      return custom(channels, (row, count) => choose(row[partitioner.key], count));
    }
    default:
      return unreachable(partitioner);
  }
}

/** Each record goes one channel further than the one before; `last` is where the one before the first is taken to have gone. */
export function roundRobin(channels: readonly Collector[], last: number): Collector {
  if (channels.length === 1) return channelAt(channels, 0);
  let current = last;
  return (row, timestamp) => {
    current = current + 1 < channels.length ? current + 1 : 0;
    channelAt(channels, current)(row, timestamp);
  };
}

/** One channel leads to the owner of all key groups. Throws on a null key. */
function toOnlyOwner(channels: readonly Collector[], requireKey: (row: Row) => void): Collector {
  const owner = channelAt(channels, 0);
  return (row, timestamp) => {
    requireKey(row);
    owner(row, timestamp);
  };
}

/** The owner of the key's key group. Throws on a null key. */
export function byKeyGroup(channels: readonly Collector[], maxParallelism: number, hash: (row: Row) => number): Collector {
  const owners = Array.from({ length: maxParallelism }, (_, group) =>
    channelAt(channels, subtaskOfKeyGroup(group, channels.length, maxParallelism)),
  );
  return (row, timestamp) => channelAt(owners, keyGroupOf(hash(row), maxParallelism))(row, timestamp);
}

export function custom(channels: readonly Collector[], choose: (row: Row, channels: number) => unknown): Collector {
  return (row, timestamp) => {
    const chosen = choose(row, channels.length);
    const channel = typeof chosen === "number" ? channels[chosen] : undefined;
    if (channel === undefined) {
      const range = `an integer from 0 to ${channels.length - 1}`;
      throw new RangeError(`[TK2] the partition function gave ${describe(chosen)}; it must give ${range}`);
    }
    channel(row, timestamp);
  };
}

export function broadcast(channels: readonly Collector[]): Collector {
  if (channels.length === 1) return channelAt(channels, 0);
  return (row, timestamp) => {
    for (const channel of channels) channel(row, timestamp);
  };
}

function shuffle(channels: readonly Collector[], random: Random): Collector {
  if (channels.length === 1) return channelAt(channels, 0);
  return (row, timestamp) => channelAt(channels, random.integer(channels.length))(row, timestamp);
}

/** Nothing of a value that came from a user function is run to describe it. */
function describe(value: unknown): string {
  return typeof value === "number" || value === null || value === undefined ? String(value) : `a ${typeof value}`;
}

function channelAt(channels: readonly Collector[], index: number): Collector {
  const channel = channels[index];
  if (channel === undefined) throw new RangeError(`[TK1] an output needs a channel ${index}, it has ${channels.length}`);
  return channel;
}
