import { describe, expect, it } from "vitest";
import { buildJobGraph } from "./build-job-graph.ts";
import { murmur128 } from "../base/murmur.ts";
import { encodeUtf8 } from "../base/utf8.ts";
import { planJson } from "./plan-json.ts";
import { StreamGraphBuilder } from "./stream-graph-builder.ts";
import { topologicalOrder } from "./topological-order.ts";
import { defaultGraphSettings } from "./stream-graph.ts";
import type { NodeDraft, NodeHandle } from "./stream-graph-builder.ts";
import type { JobGraph } from "./job-graph.ts";

const none = { fields: [] };

function draft(name: string, more: Partial<NodeDraft> = {}): NodeDraft {
  const operator = {
    type: name, part: "operator", config: {}, hasFunctions: false, inputSchemas: [], keys: [], outputSchema: none, sideOutputs: [], serviceTimeMs: undefined,
  } as const;
  return { name, kind: "operator", operator, ...more };
}

/** Graph of what `write` puts into a builder at parallelism 2. */
function graphOf(write: (builder: StreamGraphBuilder, source: NodeHandle) => void): JobGraph {
  const builder = new StreamGraphBuilder({ ...defaultGraphSettings, parallelism: 2 }, "STREAMING");
  write(builder, builder.add(draft("Source", { kind: "source" }), []));
  return buildJobGraph(builder.build());
}

const names = (graph: JobGraph): readonly string[] => graph.vertices.map(({ name }) => name);

describe("operator ids, as Flink gives them", () => {
  const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  it("[GR9] with a uid depend on it alone", () => {
    expect(hex(murmur128(encodeUtf8("source")))).toBe("e5a72f353fc1e6bbf3bd96a41384998c");
    expect(hex(murmur128(encodeUtf8("my-operator")))).toBe("7d711bbc5b4963725a4372048e77bbd7");
  });

  it("[GR9] of a first source depend on whether its output is chained", () => {
    const alone = graphOf((builder, from) => builder.add(draft("a"), [{ from, input: 0, partitioner: { type: "rebalance" } }]));
    const chained = graphOf((builder, from) => builder.add(draft("a"), [{ from, input: 0 }]));
    expect(alone.vertices[0]?.id).toBe("bc764cd8ddf7a0cff126f51c16239658");
    expect(chained.vertices[0]?.id).toBe("cbc357ccb763df2852fee8c4fc7d55f2");
  });
});

describe("chaining", () => {
  it.each<[string, Partial<NodeDraft>, readonly string[]]>([
    ["joins equal neighbours", {}, ["Source -> a"]],
    ["stops at NEVER", { chaining: "NEVER" }, ["Source", "a"]],
    ["stops at HEAD", { chaining: "HEAD" }, ["Source", "a"]],
    ["stops at another parallelism", { parallelism: 3 }, ["Source", "a"]],
    ["stops at another slot sharing group", { slotSharingGroup: "g" }, ["Source", "a"]],
    ["goes on over another max parallelism", { maxParallelism: 7 }, ["Source -> a"]],
  ])("[GR8] %s", (_, more, expected) => {
    expect(names(graphOf((builder, from) => builder.add(draft("a", more), [{ from, input: 0 }])))).toEqual(expected);
  });

  it("[GR8] never joins a union", () => {
    expect(names(graphOf((builder, from) => builder.add(draft("a"), [{ from, input: 0 }, { from, input: 0 }])))).toEqual(["Source", "a"]);
  });

  it("[GR13] names branches, and lists operators depth first", () => {
    const graph = graphOf((builder, from) => {
      const a = builder.add(draft("a"), [{ from, input: 0 }]);
      builder.add(draft("c"), [{ from: builder.add(draft("b"), [{ from: a, input: 0 }]), input: 0 }]);
      builder.add(draft("d"), [{ from: a, input: 0 }]);
    });
    expect(names(graph)).toEqual(["Source -> a -> (b -> c, d)"]);
    const [vertex] = graph.vertices;
    expect(vertex?.operators.map((id) => graph.streamGraph.nodes[id]?.name)).toEqual(["Source", "a", "b", "c", "d"]);
    expect(vertex?.description).toBe("Source\n+- a\n   :- b\n   :  +- c\n   +- d\n");
  });

  it("[GR5] a sink is a writer and a committer, named and numbered behind all others", () => {
    const graph = graphOf((builder, from) => {
      builder.addSink(draft("w"), [{ from, input: 0 }], draft("c"));
      builder.add(draft("a"), [{ from, input: 0 }]);
    });
    expect(graph.streamGraph.nodes.map(({ name }) => name)).toEqual(["Source", "a", "w", "c"]);
    expect(names(graph)).toEqual(["Source -> (w -> c, a)"]);
  });
});

