import { describe, expect, it } from "vitest";
import { compileGraph } from "./compile-graph.ts";
import { readConfiguration } from "./configuration.ts";
import { locate } from "./graph-finding.ts";
import { defaultGraphSettings } from "./stream-graph.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { translate } from "./translate.ts";
import type {
  CoGroupTransformation, Input, OperatorSpec, OperatorTransformation, SinkTransformation, SourceTransformation, Stream, Transformation,
} from "./program.ts";
import type { GraphSettings, StreamGraph } from "./stream-graph.ts";

const spec: OperatorSpec = {
  type: "test", config: {}, hasFunctions: false, inputSchemas: [], keys: [], outputSchema: { fields: [] }, sideOutputs: [], serviceTimeMs: undefined,
};
const source = (name: string, bounded = true): SourceTransformation => ({ kind: "source", name, bounded, operator: spec });
const operator = (name: string, inputs: readonly Input[], more: Partial<OperatorTransformation> = {}): OperatorTransformation =>
  ({ kind: "operator", name, inputs, operator: spec, ...more });
const sink = (from: Transformation, more: Partial<SinkTransformation> = {}): SinkTransformation =>
  ({ kind: "sink", name: "out", inputs: [{ stream: { from } }], committing: false, operator: spec, ...more });
const keyed = (from: Transformation): Stream => ({ stream: { from }, partitioner: { type: "hash", key: ["id"] } });

function graphOf(transformations: readonly Transformation[], settings: Partial<GraphSettings> = {}): StreamGraph {
  return translate({ transformations }, { ...defaultGraphSettings, ...settings }).graph;
}

describe("a program becomes a stream graph", () => {
  it("[GR70] named as Flink names it, whichever front end states it", () => {
    const from = source("numbers");
    const legacy: Transformation = { kind: "legacySink", name: "print", inputs: [{ stream: { from } }], operator: spec };
    const { nodes } = graphOf([from, sink(from, { committing: true, uid: "u" }), legacy]);
    expect(nodes.map(({ name, uid }) => [name, uid])).toEqual([
      ["Source: numbers", undefined], ["Sink: print", undefined], ["out: Writer", "u"], ["out: Committer", "Sink Committer: u"],
    ]);
  });

  it("[GR70] inputs are numbered from 1 where an operator can have several", () => {
    const from = source("numbers");
    const one = { stream: { from } };
    const { nodes } = graphOf([from, operator("one", [one]), operator("two", [one, one]), operator("many", [one], { chaining: "HEAD_WITH_SOURCES" })]);
    expect(nodes.map(({ inEdges }) => inEdges.map(({ input }) => input))).toEqual([[], [0], [1, 2], [1]]);
  });

  it("[GR8] a keyed operator begins a chain in batch, and is chained to nothing it is told not to be", () => {
    const from = source("numbers");
    const nodes = (settings: Partial<GraphSettings>): unknown =>
      graphOf([from, operator("count", [{ stream: keyed(from) }]), operator("alone", [{ stream: keyed(from) }], { chain: "never" })], settings)
        .nodes.map(({ chaining }) => chaining);
    expect(nodes({})).toEqual(["ALWAYS", "ALWAYS", "NEVER"]);
    expect(nodes({ runtimeMode: "BATCH" })).toEqual(["ALWAYS", "HEAD", "NEVER"]);
  });

  it("[GR73] a broadcast input gets every record, and makes its operator one that chain settings do not touch", () => {
    const from = source("numbers");
    const rules = source("rules");
    const [, , joined] = graphOf([from, rules, operator("enrich", [{ stream: { from } }, { stream: { from: rules }, broadcast: true }], { chain: "never" })]).nodes;
    expect(joined?.inEdges.map(({ partitioner }) => partitioner.type)).toEqual(["forward", "broadcast"]);
    expect(joined?.chaining).toBe("ALWAYS");
  });
});

