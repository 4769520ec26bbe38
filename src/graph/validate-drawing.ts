import { streamEdgesMax } from "./document-limits.ts";
import { titleOf } from "./drawing.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Drawing } from "./drawing.ts";

/** What is wrong with a drawing as a whole, and what is probably not meant. */
export function validateDrawing(drawing: Drawing): readonly Diagnostic[] {
  return [
    ...checkEnds(drawing),
    ...checkWatermarks(drawing),
    ...checkUnions(drawing),
  ];
}

/** What an operator with an error of its own hides is not called missing. [UI109] */
function checkEnds({ operators, isWhole }: Drawing): readonly Diagnostic[] {
  if (operators.length === 0) return [];
  const found: Diagnostic[] = [];
  const read = new Set(operators.flatMap((operator) => operator.edges.map((edge) => edge.from.operator)));
  const sources = operators.filter((operator) => operator.descriptor.translation.kind === "source");
  if (isWhole && sources.length === 0) {
    found.push({ severity: "error", code: "job.no-source", message: "The job has no source, so no record ever enters it. Add one." });
  }
  if (isWhole && !operators.some((operator) => operator.descriptor.translation.kind === "sink")) {
    found.push({ severity: "warning", code: "job.no-sink", message: "The job has no sink, so its results are seen by nobody. Add one." });
  }
  for (const source of sources) {
    if (read.has(source.document.id) || source.brokenOutput) continue;
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
function checkWatermarks({ operators }: Drawing): readonly Diagnostic[] {
  const marked = new Set<string>();
  const found: Diagnostic[] = [];
  for (const operator of operators) {
    const { document, descriptor, config, edges } = operator;
    const isMarked = operator.brokenInputs.size > 0 || edges.some((edge) => marked.has(edge.from.operator));
    if (isMarked || descriptor.assignsWatermarks?.(config) === true) marked.add(document.id);
    if (isMarked || descriptor.needsWatermarks?.(config) !== true) continue;
    const name = titleOf(operator);
    found.push({
      severity: "warning",
      code: "time.no-watermarks",
      message:
        `"${name}" waits for event time, but nothing in front of it makes watermarks: results come only when the input ends. ` +
        "Put timestamps and watermarks behind the source.",
      values: { name },
      operator: document.id,
    });
  }
  return found;
}

/** Unions of unions can multiply edges without end; counted here before any is made. [GR45] */
function checkUnions({ operators }: Drawing): readonly Diagnostic[] {
  const streams = new Map<string, number>();
  let total = 0;
  for (const { document, descriptor, edges } of operators) {
    const ending = edges.reduce((sum, edge) => sum + (streams.get(edge.from.operator) ?? 1), 0);
    streams.set(document.id, descriptor.translation.kind === "union" ? ending : 1);
    // A union that nothing reads counts too: its streams are put together all the same.
    total += ending;
  }
  if (total <= streamEdgesMax) return [];
  return [{
    severity: "error",
    code: "job.too-many-edges",
    message: `With its unions taken out the job has more than ${streamEdgesMax} edges. Put fewer streams together.`,
    values: { limit: streamEdgesMax },
  }];
}
