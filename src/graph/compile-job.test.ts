import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headOfChain, toChannelIndex, toTaskIndex } from "../stream/indices.ts";
import { buildJobGraph } from "./build-job-graph.ts";
import { catalogOf } from "./catalog.ts";
import { productTuning } from "./task-deployment.ts";
import { compileJob } from "./compile-job.ts";
import { taskDeployment } from "./deployment.ts";
import { planJson } from "./plan-json.ts";
import { checkRun, untrustedRunLimits } from "./job-size.ts";
import { sampleCatalog, sampleJob, wordCount } from "./testing/sample-job.ts";
import type { CompiledJob } from "./compile-job.ts";
import type { DocumentPartitioner, JobDocument } from "./job-document.ts";
import type { TaskDeployment } from "./task-deployment.ts";

const hash: DocumentPartitioner = { type: "hash", key: ["word"] };

function compiled(document: JobDocument): CompiledJob {
  const job = compileJob(document, sampleCatalog);
  if (!job.ok) throw new Error(job.diagnostics.map(({ message }) => message).join("\n"));
  return job;
}

const codes = (document: JobDocument): readonly string[] => compileJob(document, sampleCatalog).diagnostics.map(({ code }) => code);

function deploy(job: CompiledJob, subtask: number): TaskDeployment {
  return taskDeployment(job.executionGraph, {
    jobId: "job", subtask: toTaskIndex(subtask), attempt: 1, restore: undefined, serviceTimeMs: 3, channelCapacity: 4,
    task: {
      autoWatermarkIntervalMs: 200, checkpointingEnabled: true, checkpointMode: "EXACTLY_ONCE", checkpointsAfterTasksFinish: true, bufferTimeout: 100, tracesRecords: true,
      memory: { heap: 1e9, buffers: 1e9, total: 1e9 },
      tuning: productTuning,
    },
  });
}

describe("a word count", () => {
  const job = compiled(wordCount);

  it("[GR10] becomes two chains", () => {
    expect(job.diagnostics).toEqual([]);
    expect(job.jobGraph.vertices.map(({ name }) => name)).toEqual([
      "Source: words -> times", "count -> result: Writer -> result: Committer",
    ]);
  });

  it("[GR41] puts subtasks that share a slot on one executor", () => {
    expect(job.topology.subtasks).toEqual([
      { vertex: 0, index: 0, executor: 0 }, { vertex: 0, index: 1, executor: 1 },
      { vertex: 1, index: 0, executor: 0 }, { vertex: 1, index: 1, executor: 1 },
    ]);
  });

  it("[GR43] wires every producer to every consumer of the hash edge", () => {
    expect(job.topology.channels.map(({ from, to, place }) => [from, to, place])).toEqual([[0, 2, 0], [1, 2, 1], [0, 3, 0], [1, 3, 1]]);
    expect(job.topology.channels[toChannelIndex(0)]).toMatchObject({
      partitioner: "HASH", schemaText: "word STRING, n INT, tags ARRAY<STRING>",
    });
  });

  it("[GR42] deploys chains head first, with channels by subpartition", () => {
    const source = deploy(job, 0);
    expect(source.operators.map(({ part, next }) => [part, next])).toEqual([["source", [{ operator: 1, input: 0 }]], ["operator", []]]);
    expect(source.outputs).toMatchObject([
      { operator: 1, partitioner: hash, consumerMaxParallelism: 128, channels: [{ channel: 0, capacityRecords: 4 }, { channel: 2, capacityRecords: 4 }] },
    ]);
    expect(source.options.serviceTimeMs).toBe(3);
    const sink = deploy(job, 3);
    expect(sink.inputs).toMatchObject([{ input: 0, channels: [{ channel: 2 }, { channel: 3 }] }]);
    expect(sink.operators.map(({ part, keys }) => [part, keys])).toEqual([["operator", [["word"]]], ["writer", [undefined]], ["committer", [undefined]]]);
    expect(sink.operators[headOfChain]?.sideOutputs.map(({ tag }) => tag)).toEqual(["late-data"]);
  });

  it("[GR42] deployments are plain data", () => {
    expect(structuredClone(deploy(job, 2))).toEqual(deploy(job, 2));
  });
});

