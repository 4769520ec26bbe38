import type { LogicalType, Schema } from "./logical-type.ts";

/** A name that cannot be the name of a column, an output or a state, and why. */
export interface NameProblem {
  readonly name: string;
  readonly problem: "empty" | "reserved" | "twice";
}

/** Rows keep their kind in `$kind`; the others mean something of their own on every object. */
const reserved: ReadonlySet<string> = new Set(["$kind", "__proto__", "constructor", "prototype"]);

/** Why `name` alone cannot be a name; undefined when it can. [CD2] */
export function nameProblem(name: string): "empty" | "reserved" | undefined {
  if (name === "") return "empty";
  return reserved.has(name) ? "reserved" : undefined;
}

/** The first name of a schema, or of a row inside it, that cannot be one. [CD2] */
export function schemaNameProblem({ fields }: Schema): NameProblem | undefined {
  const seen = new Set<string>();
  for (const { name, type } of fields) {
    const problem = nameProblem(name) ?? (seen.has(name) ? "twice" : undefined);
    if (problem !== undefined) return { name, problem };
    seen.add(name);
    const inside = insideType(type);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function insideType(type: LogicalType): NameProblem | undefined {
  switch (type.type) {
    case "ROW":
      return schemaNameProblem(type);
    case "ARRAY":
      return insideType(type.element);
    case "MAP":
      return insideType(type.key) ?? insideType(type.value);
    default:
      return undefined;
  }
}
