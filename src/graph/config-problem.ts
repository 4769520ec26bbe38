import type { z } from "zod";
import { excerpt } from "../base/excerpt.ts";
import type { FieldMeta, Text } from "./descriptor.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { valueFault } from "./value-fault.ts";

/** What is wrong with one value of a configuration, under the name that its form shows. [UI106] */
export function configProblem(issue: z.core.$ZodIssue, schema: z.core.$ZodType, below: readonly PropertyKey[] = []): Diagnostic {
  const path = [...below, ...issue.path].map(String);
  const field = path.join(".");
  const { label, meta } = named(schema, issue.path.map(String), field);
  const problem = { severity: "error", field, label } as const;
  if (meta?.widget === "duration" && typeof issue.input === "string") {
    const text = excerpt(issue.input, 60);
    const message = `${label.en}: "${text}" is not a duration. ${durationAdvice}`;
    return { ...problem, code: "operator.config-duration", message, values: { field: label.en, text } };
  }
  const { kind, words, values } = valueFault(issue);
  const told = { ...problem, values: { field: label.en, ...values } };
  if (kind === "other") return { ...told, code: "operator.config", message: `${label.en}: ${words}` };
  return { ...told, code: `operator.config-${kind}`, message: `${label.en} ${words}.` };
}

/** As Flink's TimeUtils reads them, and fractions. */
const durationAdvice = "Write for example 5 s, 200 ms or 10 min; a number without a unit is milliseconds.";

interface Named {
  readonly label: Text;
  readonly meta: FieldMeta | undefined;
}

/** The labels along a path, places of lists as numbers from 1; names that no form shows as they are written. */
function named(schema: z.core.$ZodType, path: readonly string[], written: string): Named {
  const labels: Text[] = [];
  let at: z.core.$ZodType | undefined = schema;
  let meta: FieldMeta | undefined;
  for (const key of path) {
    const inside: z.core.$ZodType | undefined = at && fieldOf(at, key);
    const isPlace = /^\d+$/.test(key);
    meta = inside && metaOf(inside);
    labels.push(meta?.label ?? { en: isPlace ? String(Number(key) + 1) : key, "zh-Hans": isPlace ? String(Number(key) + 1) : key });
    at = inside;
  }
  if (labels.length === 0) return { label: { en: written || "Configuration", "zh-Hans": written || "配置" }, meta: undefined };
  return { label: { en: labels.map(({ en }) => en).join(" "), "zh-Hans": labels.map((each) => each["zh-Hans"]).join(" ") }, meta };
}

/** The schema of a key in an object, of a place in a list; in a union that of the first option that has it. */
function fieldOf(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return def.shape[key];
    case "array":
      return def.element;
    case "record":
      return def.valueType;
    case "union":
      return def.options.map((option) => fieldOf(option, key)).find((found) => found !== undefined);
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
      return fieldOf(def.innerType, key);
    case "pipe":
      return fieldOf(def.in, key);
    default:
      return undefined;
  }
}

/** Metadata of the outermost wrapper that has any. */
function metaOf(schema: z.core.$ZodType): FieldMeta | undefined {
  const meta: unknown = "meta" in schema && typeof schema.meta === "function" ? (schema as z.ZodType).meta() : undefined;
  if (typeof meta === "object" && meta !== null && "label" in meta) return meta as FieldMeta;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if ("innerType" in def) return metaOf(def.innerType);
  return def.type === "pipe" ? metaOf(def.in) : undefined;
}