describe("plan JSON", () => {
  it("[GR60] escapes names and leaves inputs out where there are none", () => {
    const graph = graphOf((builder, from) => builder.add(draft("a < b & c"), [{ from, input: 0, partitioner: { type: "global" } }]));
    const { nodes } = planJson(graph, "j");
    expect(nodes.map(({ description }) => description)).toEqual(["a &lt; b &amp; c<br/>", "Source<br/>"]);
    expect(nodes[0]?.inputs).toEqual([{ num: 0, id: graph.vertices[0]?.id, ship_strategy: "GLOBAL", exchange: "pipelined_bounded" }]);
    expect(nodes[1]).not.toHaveProperty("inputs");
  });
});

describe("stream graph", () => {
  it("[GR3] edges of a writer take the sink's place although its node comes last; an unread source is left out", () => {
    const { nodes } = graphOf((builder, from) => {
      builder.add(draft("unread", { kind: "source" }), []);
      builder.addSink(draft("w"), [{ from, input: 0 }], undefined);
      builder.add(draft("a"), [{ from, input: 0 }]);
    }).streamGraph;
    expect(nodes.map(({ name }) => name)).toEqual(["Source", "a", "w"]);
    expect(nodes[0]?.outEdges.map(({ target }) => target)).toEqual([2, 1]);
  });

  it("[GR4] slot sharing groups are inherited while the inputs agree", () => {
    const { nodes } = graphOf((builder, from) => {
      const a = builder.add(draft("a", { slotSharingGroup: "g" }), [{ from, input: 0 }]);
      const b = builder.add(draft("b"), [{ from: a, input: 0 }]);
      builder.add(draft("c"), [{ from: b, input: 1 }, { from, input: 2 }]);
    }).streamGraph;
    expect(nodes.map(({ slotSharingGroup }) => slotSharingGroup)).toEqual(["default", "g", "g", "default"]);
  });

  it("[GR7] one forward edge takes unaligned checkpoints from its neighbours into the same node", () => {
    const { nodes } = graphOf((builder, from) => {
      builder.add(draft("a"), [{ from, input: 1 }, { from, input: 2, partitioner: { type: "rebalance" } }]);
      builder.add(draft("b"), [{ from, input: 0, partitioner: { type: "rebalance" } }]);
    }).streamGraph;
    expect(nodes.map(({ inEdges }) => inEdges.map(({ unaligned }) => unaligned))).toEqual([[], [false, false], [true]]);
  });
});

describe("batch", () => {
  function batchGraph(write: (builder: StreamGraphBuilder, source: NodeHandle) => void): JobGraph {
    const builder = new StreamGraphBuilder(defaultGraphSettings, "BATCH");
    write(builder, builder.add(draft("Source", { kind: "source" }), []));
    return buildJobGraph(builder.build());
  }

  it("[GR11] edges that are written alike share a blocking result; in streaming each has its own", () => {
    const write = (builder: StreamGraphBuilder, from: NodeHandle): void => {
      for (const name of ["a", "b"]) builder.add(draft(name), [{ from, input: 0, partitioner: { type: "rebalance" } }]);
      builder.add(draft("c"), [{ from, input: 0, partitioner: { type: "broadcast" } }]);
    };
    expect(batchGraph(write).vertices[0]?.results.map(({ type, edges }) => [type, edges.length])).toEqual([["BLOCKING", 2], ["BLOCKING", 1]]);
    expect(graphOf(write).vertices[0]?.results.map(({ type }) => type)).toEqual(["PIPELINED_BOUNDED", "PIPELINED_BOUNDED", "PIPELINED_BOUNDED"]);
  });

  it("[GR14] vertices share the default group in streaming, and have their own in batch", () => {
    const write = (builder: StreamGraphBuilder, from: NodeHandle): void => {
      builder.add(draft("a"), [{ from, input: 0, partitioner: { type: "rebalance" } }]);
    };
    const groups = (graph: JobGraph): readonly number[] => graph.vertices.map(({ slotSharingGroup }) => slotSharingGroup.index);
    expect(groups(graphOf(write))).toEqual([0, 0]);
    expect(groups(batchGraph(write))).toEqual([0, 1]);
  });
});

it("[GR12] topological order follows a branch before it goes on to the next", () => {
  const vertex = (sources: readonly number[], consumers: readonly number[]) =>
    ({ inputs: sources.map((source) => ({ source })), results: consumers.map((consumer) => ({ consumers: [consumer] })) });
  // 0 -> 1 -> 3, 0 -> 2, and 4 reads 3 and 2
  expect(topologicalOrder([vertex([], [1, 2]), vertex([0], [3]), vertex([0], [4]), vertex([1], [4]), vertex([3, 2], [])])).toEqual([0, 1, 3, 2, 4]);
});
