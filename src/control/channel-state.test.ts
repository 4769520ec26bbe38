import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChannelStateIndex } from "../graph/snapshot.ts";
import { everySubtask, toChannelIndex, toCheckpointId, toGateIndex, toPartitionIndex, toPlaceInGate, toPlaceInPartition, toSubtaskIndex } from "../stream/indices.ts";
import { keepsOwnRecords, redistributeChannels } from "../graph/redistribute-channels.ts";
import type { UnderWay } from "../graph/redistribute-channels.ts";
import { partitionerTraits } from "../graph/partitioner-traits.ts";
import type { ChannelElement } from "../runtime/io/channel-contents.ts";
import { readChannelState, writeChannelState } from "../runtime/io/channel-state.ts";
import { createRing } from "../runtime/io/ring.ts";
import { Doorbell } from "../runtime/io/doorbell.ts";
import { RingInput } from "../runtime/io/ring-input.ts";
import { RingOutput } from "../runtime/io/ring-output.ts";
import { decodeRow } from "../runtime/io/row-encoder.ts";
import { joinParts, SnapshotBuilder } from "../runtime/snapshot-builder.ts";
import { keyGroupOf, subtaskOfKeyGroup } from "../stream/key-group.ts";
import { keySelector } from "../stream/key-selector.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { rowFromValues } from "../stream/row-class.ts";
import { StringInterner } from "../stream/string-interner.ts";
import { checkpointFormat, parseMetadata } from "./checkpoint-metadata.ts";

const schema = schemaOf([{ name: "key", type: "STRING" }, { name: "n", type: "INT" }]);
const makeRow = rowFromValues(schema);
const decode = decodeRow(schema, new StringInterner());
const maxParallelism = 128;
const { select, hash } = keySelector(schema, ["key"]);

const ownerOf = (key: string, parallelism: number): number =>
  subtaskOfKeyGroup(keyGroupOf(hash(select(makeRow([key, 0]))), maxParallelism), parallelism, maxParallelism);

function rowOf(bytes: Uint8Array): { readonly key: string; readonly n: number } {
  let found = { key: "", n: NaN };
  decode(new Uint8Array(bytes).buffer, (row) => void (found = { key: row.key as string, n: row.n as number }));
  return found;
}

/** What a real ring has under way with these elements written to it: what its consumer could take, and what waits for room. */
function underWay(write: (output: RingOutput) => void): { readonly input: readonly ChannelElement[]; readonly output: readonly ChannelElement[] } {
  const descriptor = { channel: toChannelIndex(0), schema, capacityRecords: undefined };
  const ring = createRing({ bytes: 1024, shared: false });
  const output = new RingOutput(descriptor, ring, { consumerBell: new Doorbell() });
  write(output);
  const waiting = output.waiting();
  return { input: new RingInput(descriptor, ring, { producerBell: new Doorbell() }).waiting(), output: waiting };
}

