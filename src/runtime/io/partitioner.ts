import { unreachable } from "../../base/assert.ts";
import type { Random } from "../../base/random.ts";
import type { Partitioner } from "../../graph/stream-graph.ts";
import { customPartitionFunction } from "../../graph/partitioner-traits.ts";
import { keyGroupOf, subtaskOfKeyGroup } from "../../stream/key-group.ts";
import { ConformError } from "../../stream/conform-error.ts";
import { describeValue } from "../../stream/describe-value.ts";
import { keySelector } from "../../stream/key-selector.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { OperatorFunctions } from "../api.ts";
import { handleParameter, valueParameter } from "../../stream/guest-parameter.ts";

export interface PartitionOptions {
  readonly schema: Schema;
  /** Max parallelism of the consumer: key groups of a hash edge. */
  readonly maxParallelism: number;
  readonly random: Random;
  readonly functions: OperatorFunctions;
}

/** Distributes records over `channels` by the rule of `partitioner`, as one closure. */
export function partition(
  partitioner: Partitioner,
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
      const { key } = partitioner;
      const type = options.schema.fields.find(({ name }) => name === key)?.type;
      const [value = "key", count = "n"] = customPartitionFunction.parameters;
      const parameters = [type === undefined ? handleParameter(value) : valueParameter(value, type), handleParameter(count)];
      const source = { field: "partitioner", source: partitioner.function, parameters };
      const choose = options.functions.compile(source, (chosen) => channelNumber(chosen, channels.length));
      return custom(channels, (row, channelCount) => choose(row[key], channelCount));
    }
    default:
      return unreachable(partitioner);
  }
}

/** Each record goes one channel further than the one before; `last` is where the one before the first is taken to have gone. */
function roundRobin(channels: readonly Collector[], last: number): Collector {
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
function byKeyGroup(channels: readonly Collector[], maxParallelism: number, hash: (row: Row) => number): Collector {
  const owners = Array.from({ length: maxParallelism }, (_, group) =>
    channelAt(channels, subtaskOfKeyGroup(group, channels.length, maxParallelism)),
  );
  return (row, timestamp) => channelAt(owners, keyGroupOf(hash(row), maxParallelism))(row, timestamp);
}

function custom(channels: readonly Collector[], choose: (row: Row, channels: number) => unknown): Collector {
  return (row, timestamp) => channelAt(channels, channelNumber(choose(row, channels.length), channels.length))(row, timestamp);
}

function broadcast(channels: readonly Collector[]): Collector {
  if (channels.length === 1) return channelAt(channels, 0);
  return (row, timestamp) => {
    for (const channel of channels) channel(row, timestamp);
  };
}

function shuffle(channels: readonly Collector[], random: Random): Collector {
  if (channels.length === 1) return channelAt(channels, 0);
  return (row, timestamp) => channelAt(channels, random.integer(channels.length))(row, timestamp);
}

/** What a partition function gave, when it is the number of one of `count` channels. Throws a `ConformError`. [TK2] */
function channelNumber(chosen: unknown, count: number): number {
  if (typeof chosen === "number" && Number.isInteger(chosen) && chosen >= 0 && chosen < count) return chosen;
  const range = `an integer from 0 to ${count - 1}`;
  throw new ConformError(`[TK2] the partition function gave ${describeValue(chosen)}; it must give ${range}`);
}

function channelAt(channels: readonly Collector[], index: number): Collector {
  const channel = channels[index];
  if (channel === undefined) throw new RangeError(`[TK1] an output needs a channel ${index}, it has ${channels.length}`);
  return channel;
}
