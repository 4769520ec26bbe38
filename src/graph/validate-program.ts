import { titleOf } from "./program.ts";
import type { Configuration } from "./configuration.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Program, ProgramOperator } from "./program.ts";

/** What is wrong with a program as a whole, and what is probably not meant. */
export function validateProgram(program: Program, configuration: Configuration): readonly Diagnostic[] {
  return [
    ...checkEnds(program),
    ...program.operators.flatMap((operator) => checkWatermarks(operator, program)),
    ...checkRuntimeMode(program, configuration),
  ];
}

function checkEnds({ operators }: Program): readonly Diagnostic[] {
  if (operators.length === 0) return [];
  const found: Diagnostic[] = [];
  const read = new Set(operators.flatMap((operator) => operator.edges.map((edge) => edge.from.operator)));
  const sources = operators.filter((operator) => operator.descriptor.translation.kind === "source");
  if (sources.length === 0) {
    found.push({ severity: "error", code: "job.no-source", message: "The job has no source, so no record ever enters it. Add one." });
  }
  if (!operators.some((operator) => operator.descriptor.translation.kind === "sink")) {
    found.push({ severity: "warning", code: "job.no-sink", message: "The job has no sink, so its results are seen by nobody. Add one." });
  }
  for (const source of sources) {
    if (read.has(source.document.id)) continue;
    found.push({
      severity: "warning",
      code: "source.unused",
      message: `Nothing reads "${titleOf(source)}", so it is left out of the job.`,
      operator: source.document.id,
    });
  }
  return found;
}

/** An event-time operator fires on watermarks; without any upstream it holds its results until the input ends. [GR35] */
function checkWatermarks(operator: ProgramOperator, program: Program): readonly Diagnostic[] {
  if (operator.descriptor.needsWatermarks?.(operator.config) !== true || hasWatermarks(operator, program)) return [];
  const title = titleOf(operator);
  return [{
    severity: "warning",
    code: "time.no-watermarks",
    message:
      `"${title}" waits for event time, but nothing in front of it makes watermarks: results come only when the input ends. ` +
      "Put timestamps and watermarks behind the source.",
    values: { name: title },
    operator: operator.document.id,
  }];
}

function hasWatermarks(operator: ProgramOperator, program: Program): boolean {
  return operator.edges.some((edge) => {
    const from = program.operators.find((candidate) => candidate.document.id === edge.from.operator);
    return from !== undefined && (from.descriptor.assignsWatermarks?.(from.config) === true || hasWatermarks(from, program));
  });
}

/** Flink refuses BATCH over unbounded sources; Weir runs bounded jobs as streams, which gives the same final results. [GR36] */
function checkRuntimeMode({ operators }: Program, { runtimeMode }: Configuration): readonly Diagnostic[] {
  if (runtimeMode !== "BATCH") return [];
  const unbounded = operators.filter(
    ({ descriptor: { translation }, config }) => translation.kind === "source" && !translation.bounded(config),
  );
  const field = "execution.runtime-mode";
  if (unbounded.length === 0) {
    const message = "The job runs as a stream: BATCH is kept for Flink. Results at the end of the input are the same.";
    return [{ severity: "warning", code: "config.batch", message, field }];
  }
  return unbounded.map((source) => ({
    severity: "error",
    code: "config.batch-unbounded",
    message: `"${titleOf(source)}" never ends, and execution.runtime-mode is BATCH. Bound the source, or choose STREAMING.`,
    operator: source.document.id,
    field,
  }));
}
