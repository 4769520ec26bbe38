import { seededRandom } from "../../src/base/random.ts";
import { unreachable } from "../../src/base/assert.ts";
import type { PartitionerTraits } from "../../src/graph/partitioner-traits.ts";
import { partitionerTraits } from "../../src/graph/partitioner-traits.ts";
import { broadcast, byKeyGroup, custom, partition, roundRobin } from "../../src/runtime/io/partitioner.ts";
import { recordWriter } from "../../src/runtime/io/record-writer.ts";
import type { OutputChannel } from "../../src/runtime/io/channel.ts";
import { attributedFunctions } from "../../src/runtime/attributed-functions.ts";
import { outputOf } from "../../src/runtime/chain-output.ts";
import type { Collector, Row } from "../../src/stream/row.ts";
import { RowKind } from "../../src/stream/row.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { decodeTimestamp } from "./encoding.ts";
import type { Suite } from "./suite.ts";
import type { TypedValue } from "./typed-value.ts";
import { hashOf } from "./typed-value.ts";

interface Given {
  readonly partitioner: PartitionerTraits["name"];
  readonly channels: number;
  readonly start?: number;
  readonly maxParallelism?: number;
  readonly function?: "mod" | "reverse" | "tens" | "last";
  readonly tag?: string;
  readonly elements: readonly Element[];
}

interface Element {
  readonly r?: unknown;
  readonly side?: string;
  readonly w?: EncodedTimestamp;
  readonly s?: "idle" | "active";
}

export const partitionerSuite: Suite = {
  name: "partitioner",
  run(given: Given) {
    let reached: number[] = [];
    const channels = Array.from({ length: given.channels }, (_, index) => recordingChannel(() => reached.push(index)));
    const writer = recordWriter(distribute(given, channels.map((channel) => channel.write)), channels);
    const edge = { collect: writer.collect, target: writer };
    const output = outputOf([given.tag === undefined ? edge : { ...edge, tag: given.tag }]);
    const emitted = given.elements.map((element) => {
      reached = [];
      if (element.w !== undefined) output.watermark(decodeTimestamp(element.w));
      else if (element.s !== undefined) output.status(element.s === "idle");
      else output.collector(element.side)({ $kind: RowKind.insert, value: element.r }, noTimestamp);
      return reached;
    });
    return { ...traitsOf(given.partitioner), emitted };
  },
};

function recordingChannel(onElement: () => void): OutputChannel {
  const counts = { sent: 0, sentControls: 0 };
  return { ...counts, write: onElement, control: onElement, isAvailable: () => true, flush() {}, waiting: () => [], close() {} };
}

function traitsOf(name: string): PartitionerTraits {
  const traits = Object.values(partitionerTraits).find((candidate) => candidate.name === name);
  if (traits === undefined) throw new Error(`no partitioner ${name}`);
  return traits;
}

/** HASH keys of the suite have Java types, and REBALANCE cases say what the random number was: both enter one level lower. */
function distribute(given: Given, channels: readonly Collector[]): Collector {
  switch (given.partitioner) {
    case "HASH":
      return byKeyGroup(channels, given.maxParallelism ?? 128, (row) => hashOf(row.value as TypedValue));
    case "REBALANCE":
      return roundRobin(channels, given.start ?? 0);
    case "CUSTOM":
      return custom(channels, (row, count) => customFunction(given.function ?? "mod", row, count));
    case "BROADCAST":
      return broadcast(channels);
    case "FORWARD":
    case "GLOBAL":
    case "RESCALE":
    case "SHUFFLE":
      return partition({ type: lowerCase(given.partitioner) }, channels, {
        schema: { fields: [] },
        maxParallelism: 128,
        random: seededRandom(1),
        functions: attributedFunctions({ compile: () => () => undefined }, "producer"),
      });
    default:
      return unreachable(given.partitioner);
  }
}

function lowerCase(name: "FORWARD" | "GLOBAL" | "RESCALE" | "SHUFFLE"): "forward" | "global" | "rescale" | "shuffle" {
  const types = { FORWARD: "forward", GLOBAL: "global", RESCALE: "rescale", SHUFFLE: "shuffle" } as const;
  return types[name];
}

function customFunction(name: "mod" | "reverse" | "tens" | "last", row: Row, channels: number): number {
  const key = Number(row.value);
  const floorMod = (value: number): number => ((value % channels) + channels) % channels;
  if (name === "mod") return floorMod(key);
  if (name === "reverse") return channels - 1 - floorMod(key);
  return name === "tens" ? floorMod(Math.trunc(key / 10)) : channels - 1;
}
