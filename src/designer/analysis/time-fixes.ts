import type { DocumentEdge, DocumentOperator } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { freePlace } from "../document/places.ts";
import type { DocumentChange } from "../document/document-change.ts";
import { addOperator } from "../document/edit-changes.ts";
import type { FixContext } from "./fixes.ts";

/** Ways out for an operator that waits for event time while nothing makes watermarks. */
export interface TimeFix {
  readonly key: "addTimestamps" | "processingTime";
  readonly values: Readonly<Record<string, string>>;
  readonly change: DocumentChange;
}

/** Timestamps by a field of the stream that comes in, where it has one; else, or too, the clock of the task. [UI19] */
export function timeFixes(id: string, context: FixContext): readonly TimeFix[] {
  const operator = context.document.operators.find((candidate) => candidate.id === id);
  if (!operator) return [];
  const edges = context.document.edges.filter(({ to }) => to.operator === id);
  const [edge] = edges;
  const stamped = edge && edges.length === 1 ? timestampFix(edge, context) : undefined;
  return [...(stamped ? [stamped] : []), ...clockFix(operator)];
}

function timestampFix(edge: DocumentEdge, { document, analysis, catalog }: FixContext): TimeFix | undefined {
  const schema = analysis.outputs.get(edge.from.operator)?.[edge.from.port];
  const field = schema && timeField(schema);
  const stamps = catalog.find("assign-timestamps");
  const before = document.operators.find(({ id }) => id === edge.from.operator);
  if (field === undefined || !stamps || !before) return undefined;
  const { change, operator } = addOperator(
    document,
    {
      type: stamps.type,
      name: stamps.label.en,
      config: { timestamp: "field", field, strategy: "bounded", delayMs: toleratedMs },
      ...(before.parallelism !== undefined && { parallelism: before.parallelism }),
    },
    freePlace(document, before.id),
    { port: edge.from, toPort: "in" },
  );
  const reconnect: DocumentChange = {
    kind: "reconnect",
    edge: edge.id,
    from: { operator, port: "out" },
    to: edge.to,
  };
  return { key: "addTimestamps", values: { field }, change: { kind: "batch", name: "fix", changes: [change, reconnect] } };
}

/** How late an event may come, to begin with. */
const toleratedMs = 5000;

/** A point in time by its type, else a number that is called like one. */
function timeField({ fields }: Schema): string | undefined {
  const byType = fields.find(({ type }) => type.type.startsWith("TIMESTAMP"));
  const byName = fields.find(({ name, type }) => type.type === "BIGINT" && /^(ts|at)$|time|stamp/i.test(name));
  return (byType ?? byName)?.name;
}

function clockFix(operator: DocumentOperator): TimeFix[] {
  if (operator.config["time"] !== "event") return [];
  const config = { ...operator.config, time: "processing" };
  return [{ key: "processingTime", values: {}, change: { kind: "setConfig", operator: operator.id, config } }];
}
