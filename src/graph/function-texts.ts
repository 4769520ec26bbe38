import type { z } from "zod";
import type { FieldMeta, FunctionMeta } from "./descriptor.ts";

/** Text of one user function inside a configuration. */
export interface FunctionText {
  /** Keys and places from the configuration down, joined by dots: "states.0.reduce". */
  readonly path: string;
  readonly source: string;
  readonly meta: FunctionMeta;
}

/** Every function of a configuration that is not empty, found along its schema; a value that does not fit holds none. */
export function functionTexts(schema: z.core.$ZodType, value: unknown, path = ""): readonly FunctionText[] {
  if (value === undefined || value === null) return [];
  const meta = functionMeta(schema);
  if (meta !== undefined) return typeof value === "string" && value !== "" ? [{ path, source: value, meta }] : [];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const below = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  switch (def.type) {
    case "object": {
      const given = new Map<string, unknown>(Object.entries(value));
      return Object.entries(def.shape).flatMap(([key, field]) => functionTexts(field, given.get(key), below(key)));
    }
    case "array":
      if (!Array.isArray(value)) return [];
      return value.flatMap((element: unknown, index) => functionTexts(def.element, element, below(index)));
    case "record":
      return Object.entries(value).flatMap(([key, element]) => functionTexts(def.valueType, element, below(key)));
    case "union": {
      const option = def.options.find((each) => isOption(each, value)) ?? def.options[0];
      return option === undefined ? [] : functionTexts(option, value, path);
    }
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
    case "catch":
      return functionTexts(def.innerType, value, path);
    case "pipe":
      return functionTexts(def.in, value, path);
    default:
      return [];
  }
}

/** True when every literal field of an object schema has its value: the option that a discriminator chooses. */
function isOption(schema: z.core.$ZodType, value: object): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== "object") return false;
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.entries(def.shape).every(([key, field]) => {
    const { def: literal } = (field as z.core.$ZodTypes)._zod;
    return literal.type !== "literal" || literal.values.some((each) => each === given.get(key));
  });
}

function functionMeta(schema: z.core.$ZodType): FunctionMeta | undefined {
  const meta: unknown = "meta" in schema && typeof schema.meta === "function" ? (schema as z.ZodType).meta() : undefined;
  return isFunctionField(meta) ? meta.function : undefined;
}

function isFunctionField(meta: unknown): meta is Required<Pick<FieldMeta, "function">> {
  return typeof meta === "object" && meta !== null && "function" in meta && typeof meta.function === "object";
}
