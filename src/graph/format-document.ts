import { jobDocumentSchema } from "./job-document.ts";
import type { JobDocument } from "./job-document.ts";

/**
 * Job JSON in canonical form: keys in the order of the schema, keys that people choose (options, configuration, positions) by
 * code units, two spaces, one line break at the end. Equal documents have equal text, and a diff of two texts is a diff of two
 * jobs. [DC25]
 */
export function formatDocument(document: JobDocument): string {
  const { config, operators, layout, ...rest } = jobDocumentSchema.parse(document);
  const canonical = {
    format: rest.format,
    name: rest.name,
    config: sorted(config),
    operators: operators.map((operator) => ({ ...operator, config: sorted(operator.config) })),
    edges: rest.edges,
    ...(rest.run && { run: rest.run }),
    ...(layout && { layout: { ...layout, positions: sorted(layout.positions) } }),
  };
  return `${JSON.stringify(canonical, null, 2)}\n`;
}

/** The same value with the keys of all its objects sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
