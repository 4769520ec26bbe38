import { z } from "zod";
import { catalogOf } from "../catalog.ts";
import { jobDocumentFormat } from "../job-document.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { Catalog } from "../catalog.ts";
import type { InputAccepts, InputPort, OperatorDescriptor, OutputPort, Text, Translation } from "../descriptor.ts";
import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../job-document.ts";

const text = (en: string): Text => ({ en, "zh-Hans": en });
const port = (name: string, accepts: InputAccepts = "any"): InputPort => ({ name, label: text(name), accepts, many: !name.startsWith("one") });

interface Shape {
  readonly type: string;
  readonly inputs?: readonly InputPort[];
  readonly outputs?: readonly OutputPort[];
  readonly translation: Translation<never>;
  readonly needsWatermarks?: boolean;
  readonly assignsWatermarks?: boolean;
}

const words = schemaOf([{ name: "word", type: "STRING" }, { name: "n", type: "INT" }, { name: "tags", type: "ARRAY<STRING>" }]);
const out: OutputPort = { name: "out", label: text("out") };
const late: OutputPort = { name: "late", label: text("late"), tag: "late-data" };

/** An operator whose every output has the words schema, whatever its inputs. */
function shaped({ type, inputs = [], outputs = [], translation, ...time }: Shape): OperatorDescriptor {
  return {
    type,
    category: "operator",
    label: text(type),
    summary: text(type),
    help: text(type),
    glyph: "grid",
    config: z.object({ limit: z.number().max(10).optional() }),
    initial: {},
    inputs: () => inputs,
    outputs: () => outputs,
    describe: () => type,
    infer: () => ({ outputs: Object.fromEntries(outputs.map(({ name }) => [name, words])), diagnostics: [] }),
    flinkName: () => type,
    translation,
    needsWatermarks: () => time.needsWatermarks ?? false,
    ...(time.assignsWatermarks === true && { assignsWatermarks: () => true }),
  };
}

const operator: Translation<never> = { kind: "operator", chaining: "always" };

/** Descriptors of every translation kind, without any running half. */
export const sampleCatalog: Catalog = catalogOf([
  shaped({ type: "numbers", outputs: [out], translation: { kind: "source", bounded: () => true } }),
  shaped({ type: "endless", outputs: [out], translation: { kind: "source", bounded: () => false } }),
  shaped({ type: "pass", inputs: [port("in")], outputs: [out], translation: operator }),
  shaped({ type: "strict", inputs: [port("one")], outputs: [out], translation: operator }),
  shaped({ type: "watermarks", inputs: [port("in")], outputs: [out], translation: operator, assignsWatermarks: true }),
  shaped({ type: "window", inputs: [port("in", "keyed")], outputs: [out, late], translation: operator, needsWatermarks: true }),
  shaped({ type: "join", inputs: [port("left"), port("right")], outputs: [out], translation: operator }),
  shaped({ type: "enrich", inputs: [port("records", "keyed"), port("rules", "broadcast")], outputs: [out], translation: operator }),
  shaped({ type: "union", inputs: [port("in")], outputs: [out], translation: { kind: "union" } }),
  shaped({ type: "print", inputs: [port("in")], translation: { kind: "sink", committing: () => false } }),
  shaped({ type: "table", inputs: [port("in")], translation: { kind: "sink", committing: () => true } }),
]);

/** `{ type, ...rest }` of an operator whose id is the key it is listed under. */
export type SampleOperator = Partial<DocumentOperator> & { readonly type: string };

/** Job of operators by id and edges written "from -> to", "from.port -> to.port". */
export function sampleJob(
  operators: Readonly<Record<string, SampleOperator>>,
  edges: readonly (string | readonly [text: string, partitioner: DocumentPartitioner])[],
  config: JobDocument["config"] = {},
): JobDocument {
  return {
    format: jobDocumentFormat,
    name: "sample",
    config,
    operators: Object.entries(operators).map(([id, rest]) => ({ id, name: id, config: {}, ...rest })),
    edges: edges.map((edge) => (typeof edge === "string" ? edgeOf(operators, edge) : { ...edgeOf(operators, edge[0]), partitioner: edge[1] })),
  };
}

function edgeOf(operators: Readonly<Record<string, SampleOperator>>, written: string): DocumentEdge {
  const [from = "", to = ""] = written.split(" -> ");
  const [source = "", output = "out"] = from.split(".");
  const [target = "", input] = to.split(".");
  const [first] = sampleCatalog.find(operators[target]?.type ?? "")?.inputs({}) ?? [];
  return { id: written, from: { operator: source, port: output }, to: { operator: target, port: input ?? first?.name ?? "in" } };
}

/** The word count that most tests start from: source, window by word, two-phase sink, parallelism 2. */
export const wordCount: JobDocument = sampleJob(
  { words: { type: "numbers" }, times: { type: "watermarks" }, count: { type: "window" }, result: { type: "table" } },
  ["words -> times", ["times -> count", { type: "hash", key: ["word"] }], "count -> result"],
  { "parallelism.default": "2", "execution.checkpointing.interval": "10 s" },
);