describe("channel state in snapshots", () => {
  test("[CP43] [CP44] records, watermarks and statuses come back from a snapshot as they were; barriers and ends are not in it", () => {
    const held = underWay((output) => {
      for (let n = 0; n < 100; n++) {
        output.write(makeRow([`k${n}`, n]), n);
        if (n % 30 === 0) output.control({ kind: "watermark", timestamp: n === 0 ? -Infinity : n });
        if (n % 40 === 0) output.control({ kind: "watermarkStatus", idle: n === 0 });
        if (n === 50) output.control({ kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: 0, alignment: "unaligned", savepoint: false });
      }
      output.control({ kind: "endOfData", mode: "drain" });
    });
    expect([held.input.length > 10, held.output.length > 10]).toEqual([true, true]);
    const builder = new SnapshotBuilder();
    builder.append(new Uint8Array(7));
    const ranges = [held.input, held.output].map((elements) => writeChannelState(builder, elements));
    const [input = { offset: 0, length: 0 }, output = { offset: 0, length: 0 }] = ranges;
    const channels: ChannelStateIndex = {
      inputs: [{ gate: toGateIndex(1), channel: toPlaceInGate(2), range: input }],
      outputs: [{ partition: toPartitionIndex(0), channel: toPlaceInPartition(3), range: output }],
    };
    const snapshot = { path: "job/chk-1/0-0", bytes: builder.length, operators: [], channels };
    const vertex = { vertexId: "v", parallelism: 1, maxParallelism, operators: [], subtasks: [{ finished: false, snapshot }] };
    const metadata = { format: checkpointFormat, jobId: "job", checkpointId: 1, kind: "checkpoint", triggeredAt: 0, vertices: [vertex], sources: [] };
    const stored = parseMetadata(JSON.stringify(metadata), "job")?.vertices[0]?.subtasks[toSubtaskIndex(0)]?.snapshot;
    expect(stored?.channels).toEqual(channels);
    const bytes = joinParts(builder.parts());
    const back = [input, output].flatMap(({ offset, length }) => readChannelState(bytes.subarray(offset, offset + length)));
    const kept = [...held.input, ...held.output].filter(({ control }) => control === undefined || control.kind.startsWith("watermark"));
    expect(back).toEqual(kept);
    expect(writeChannelState(builder, [{ control: { kind: "endOfPartition" } }])).toBe(undefined);
    expect(() => readChannelState(bytes.subarray(input.offset, input.offset + input.length - 1))).toThrow(RangeError);
  });

  test("[CP44] metadata whose channel state names no place in the file is refused", () => {
    for (const channels of [{ inputs: [{ gate: 0, channel: -1, range: { offset: 0, length: 1 } }], outputs: [] }, { inputs: [] }, "all"]) {
      const snapshot = { path: "job/chk-1/0-0", bytes: 1, operators: [], channels };
      const vertex = { vertexId: "v", parallelism: 1, maxParallelism, operators: [], subtasks: [{ finished: false, snapshot }] };
      const metadata = { format: checkpointFormat, jobId: "job", checkpointId: 1, kind: "checkpoint", triggeredAt: 0, vertices: [vertex], sources: [] };
      expect(parseMetadata(JSON.stringify(metadata), "job")).toBe(undefined);
    }
  });

  test("[CP45] rescaled, every record under way is kept by the one subtask that owns its key, in order per key and producer", () => {
    const sizes = fc.record({ producers: fc.integer({ min: 1, max: 3 }), from: fc.integer({ min: 1, max: 5 }), to: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(20), { maxLength: 150 }), ({ producers, from, to }, keys) => {
        const { downstreamMapper: mapper } = partitionerTraits.hash;
        const states: UnderWay<readonly ChannelElement[]>[] = [];
        for (const producer of everySubtask(producers)) {
          for (const consumer of everySubtask(from)) {
            const { input, output } = underWay((channel) =>
              keys.forEach((key, n) => {
                if (n % producers === producer && ownerOf(`k${key}`, from) === consumer) channel.write(makeRow([`k${key}`, n]), n);
              }),
            );
            states.push({ producer, consumer, content: [...input, ...output] });
          }
        }
        const kept = redistributeChannels({ mapper, producers: { from: producers, to: producers }, consumers: { from, to }, states }).map((taken, subtask) =>
          taken.flatMap(({ producer, content }) => content.map(({ bytes = new Uint8Array() }) => ({ producer, ...rowOf(bytes) })))
            .filter(({ key }) => !keepsOwnRecords({ mapper, consumers: { from, to } }) || ownerOf(key, to) === subtask),
        );
        expect(kept.flatMap((records) => records.map(({ n }) => n)).toSorted((a, b) => a - b)).toEqual([...keys.keys()]);
        kept.forEach((records, subtask) => {
          for (const { key } of records) expect(ownerOf(key, to)).toBe(subtask);
          for (const key of new Set(records.map((record) => record.key))) {
            for (const producer of everySubtask(producers)) {
              const own = records.filter((record) => record.key === key && record.producer === producer).map(({ n }) => n);
              expect(own).toEqual(own.toSorted((a, b) => a - b));
            }
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  const states = [3, 1, 0, 2].map(toSubtaskIndex).map((consumer) => ({ producer: toSubtaskIndex(0), consumer, content: consumer }));

  /** By new consumer: of which old ones it takes what was under way. */
  function taken(type: keyof typeof partitionerTraits, to: number, { producers = { from: 1, to: 1 }, held = states } = {}) {
    const { downstreamMapper: mapper } = partitionerTraits[type];
    const redistributed = redistributeChannels({ mapper, producers, consumers: { from: 4, to }, states: held });
    return redistributed.map((each) => each.map(({ content }) => content));
  }

  test("[CP45] rebalanced channels go round, global ones to the first subtask; where no consumer is new or gone, each keeps its own", () => {
    expect(taken("rebalance", 3)).toEqual([[0, 3], [1], [2]]);
    expect(taken("rebalance", 6)).toEqual([[0], [1], [2], [3], [], []]);
    expect(taken("global", 2)).toEqual([[0, 1, 2, 3], []]);
    expect(taken("custom", 2)).toEqual([[0, 1, 2, 3], [0, 1, 2, 3]]);
    const own = [[0], [1], [2], [3]];
    expect(taken("forward", 4)).toEqual(own);
    for (const type of ["hash", "rebalance", "custom"] as const) expect(taken(type, 4, { producers: { from: 2, to: 5 } })).toEqual(own);
  });

  test("[CP47] what is under way on an edge without unaligned barriers stays where it was: rescaled on either side it is refused, empty it is not", () => {
    expect(() => taken("forward", 2)).toThrow("[CP47]");
    expect(() => taken("rescale", 4, { producers: { from: 2, to: 3 } })).toThrow("[CP47]");
    expect(taken("rescale", 2, { held: [] })).toEqual([[], []]);
  });
});