describe("translation", () => {
  it("[GR31] takes unions out; the partitioner nearest the consumer wins", () => {
    const job = compiled(sampleJob(
      { a: { type: "numbers" }, b: { type: "numbers" }, u: { type: "union" }, c: { type: "window" }, p: { type: "print" } },
      ["a -> u", ["b -> u", { type: "shuffle" }], ["u -> c", hash], "c -> p"],
    ));
    expect(job.streamGraph.nodes.map(({ name }) => name)).toEqual(["Source: a", "Source: b", "c", "p: Writer"]);
    expect(job.streamGraph.nodes[2]?.inEdges.map(({ partitioner, id }) => [partitioner.type, job.origins.edges[id]])).toEqual([
      ["hash", "a -> u"], ["hash", "b -> u"],
    ]);
  });

  it("[GR30] does not depend on the order in which operators were drawn", () => {
    const { operators } = wordCount;
    const ids = (document: JobDocument): unknown => compiled(document).jobGraph.operatorIds;
    expect(ids({ ...wordCount, operators: operators.toReversed() })).toEqual(ids(wordCount));
  });

  it("[GR32] watermark assigners take the parallelism of their input, others the default", () => {
    const job = compiled(sampleJob(
      { a: { type: "numbers", parallelism: 3 }, w: { type: "watermarks" }, x: { type: "pass" }, p: { type: "print" } },
      ["a -> w", "w -> x", "x -> p"], { "parallelism.default": "2" },
    ));
    expect(job.streamGraph.nodes.map(({ parallelism }) => parallelism)).toEqual([3, 3, 2, 2]);
    expect(job.streamGraph.nodes[2]?.inEdges[0]?.partitioner.type).toBe("rebalance");
  });

  it("[GR42] numbers the inputs of an operator with two from 0", () => {
    const job = compiled(sampleJob(
      { a: { type: "numbers" }, j: { type: "join" }, p: { type: "print" } }, ["a -> j.left", "a -> j.right", "j -> p"],
    ));
    const head = job.topology.subtasks.findIndex(({ vertex }) => job.topology.vertices[vertex]?.operators[headOfChain]?.name === "j");
    expect(deploy(job, head).inputs.map(({ input }) => input)).toEqual([0, 1]);
  });

  it("[GR75] gives every subtask all that arrives at a broadcast input", () => {
    const { streamGraph } = compiled(sampleJob(
      { a: { type: "numbers" }, r: { type: "numbers" }, e: { type: "enrich", chain: "never" }, p: { type: "print" } },
      [["a -> e.records", hash], ["r -> e.rules", { type: "broadcast" }], "e -> p"],
    ));
    const enrich = streamGraph.nodes.find(({ name }) => name === "e");
    expect(enrich?.inEdges.map(({ input, partitioner }) => [input, partitioner.type])).toEqual([[1, "hash"], [2, "broadcast"]]);
    expect(enrich?.chaining).toBe("ALWAYS");
  });

  it("[GR6] a side output edge carries its tag", () => {
    const document = sampleJob(
      { a: { type: "numbers" }, c: { type: "window" }, p: { type: "print" }, q: { type: "print" } },
      [["a -> c", hash], "c -> p", ["c.late -> q", { type: "rebalance" }]],
    );
    const { topology, origins } = compiled(document);
    expect(topology.channels.find(({ edge }) => origins.edges[edge] === "c.late -> q")?.tag).toBe("late-data");
  });
});