describe("[GR72] a window join or coGroup", () => {
  const orders = schemaOf([{ name: "id", type: "BIGINT" }, { name: "what", type: "STRING" }]);
  const users = schemaOf([{ name: "user", type: "BIGINT" }]);
  const [left, right] = [{ ...source("orders"), parallelism: 3 }, source("users")];
  const inputs = [{ stream: { from: left } }, { stream: { from: right } }];
  const join: CoGroupTransformation = { kind: "coGroup", name: "join", inputs, uid: "j", operator: { ...spec, inputSchemas: [orders, users], keys: [["id"], ["user"]] } };
  const { nodes } = graphOf([left, right, join], { parallelism: 2 });

  it("is a map per input, of its parallelism, and a window over both", () => {
    expect(nodes.map(({ name, parallelism, uid }) => [name, parallelism, uid])).toEqual([
      ["Source: orders", 3, undefined], ["Source: users", 2, undefined], ["Map", 3, undefined], ["Map", 2, undefined], ["join", 2, "j"],
    ]);
    expect(nodes[4]?.inEdges.map(({ source: from, input, partitioner }) => [from, input, partitioner])).toEqual([
      [2, 0, { type: "hash", key: ["key0"] }], [3, 0, { type: "hash", key: ["key0"] }],
    ]);
  });

  it("hands its records on with the key in front, each in the column of its input", () => {
    expect(nodes[3]?.operator).toMatchObject({ part: "tagger", inputSchemas: [users], keys: [["user"]] });
    expect(nodes[4]?.operator.inputSchemas).toEqual([nodes[2]?.operator.outputSchema]);
    expect(nodes[4]?.operator.inputSchemas[0]?.fields.map(({ name, type }) => [name, type.type])).toEqual([
      ["key0", "BIGINT"], ["input0", "ROW"], ["input1", "ROW"],
    ]);
  });
});

describe("[GR71] the runtime mode", () => {
  const endless = source("endless", false);
  const ends = source("ends");
  const automatic = (...transformations: readonly Transformation[]): string => graphOf(transformations, { runtimeMode: "AUTOMATIC" }).jobType;

  it("AUTOMATIC is BATCH where every source that is read ends", () => {
    expect(automatic(ends, sink(ends))).toBe("BATCH");
    expect(automatic(ends, endless, sink(ends))).toBe("BATCH");
    expect(automatic(ends, endless, sink(ends), sink(endless))).toBe("STREAMING");
  });

  it("does not hang on what a broadcast-connected operator reads but as it is", () => {
    const connected = (stream: Stream): OperatorTransformation => operator("enrich", [{ stream }, { stream: { from: ends }, broadcast: true }]);
    expect(automatic(ends, endless, connected({ from: endless }))).toBe("STREAMING");
    expect(automatic(ends, endless, connected(keyed(endless)))).toBe("BATCH");
    expect(automatic(ends, endless, operator("enrich", [{ stream: { from: ends } }, { stream: { from: endless }, broadcast: true }]))).toBe("BATCH");
  });

  it("BATCH over a source without end is refused, at the source", () => {
    const settings: GraphSettings = { ...defaultGraphSettings, runtimeMode: "BATCH" };
    const { findings } = translate({ transformations: [ends, sink(ends), endless, sink(endless)] }, settings);
    expect(findings).toMatchObject([{ code: "config.batch-unbounded", node: 1, values: { name: "endless" } }]);
  });
});

describe("a stream graph is compiled", () => {
  const { configuration } = readConfiguration({});
  const from = source("numbers");

  it("[GR74] without a drawing, into all graphs of the job", () => {
    const job = compileGraph(graphOf([from, sink(from)], { parallelism: 2 }), { configuration });
    expect(job).toMatchObject({ ok: true, topology: { vertices: [{ name: "Source: numbers -> out: Writer" }], subtasks: [{ index: 0 }, { index: 1 }] } });
  });

  it("[GR74] and what is wrong names node and edge, for the front end to find its own names by", () => {
    const wide = operator("wide", [{ stream: { stream: { from }, partitioner: { type: "forward" } } }], { parallelism: 4 });
    const job = compileGraph(graphOf([from, wide]), { configuration });
    const [finding] = job.findings;
    expect(job.ok).toBe(false);
    expect(finding).toMatchObject({ code: "edge.forward-parallelism", node: 1, edge: 0 });
    const located = finding && locate(finding, { nodes: ["a", "b"], edges: ["a-b"] });
    expect(located).toMatchObject({ operator: "b", edge: "a-b" });
    expect(located).not.toHaveProperty("node");
  });
});
