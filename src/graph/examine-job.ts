import { boundedFindings } from "./bounded-findings.ts";
import { buildJobGraph } from "./build-job-graph.ts";
import { graphSettings, readConfiguration } from "./configuration.ts";
import { inferSchemas } from "./infer-schemas.ts";
import { checkRun, checkSize, runLimits } from "./job-size.ts";
import { readProgram } from "./program.ts";
import { checkRestore } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import { translateProgram } from "./translate-program.ts";
import { validateProgram } from "./validate-program.ts";
import { validateStreamGraph } from "./validate-stream-graph.ts";
import type { Catalog } from "./catalog.ts";
import type { Configuration } from "./configuration.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { JobDocument } from "./job-document.ts";
import type { JobGraph } from "./job-graph.ts";
import type { StoredVertex } from "./stored-state.ts";
import type { StreamGraph } from "./stream-graph.ts";

/** What is known of a document whether or not it can run. */
export interface Findings {
  readonly document: JobDocument;
  readonly configuration: Configuration;
  readonly schemas: PortSchemas;
  readonly diagnostics: readonly Diagnostic[];
}

/** Options of a compilation that are not in the document. */
export interface CompileOptions {
  /** Vertices of the checkpoint that the job starts from: checked against the job, and their max parallelism taken over. */
  readonly restoreFrom?: readonly StoredVertex[];
}

/** What `compileJob` finds, without the graphs of subtasks and channels, which may be a hundred thousand. */
export interface ExaminedJob extends Findings {
  /** Undefined when a diagnostic is an error; so is `jobGraph`. */
  readonly streamGraph: StreamGraph | undefined;
  readonly jobGraph: JobGraph | undefined;
}

/**
 * Finds everything that is wrong or doubtful about a job, and its schemas. Never throws for anything its author wrote. A module of its
 * own, because drawing needs no more of the compiler. [GR44]
 */
export function examineJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): ExaminedJob {
  const { configuration, diagnostics: optionFindings } = readConfiguration(document.config);
  const program = readProgram(document, catalog);
  const { diagnostics: schemaFindings, ...schemas } = inferSchemas(program);
  const found = [
    ...optionFindings, ...program.diagnostics, ...schemaFindings, ...validateProgram(program, configuration),
  ];
  const reject = (diagnostics: readonly Diagnostic[]): ExaminedJob =>
    ({ document, configuration, schemas, diagnostics: boundedFindings(diagnostics), streamGraph: undefined, jobGraph: undefined });
  if (found.some(isError)) return reject(found);

  const streamGraph = translateProgram(program, schemas, graphSettings(configuration, document.name));
  const diagnostics = [...found, ...validateStreamGraph(streamGraph)];
  if (diagnostics.some(isError)) return reject(diagnostics);

  const jobGraph = buildJobGraph(streamGraph);
  const stored = storedOperators(options.restoreFrom ?? []);
  const misfits = checkRestore(jobGraph, stored, configuration.ignoreUnclaimedState);
  const refusals = [...misfits, ...checkSize(jobGraph)];
  if (refusals.length > 0) return reject([...diagnostics, ...refusals]);
  const warned = [...diagnostics, ...checkRun(jobGraph, runLimits, "warning")];
  return { document, configuration, schemas, diagnostics: boundedFindings(warned), streamGraph, jobGraph };
}

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === "error";
