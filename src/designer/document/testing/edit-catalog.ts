import { z } from "zod";
import { catalogOf, type Catalog } from "../../../graph/catalog.ts";
import type { InputAccepts, InputPort, OperatorDescriptor } from "../../../graph/descriptor.ts";
import type { JobDocument } from "../../../graph/job-document.ts";
import { schemaOf } from "../../../stream/logical-type-text.ts";

const text = (word: string): { en: string; "zh-Hans": string } => ({ en: word, "zh-Hans": `中${word}` });
const input = (accepts: InputAccepts, many: boolean, name = "in"): InputPort => ({ name, label: text(name), accepts, many });
const rows = schemaOf([
  { name: "n", type: "INT" },
  { name: "word", type: "STRING" },
]);

function descriptor(
  type: string,
  category: OperatorDescriptor["category"],
  inputs: readonly InputPort[],
): OperatorDescriptor {
  return {
    type,
    category,
    label: text(type),
    summary: text(`${type} summary`),
    help: text(""),
    glyph: "grid",
    config: z.object({
      function: z
        .string()
        .default("row.word")
        .meta({
          label: text("f"),
          widget: "function",
          function: { parameters: ["row"], rows: { row: inputs[0]?.name ?? "" }, result: "value" },
        }),
    }),
    inputs: () => inputs,
    outputs: () => (category === "sink" ? [] : [{ name: "out", label: text("out") }]),
    describe: () => type,
    infer: () => ({ outputs: category === "sink" ? {} : { out: rows }, diagnostics: [] }),
    flinkName: () => type,
    initial: {},
    translation:
      category === "source"
        ? { kind: "source", bounded: () => true }
        : category === "sink"
          ? { kind: "sink", committing: () => false }
          : { kind: "operator", chaining: "always" },
  };
}

/** One operator of each kind that editing tells apart. */
export const editCatalog: Catalog = catalogOf([
  descriptor("numbers", "source", []),
  descriptor("plain", "operator", [input("any", false)]),
  descriptor("keyed", "operator", [input("keyed", true)]),
  descriptor("join", "join", [input("keyed", false, "left"), input("keyed", false, "right")]),
  descriptor("enrich", "join", [input("any", false, "records"), input("broadcast", false, "rules")]),
  descriptor("drain", "sink", [input("any", true)]),
]);

/** source -> plain -> keyed -> sink, beside them another source and a keyed operator that nothing feeds. */
export function editDocument(): JobDocument {
  const operator = (id: string, type: string): JobDocument["operators"][number] => ({ id, type, name: id, config: {} });
  const port = (id: string, name: string): { operator: string; port: string } => ({ operator: id, port: name });
  return {
    format: "weir.job/1",
    name: "edited",
    config: {},
    operators: [
      operator("source", "numbers"),
      operator("plain", "plain"),
      operator("keyed", "keyed"),
      operator("sink", "drain"),
      operator("other", "numbers"),
      operator("free", "keyed"),
    ],
    edges: [
      { id: "a", from: port("source", "out"), to: port("plain", "in") },
      { id: "b", from: port("plain", "out"), to: port("keyed", "in"), partitioner: { type: "hash", key: ["word"] } },
      { id: "c", from: port("keyed", "out"), to: port("sink", "in") },
    ],
    layout: {
      positions: {
        source: { x: 0, y: 0 },
        plain: { x: 300, y: 0 },
        keyed: { x: 600, y: 0 },
        sink: { x: 900, y: 0 },
        other: { x: 0, y: 200 },
        free: { x: 320, y: 220 },
      },
    },
  };
}
