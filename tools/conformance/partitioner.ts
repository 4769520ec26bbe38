import { toOperatorIndex } from "../../src/stream/indices.ts";
import { seededRandom } from "../../src/base/random.ts";
import type { DocumentPartitioner } from "../../src/graph/job-document.ts";
import type { PartitionerTraits } from "../../src/graph/partitioner-traits.ts";
import { partitionerTraits } from "../../src/graph/partitioner-traits.ts";
import { partition } from "../../src/runtime/io/partitioner.ts";
import { createRecordWriter } from "../../src/runtime/io/record-writer.ts";
import type { OutputChannel } from "../../src/runtime/io/channel.ts";
import { attributedFunctions } from "../../src/runtime/attributed-functions.ts";
import { outputOf } from "../../src/runtime/chain-output.ts";
import type { Schema } from "../../src/stream/logical-type.ts";
import type { Collector } from "../../src/stream/row.ts";
import { RowKind } from "../../src/stream/row.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { decodeTimestamp } from "./encoding.ts";
import type { Check, Suite } from "./suite.ts";
import type { TypedValue } from "./typed-value.ts";
import { missingType, recordOfKey } from "./typed-value.ts";

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

interface Result extends PartitionerTraits {
  readonly emitted: readonly (readonly number[])[];
}

/** Where a key goes has nothing to do with what came before it: each by itself, and all that is no record. */
function split(given: Given, expect: Result): readonly Check[] {
  if (given.partitioner !== "HASH") return [{ given, expect }];
  const part = (isPart: (at: number) => boolean): Check => ({
    given: { ...given, elements: given.elements.filter((_, at) => isPart(at)) },
    expect: { ...expect, emitted: expect.emitted.filter((_, at) => isPart(at)) },
  });
  const keys = given.elements.flatMap(({ r }, at) => (r === undefined ? [] : [at]));
  return [...keys.map((key) => part((at) => at === key)), part((at) => !keys.includes(at))];
}

function notApplicable({ partitioner, elements }: Given): string | undefined {
  if (partitioner !== "HASH") return undefined;
  const keys = elements.flatMap(({ r }) => (r === undefined ? [] : [r as TypedValue]));
  return keys.map(missingType).find((missing) => missing !== undefined);
}

export const partitionerSuite: Suite = {
  name: "partitioner",
  split,
  notApplicable,
  run(given: Given): Result {
    let reached: number[] = [];
    const channels = Array.from({ length: given.channels }, (_, index) => recordingChannel(() => reached.push(index)));
    const writer = createRecordWriter(distribute(given, channels.map((channel) => channel.write)), channels);
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

/** The edge's partitioner as a job's document names it, with the suite's random number and function in their places. */
function distribute(given: Given, channels: readonly Collector[]): Collector {
  const random = { ...seededRandom(1), integer: () => given.start ?? 0 };
  const choose = (key: unknown, count: unknown): number => customFunction(given.function ?? "mod", Number(key), Number(count));
  const functions = attributedFunctions({ compile: () => (key, count) => choose(key, count) }, { index: toOperatorIndex(0), name: "producer" });
  const options = { maxParallelism: given.maxParallelism ?? 128, random, functions };
  if (given.partitioner !== "HASH") return partition(partitioners[given.partitioner], channels, { ...options, schema: numbers });
  // Each key of the suite has a type of its own, and so a schema.
  return (row, timestamp) => {
    const record = recordOfKey(row.value as TypedValue);
    partition({ type: "hash", key: [...record.names] }, channels, { ...options, schema: record.schema })(record.row, timestamp);
  };
}

const numbers: Schema = { fields: [{ name: "value", type: { type: "INT", nullable: false } }] };

const partitioners: Readonly<Record<Exclude<Given["partitioner"], "HASH">, DocumentPartitioner>> = {
  FORWARD: { type: "forward" },
  GLOBAL: { type: "global" },
  BROADCAST: { type: "broadcast" },
  REBALANCE: { type: "rebalance" },
  RESCALE: { type: "rescale" },
  SHUFFLE: { type: "shuffle" },
  CUSTOM: { type: "custom", key: "value", function: "of the suite" },
};

function customFunction(name: "mod" | "reverse" | "tens" | "last", key: number, channels: number): number {
  const floorMod = (value: number): number => ((value % channels) + channels) % channels;
  if (name === "mod") return floorMod(key);
  if (name === "reverse") return channels - 1 - floorMod(key);
  return name === "tens" ? floorMod(Math.trunc(key / 10)) : channels - 1;
}
