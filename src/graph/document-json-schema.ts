import { z } from "zod";
import { documentOperatorSchema, jobDocumentFormat, jobDocumentSchema } from "./job-document.ts";
import { options } from "./option.ts";
import type { Catalog } from "./catalog.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema (draft 2020-12) of job documents, with the configuration of every operator in `catalog`: what an editor completes
 * and checks job JSON by. [DC26]
 */
export function documentJsonSchema(catalog: Catalog): JsonSchema {
  const document = schemaOf(jobDocumentSchema);
  const operator = schemaOf(documentOperatorSchema);
  return {
    ...document,
    title: `Weir job (${jobDocumentFormat})`,
    properties: {
      ...propertiesOf(document),
      config: {
        type: "object",
        properties: Object.fromEntries(Object.values(options).map(({ key }) => [key, { type: "string" }])),
        additionalProperties: { type: "string" },
      },
      operators: {
        type: "array",
        items: {
          oneOf: catalog.descriptors.map((descriptor) => ({
            ...operator,
            title: descriptor.label.en,
            description: descriptor.summary.en,
            properties: { ...propertiesOf(operator), type: { const: descriptor.type }, config: schemaOf(descriptor.config) },
          })),
        },
      },
    },
  };
}

function propertiesOf(schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}

/** Labels and help of the form become title and description; what only the form needs is left out. */
function schemaOf(schema: z.ZodType): JsonSchema {
  const generated = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      const meta: Record<string, unknown> = jsonSchema;
      const { label, help } = meta;
      for (const key of ["label", "help", "widget", "flink", "unit", "function", "item", "formBy", "when"]) delete meta[key];
      if (isText(label)) meta["title"] = label.en;
      if (isText(help)) meta["description"] = help.en;
    },
  });
  const { $schema: _, ...rest } = generated;
  return rest;
}

const isText = (value: unknown): value is { readonly en: string } => typeof value === "object" && value !== null && "en" in value;
