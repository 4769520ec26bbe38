import { catalogOf } from "../src/graph/catalog.ts";
import { documentJsonSchema } from "../src/graph/document-json-schema.ts";
import { sinks, sources } from "../src/connectors/registry.ts";
import { operators } from "../src/operators/registry.ts";
import type { OperatorDescriptor } from "../src/graph/descriptor.ts";

/** Text of `public/job.schema.json`, from the registries of this build. */
export function jobSchemaText(): string {
  const catalog = catalogOf<OperatorDescriptor>(sources, operators, sinks);
  return `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...documentJsonSchema(catalog) }, null, 1)}\n`;
}
