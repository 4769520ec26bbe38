import { boundedFindings } from "./bounded-findings.ts";
import { graphSettings, readConfiguration } from "./configuration.ts";
import { readDrawing } from "./drawing.ts";
import { drawnProgram } from "./drawn-program.ts";
import { examineGraph } from "./examine-graph.ts";
import { locate } from "./graph-finding.ts";
import { inferSchemas } from "./infer-schemas.ts";
import { translate } from "./translate.ts";
import { validateDrawing } from "./validate-drawing.ts";
import { validateStreamGraph } from "./validate-stream-graph.ts";
import type { Catalog } from "./catalog.ts";
import type { Configuration } from "./configuration.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { CompileSettings } from "./examine-graph.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { JobDocument } from "./job-document.ts";
import type { JobGraph } from "./job-graph.ts";
import type { Origins } from "./origins.ts";
import type { StreamGraph } from "./stream-graph.ts";

/** What is known of a document whether or not it can run. */
export interface Findings {
  readonly document: JobDocument;
  readonly configuration: Configuration;
  readonly schemas: PortSchemas;
  readonly diagnostics: readonly Diagnostic[];
}

/** Options of a compilation that are not in the document. */
export type CompileOptions = Pick<CompileSettings, "restoreFrom">;

/** A document in which nothing is wrong, as far as its job graph. */
export interface SoundJob {
  readonly jobGraph: JobGraph;
  readonly origins: Origins;
  /** In the runtime mode that the job asks for; the graph that runs, `jobGraph.streamGraph`, is always a stream's. [GR36] */
  readonly plannedGraph: StreamGraph;
  readonly settings: CompileSettings;
}

/** What `compileJob` finds, without the graphs of subtasks and channels, which may be a hundred thousand. */
export interface ExaminedJob extends Findings {
  /** Undefined when a diagnostic is an error. */
  readonly sound: SoundJob | undefined;
}

/**
 * Finds everything that is wrong or doubtful about a drawing, and its schemas: the front end of the compiler for drawings. Never throws for
 * anything its author wrote. A module of its own, because drawing needs no more of the compiler. [GR44]
 */
export function examineJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): ExaminedJob {
  const { configuration, diagnostics: optionFindings } = readConfiguration(document.config);
  const drawing = readDrawing(document, catalog);
  const { diagnostics: schemaFindings, ...schemas } = inferSchemas(drawing);
  const found = [...optionFindings, ...drawing.diagnostics, ...schemaFindings, ...validateDrawing(drawing)];
  const result = (diagnostics: readonly Diagnostic[], sound?: SoundJob): ExaminedJob =>
    ({ document, configuration, schemas, diagnostics: boundedFindings(diagnostics), sound });
  if (found.some(isError)) return result(found);

  const { program, originsOf } = drawnProgram(drawing, schemas, document.run?.pace);
  const graphs = graphSettings(configuration, document.name);
  const planned = translate(program, graphs);
  const origins = originsOf(planned);
  const located = (findings: readonly GraphFinding[]): readonly Diagnostic[] =>
    [...found, ...findings.map((finding) => locate(finding, origins))];
  const isBatch = planned.graph.jobType === "BATCH";
  const refused = isBatch ? [...planned.findings, ...validateStreamGraph(planned.graph)] : [];
  if (refused.length > 0) return result(located(refused));

  const run = isBatch ? translate(program, { ...graphs, runtimeMode: "STREAMING" }) : planned;
  const settings: CompileSettings = { configuration, pace: document.run, ...options };
  const { jobGraph, findings } = examineGraph(run.graph, settings);
  if (jobGraph === undefined) return result(located(findings));
  const diagnostics = located(isBatch ? [runsAsStream, ...findings] : findings);
  return result(diagnostics, { jobGraph, origins, plannedGraph: planned.graph, settings });
}

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === "error";

/** A batch job has the same nodes and edges as a stream, and the same results at the end of its input. [GR36] */
const runsAsStream: GraphFinding = {
  severity: "warning",
  code: "config.batch",
  message: "The job runs as a stream: BATCH is kept for Flink. Results at the end of the input are the same.",
  field: "execution.runtime-mode",
};
