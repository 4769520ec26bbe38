import type { Catalog } from "../../graph/catalog.ts";
import type { PortSchemas } from "../../graph/infer-schemas.ts";
import { jobDocumentFormat } from "../../graph/job-document.ts";
import type { DocumentEdge, DocumentOperator, JobDocument } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";

/** What one operator of a document is tried on. */
export interface Trial {
  readonly document: JobDocument;
  readonly operator: DocumentOperator;
  readonly schemas: PortSchemas;
  /** Rows for its input, values in the order of the fields. */
  readonly rows: readonly unknown[];
}

const sinkOf = "trial out ";

/** Id of the print sink behind an output port of the operator that is tried. */
const trialSink = (port: string): string => sinkOf + port;

/** The port in front of a sink of a trial. */
export const trialPort = (sink: string): string => sink.slice(sinkOf.length);

/**
 * The job that tries one operator: its configuration and the keys of its input as they are, sample rows in front with event time 0, a
 * print sink behind each output. No checkpoints and no restart, so that the first error is its end. [UI36]
 */
export function trialDocument({ document, operator, schemas, rows }: Trial, catalog: Catalog): JobDocument {
  const descriptor = catalog.find(operator.type);
  const parsed = descriptor?.config.safeParse(operator.config);
  const [port] = parsed?.success ? (descriptor?.inputs(parsed.data) ?? []) : [];
  const input = schemas.inputs.get(operator.id)?.[port?.name ?? ""];
  const outputs = parsed?.success ? (descriptor?.outputs(parsed.data) ?? []) : [];
  const fields = (input?.schema.fields ?? []).map(({ name, type }) => ({ name, type: formatLogicalType(type) }));
  const { id, type, name, config } = operator;
  const partitioner = document.edges.find(({ to }) => to.operator === id)?.partitioner;
  return {
    format: jobDocumentFormat,
    name: `trial of ${name}`,
    config: { "restart-strategy.type": "none" },
    operators: [
      { id: "trial rows", type: "values", name: "rows", config: { fields, rows } },
      { id: "trial time", type: "assign-timestamps", name: "time", config: atTimeZero },
      { id, type, name, config },
      ...outputs.map((port) => ({ id: trialSink(port.name), type: "print", name: port.name, config: {} })),
    ],
    edges: [
      edge("trial rows", "out", "trial time", "in"),
      { ...edge("trial time", "out", id, port?.name ?? ""), ...(partitioner?.type === "hash" && { partitioner }) },
      ...outputs.map((port) => edge(id, port.name, trialSink(port.name), "in")),
    ],
    run: { mode: "deterministic", serviceTimeMs: 0, channelLatencyMs: 0 },
  };
}

/**
 * The job that passes rows through operators that stand one behind the other in a chain, to a print sink. Each has one input; what they
 * remember begins anew. [OB50]
 */
export function passageDocument(
  operators: readonly DocumentOperator[],
  { schema, rows }: { readonly schema: Schema; readonly rows: readonly unknown[] },
  catalog: Catalog,
): JobDocument {
  const fields = schema.fields.map(({ name, type }) => ({ name, type: formatLogicalType(type) }));
  const sink = trialSink("out");
  const stages = operators.map(({ id, type, name, config }) => ({ id, type, name, config }));
  const portsAt = (id: string): { readonly input: string; readonly output: string } => {
    const stage = stages.find((each) => each.id === id);
    const descriptor = stage && catalog.find(stage.type);
    const parsed = descriptor?.config.safeParse(stage?.config);
    const [input, output] = parsed?.success ? [descriptor?.inputs(parsed.data)[0], descriptor?.outputs(parsed.data)[0]] : [];
    return { input: input?.name ?? "in", output: output?.name ?? "out" };
  };
  const ids = ["trial rows", ...stages.map(({ id }) => id), sink];
  return {
    format: jobDocumentFormat,
    name: "trial of a chain",
    config: { "restart-strategy.type": "none" },
    operators: [
      { id: "trial rows", type: "values", name: "rows", config: { fields, rows } },
      ...stages,
      { id: sink, type: "print", name: "out", config: {} },
    ],
    edges: ids.slice(1).map((id, place) => edge(ids[place] ?? "", portsAt(ids[place] ?? "").output, id, portsAt(id).input)),
    run: { mode: "deterministic", serviceTimeMs: 0, channelLatencyMs: 0 },
  };
}

/** Name of the file that a trial of a source reads. */
export const trialFile = "trial";

/** The job that reads some lines as a file source reads its files: its format and fields as they are, a print sink behind it. [UI88] */
export function lineTrialDocument({ id, type, name, config }: DocumentOperator): JobDocument {
  const options = Object(config["formatOptions"]) as Readonly<Record<string, unknown>>;
  // The lines are text already, and none of them is the header.
  const { encoding: _encoding, header: _header, ...formatOptions } = options;
  const sink = trialSink("out");
  return {
    format: jobDocumentFormat,
    name: `trial of ${name}`,
    config: { "restart-strategy.type": "none" },
    operators: [
      { id, type, name, config: { ...config, files: [trialFile], formatOptions } },
      { id: sink, type: "print", name: "out", config: {} },
    ],
    edges: [edge(id, "out", sink, "in")],
    run: { mode: "deterministic", serviceTimeMs: 0, channelLatencyMs: 0 },
  };
}

const atTimeZero = { timestamp: "function", function: "0", strategy: "none" };

const edge = (from: string, port: string, to: string, input: string): DocumentEdge => ({
  id: `${from} ${port}`,
  from: { operator: from, port },
  to: { operator: to, port: input },
});
