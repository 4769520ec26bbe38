import type { LogicalType, Schema } from "../stream/logical-type.ts";
import type { Drawing } from "./drawing.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { RunPace } from "./job-document.ts";
import type { SourcePace } from "./stream-graph.ts";

/** Paces of the sources that have none of their own, by operator. One without a field of time is not replayed by event time. [DT52] */
export function sourcePaces(drawing: Drawing, schemas: PortSchemas, pace: RunPace | undefined): ReadonlyMap<string, SourcePace> {
  const paces = new Map<string, SourcePace>();
  if (pace === undefined || pace.kind === "unlimited") return paces;
  const fields = pace.kind === "eventTime" ? eventTimeFields(drawing, schemas) : undefined;
  for (const { document: { id }, descriptor: { translation }, config } of drawing.operators) {
    const reading = translation.kind === "source" ? translation.unpaced?.(config) : undefined;
    if (reading === undefined) continue;
    const field = fields?.get(id);
    if (pace.kind === "rate") paces.set(id, { ...pace, splits: reading.splits });
    else if (field !== undefined) paces.set(id, { ...pace, field });
  }
  return paces;
}

const timestamps: readonly LogicalType["type"][] = ["TIMESTAMP", "TIMESTAMP_LTZ"];
const times: readonly LogicalType["type"][] = [...timestamps, "BIGINT", "INT"];

/** The field of each source that the job takes its event time from, where the source calls it so; else its first timestamp. */
export function eventTimeFields({ operators }: Drawing, schemas: Pick<PortSchemas, "outputs">): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  /** Sources that can be reached upstream of each operator. */
  const above = new Map<string, ReadonlySet<string>>();
  const schemaOf = (source: string): Schema => Object.values(schemas.outputs.get(source) ?? {})[0] ?? { fields: [] };
  const isTime = (source: string, field: string, types = times): boolean =>
    schemaOf(source).fields.some(({ name, type }) => name === field && types.includes(type.type));
  for (const { document: { id }, descriptor, config, edges } of operators) {
    const sources = new Set(edges.flatMap(({ from }) => [...(above.get(from.operator) ?? [])]));
    if (descriptor.translation.kind === "source") sources.add(id);
    above.set(id, sources);
    const field = descriptor.eventTimeField?.(config);
    if (field === undefined) continue;
    for (const source of sources) if (!fields.has(source) && isTime(source, field)) fields.set(source, field);
  }
  for (const { document: { id }, descriptor } of operators) {
    if (descriptor.translation.kind !== "source" || fields.has(id)) continue;
    const first = schemaOf(id).fields.find(({ type }) => timestamps.includes(type.type));
    if (first !== undefined) fields.set(id, first.name);
  }
  return fields;
}
