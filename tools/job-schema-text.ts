import { createCatalog } from "../src/app/catalog.ts";
import { documentJsonSchema } from "../src/graph/document-json-schema.ts";

/** Text of `public/job.schema.json`, from the registries of this build. */
export function jobSchemaText(): string {
  const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", ...documentJsonSchema(createCatalog()) };
  return `${JSON.stringify(schema, null, 1)}\n`;
}
