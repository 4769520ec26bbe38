import { boundedFindings } from "./bounded-findings.ts";
import { buildExecutionGraph } from "./execution-graph.ts";
import { buildJobGraph } from "./build-job-graph.ts";
import { buildTopology } from "./build-topology.ts";
import { graphSettings, readConfiguration } from "./configuration.ts";
import { inferSchemas } from "./infer-schemas.ts";
import { checkRun, checkSize, runLimits } from "./job-size.ts";
import { readProgram } from "./program.ts";
import { checkRestore, restoredMaxParallelism } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import { translateProgram } from "./translate-program.ts";
import { validateProgram } from "./validate-program.ts";
import { validateStreamGraph } from "./validate-stream-graph.ts";
import type { Catalog } from "./catalog.ts";
import type { Configuration } from "./configuration.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { JobDocument } from "./job-document.ts";
import type { JobGraph } from "./job-graph.ts";
import type { StoredVertex } from "./stored-state.ts";
import type { StreamGraph } from "./stream-graph.ts";
import type { Topology } from "./topology.ts";

/** A document that can run, with all its graphs. `diagnostics` are warnings only. */
export interface CompiledJob extends Findings {
  readonly ok: true;
  readonly streamGraph: StreamGraph;
  readonly jobGraph: JobGraph;
  readonly executionGraph: ExecutionGraph;
  readonly topology: Topology;
}

/** A document that cannot run; at least one diagnostic is an error. */
export interface RejectedJob extends Findings {
  readonly ok: false;
}

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

/**
 * Compiles a job: document -> stream graph -> job graph -> execution graph, with everything that is wrong or doubtful about it.
 * Never throws for anything its author wrote. [GR44]
 */
export function compileJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): CompiledJob | RejectedJob {
  const examined = examineJob(document, catalog, options);
  const { streamGraph, jobGraph, ...findings } = examined;
  if (streamGraph === undefined || jobGraph === undefined) return { ...findings, ok: false };
  const executionGraph = buildExecutionGraph(jobGraph, {
    slotsPerExecutor: findings.configuration.taskSlots,
    restoredMaxParallelism: restoredMaxParallelism(jobGraph, storedOperators(options.restoreFrom ?? [])),
  });
  const topology = buildTopology(executionGraph, document.run?.channelCapacity);
  return { ...findings, ok: true, streamGraph, jobGraph, executionGraph, topology };
}

/** What `compileJob` finds, without the graphs of subtasks and channels, which may be a hundred thousand. */
export interface ExaminedJob extends Findings {
  /** Undefined when a diagnostic is an error; so is `jobGraph`. */
  readonly streamGraph: StreamGraph | undefined;
  readonly jobGraph: JobGraph | undefined;
}

/** Finds everything that is wrong or doubtful about a job, and its schemas. Never throws for anything its author wrote. [GR44] */
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