describe("diagnostics", () => {
  it.each<[string, JobDocument, string]>([
    ["unknown operator", sampleJob({ a: { type: "numbers" }, x: { type: "gone" } }, ["a -> x"]), "operator.unknown-type"],
    ["bad configuration", sampleJob({ a: { type: "numbers", config: { limit: 11 } } }, []), "operator.config-most"],
    ["dangling edge", sampleJob({ a: { type: "numbers" } }, ["a -> b"]), "edge.dangling"],
    ["unknown port", sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, ["a.side -> p"]), "edge.unknown-port"],
    ["nothing connected", sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, []), "input.unconnected"],
    ["two edges into one", sampleJob({ a: { type: "numbers" }, s: { type: "strict" } }, ["a -> s", "a -> s.one"]), "input.too-many"],
    ["not broadcast", sampleJob({ a: { type: "numbers" }, e: { type: "enrich" } }, [["a -> e.records", hash], "a -> e.rules"]), "input.not-broadcast"],
    ["no key", sampleJob({ a: { type: "numbers" }, c: { type: "window" } }, ["a -> c"]), "input.not-keyed"],
    ["unknown key", sampleJob({ a: { type: "numbers" }, c: { type: "window" } }, [["a -> c", { type: "hash", key: ["x"] }]]), "edge.key-unknown"],
    ["array as key", sampleJob({ a: { type: "numbers" }, c: { type: "window" } }, [["a -> c", { type: "hash", key: ["tags"] }]]), "edge.key-type"],
    ["cycle", sampleJob({ x: { type: "pass" }, y: { type: "pass" } }, ["x -> y", "y -> x"]), "job.cycle"],
    ["no source", sampleJob({}, []), "job.empty"],
    ["forward", sampleJob({ a: { type: "numbers", parallelism: 2 }, p: { type: "print" } }, [["a -> p", { type: "forward" }]]), "edge.forward-parallelism"],
    ["same uid", sampleJob({ a: { type: "numbers", uid: "u" }, p: { type: "print", uid: "u" } }, ["a -> p"]), "operator.uid-duplicate"],
    ["uid wanted", sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, ["a -> p"], { "pipeline.auto-generate-uids": "false" }), "operator.uid-missing"],
    ["parallelism", sampleJob({ a: { type: "numbers", maxParallelism: 2, parallelism: 3 }, p: { type: "print" } }, ["a -> p"]), "operator.parallelism-above-max"],
    ["batch", sampleJob({ a: { type: "endless" }, p: { type: "print" } }, ["a -> p"], { "execution.runtime-mode": "BATCH" }), "config.batch-unbounded"],
    ["option value", sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, ["a -> p"], { "parallelism.default": "many" }), "config.value"],
  ])("[GR44] refuses: %s", (_, document, code) => {
    const job = compileJob(document, sampleCatalog);
    expect(job.ok).toBe(false);
    expect(job.diagnostics.filter(({ severity }) => severity === "error").map((found) => found.code)).toContain(code);
  });

  it("[GR44] names the operators of a cycle in the direction of the stream", () => {
    const document = sampleJob({ x: { type: "pass" }, y: { type: "pass" }, z: { type: "pass" } }, ["x -> y", "y -> z", "z -> y"]);
    const cycle = compileJob(document, sampleCatalog).diagnostics.find(({ code }) => code === "job.cycle");
    expect(["y -> z -> y", "z -> y -> z"]).toContain(cycle?.values?.["path"]);
  });

  it("[GR35] warns of event time without watermarks, and only then", () => {
    const document = sampleJob(
      { a: { type: "numbers" }, c: { type: "window" }, p: { type: "print" } }, [["a -> c", hash], "c -> p"],
    );
    expect(codes(document)).toEqual(["time.no-watermarks"]);
    expect(codes(wordCount)).toEqual([]);
  });

  it("[GR37] warns of a job without sink, and leaves out a source that nobody reads", () => {
    expect(codes(sampleJob({ a: { type: "numbers" }, x: { type: "pass" } }, ["a -> x"]))).toEqual(["job.no-sink"]);
    const unused = sampleJob({ a: { type: "numbers" }, b: { type: "numbers" }, p: { type: "print" } }, ["a -> p"]);
    expect(codes(unused)).toEqual(["source.unused"]);
    expect(compiled(unused).streamGraph.nodes).toHaveLength(2);
  });

  it("[GR33] refuses a union of keyed and unkeyed streams", () => {
    const document = sampleJob({ a: { type: "numbers" }, p: { type: "pass" } }, [["a -> p", hash], "a -> p.in"]);
    expect(codes(document)).toContain("edge.union-key");
  });

  it("[GR45] refuses what would not fit, in no time", () => {
    const wide = sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, [["a -> p", hash]], { "parallelism.default": "32768" });
    expect(codes(wide)).toEqual(["job.too-large"]);
    const unions = Array.from({ length: 60 }, (_, at) => [`u${at}`, { type: "union" }] as const);
    const doubled = unions.flatMap((_, at) => (at === 0 ? ["a -> u0", "a -> u0.in"] : [`u${at - 1} -> u${at}`, `u${at - 1} -> u${at}.in`]));
    const deep = sampleJob({ a: { type: "numbers" }, ...Object.fromEntries(unions), p: { type: "print" } }, [...doubled, "u59 -> p"]);
    expect(codes(deep)).toEqual(["job.too-many-edges"]);
  });

  it("[HB76] warns of a job that its cluster has no slots for", () => {
    const found = (config: Readonly<Record<string, string>>): readonly unknown[] =>
      compileJob(sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, [["a -> p", hash]], config), sampleCatalog).diagnostics;
    const five = { "parallelism.default": "5", "taskmanager.numberOfTaskSlots": "2" };
    const key = "slotmanager.number-of-slots.max";
    expect([found(five), found({ ...five, [key]: "6" })]).toEqual([[], []]);
    // Three task executors would have six slots.
    expect(found({ ...five, [key]: "5" })).toMatchObject([
      { code: "job.too-few-slots", severity: "warning", field: key, values: { needed: 5, most: 4 } },
    ]);
  });

  it("[HB31] warns of a job that no run would start, and counts as told", () => {
    const wide = sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, [["a -> p", hash]], { "parallelism.default": "65" });
    expect(compileJob(wide, sampleCatalog)).toMatchObject({ ok: true, diagnostics: [{ code: "job.too-many-workers", severity: "warning" }] });
    const narrow = compiled(sampleJob({ a: { type: "numbers" }, p: { type: "print" } }, [["a -> p", hash]], { "parallelism.default": "64" }));
    expect(checkRun(narrow.jobGraph)).toEqual([]);
    expect(checkRun(narrow.jobGraph, untrustedRunLimits)).toMatchObject([{ severity: "error", values: { workers: 128, workersMax: 32 } }]);
  });

  it("[GR44] never throws, whatever is edited", () => {
    const ids = fc.constantFrom("words", "times", "count", "result", "gone");
    const ports = fc.constantFrom("in", "out", "late", "left");
    const end = fc.record({ operator: ids, port: ports });
    const partitioner = fc.constantFrom<(DocumentPartitioner | undefined)[]>(undefined, hash, { type: "forward" }, { type: "hash", key: ["gone"] });
    const edge = fc.tuple(fc.string(), end, end, partitioner).map(([id, from, to, chosen]) => ({ id, from, to, ...(chosen && { partitioner: chosen }) }));
    const types = fc.constantFrom("numbers", "endless", "pass", "window", "union", "join", "table", "nothing");
    fc.assert(fc.property(fc.array(edge, { maxLength: 8 }), types, fc.integer({ min: 1, max: 3 }), (edges, type, parallelism) => {
      const [first, ...rest] = wordCount.operators;
      const operators = first === undefined ? rest : [...rest, { ...first, type, parallelism }];
      const job = compileJob({ ...wordCount, operators, edges: [...wordCount.edges, ...edges] }, sampleCatalog);
      expect(job.ok).toBe(!job.diagnostics.some(({ severity }) => severity === "error"));
    }));
  });

  it("[GR34] says that forward cannot change parallelism, on the edge", () => {
    const document = sampleJob(
      { a: { type: "numbers", parallelism: 2 }, p: { type: "print" } }, [["a -> p", { type: "forward" }]],
    );
    expect(compileJob(document, sampleCatalog).diagnostics).toMatchObject([{ code: "edge.forward-parallelism", edge: "a -> p", operator: "p" }]);
  });

  it("[GR36] [GR60] runs a bounded BATCH job as a stream, and says so", () => {
    const job = compiled({ ...wordCount, config: { "execution.runtime-mode": "BATCH" } });
    expect(job.streamGraph.jobType).toBe("STREAMING");
    expect(planJson(buildJobGraph(job.plannedGraph), "id")).toMatchObject({ type: "BATCH", nodes: [{}, {}, {}] });
    expect(job.diagnostics).toMatchObject([{ severity: "warning", code: "config.batch" }]);
  });

  it("[GR22] two descriptors of one type are a defect", () => {
    expect(() => catalogOf(sampleCatalog.descriptors, sampleCatalog.descriptors.slice(0, 1))).toThrow(/numbers/);
  });
});

it("[UI109] behind an operator with an error nothing is called not connected, not read or missing", () => {
  const broken = { type: "numbers", config: { limit: 11 } };
  const jobs = [
    sampleJob({ a: broken, p: { type: "print" } }, ["a -> p"]),
    sampleJob({ a: { type: "numbers" }, x: { type: "numbers", config: { limit: 11 } } }, ["a -> x"]),
    sampleJob({ a: broken, c: { type: "window" }, p: { type: "print" } }, [["a -> c", hash], "c -> p"]),
  ];
  expect(jobs.map((job) => compileJob(job, sampleCatalog).diagnostics.map(({ code }) => code))).toEqual(jobs.map(() => ["operator.config-most"]));
});
