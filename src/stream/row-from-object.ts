import { ConformError, fieldConformer, rowKindOf } from "./conform.ts";
import { describeValue } from "./describe-value.ts";
import { generatedFunction } from "./generated-function.ts";
import { rowClass, withGeneratedCode } from "./row-class.ts";
import type { LogicalType, Schema } from "./logical-type.ts";
import type { Row, Value } from "./row.ts";

/**
 * Makes rows of `schema` from what user functions return: each field is read once, checked and copied where it could change
 * (sandbox rules 3, 4). A field that is missing is NULL, unless the object has a field that the schema lacks: then it is a slip
 * of the pen, and an error like every value that its column cannot hold (`ConformError`). [CD6]
 */
export function rowFromObject(schema: Schema): (value: unknown) => Row {
  const Class = rowClass(schema);
  const names = schema.fields.map((field) => field.name);
  const checkNames = nameChecker(names);
  const refuse = (value: unknown): never => {
    throw new ConformError(`${describeValue(value)} is not a row: an object with the fields ${names.join(", ")} is expected`);
  };
  const conformers = schema.fields.map((field): FieldMaker => {
    const conformed = fieldConformer(field);
    return (value, object) => {
      if (Array.isArray(object)) return refuse(object);
      if (value === undefined) checkNames(object);
      return conformed(value);
    };
  });
  return withGeneratedCode(
    () =>
      generatedFunction<(value: unknown) => Row>(
        ["Row", "conformers", "refuse", "kindOf", "isSafeInteger", "fround"],
        makerText(schema),
      )(Class, conformers, refuse, rowKindOf, Number.isSafeInteger, Math.fround),
    () => (value) => {
      if (typeof value !== "object" || value === null) return refuse(value);
      const source = value as { readonly [name: string]: unknown };
      const kind = rowKindOf(source["$kind"]);
      const values = names.map((name) => source[name]);
      return new Class(kind, ...conformers.map((conformed, index) => conformed(values[index], value)));
    },
  );
}

/** Checks field value `value`, read from `object`. */
type FieldMaker = (value: unknown, object: object) => Value;

/** Short code: all of a chain has to fit into what the engine inlines. */
function makerText(schema: Schema): string {
  const fields = schema.fields.map((field, index) => ({ ...field, index, name: JSON.stringify(field.name) }));
  return [
    ...fields.map(({ index }) => `const c${index} = conformers[${index}];`),
    "return (value) => {",
    `if (typeof value !== "object" || value === null) return refuse(value);`,
    "const kind = value.$kind;",
    ...fields.map(({ name, index }) => `let v${index} = value[${name}];`),
    ...fields.map(({ type, index }) => checkText(type, `v${index}`, `c${index}`)),
    `return new Row(kind === 0 || kind === undefined ? 0 : kindOf(kind)${fields.map(({ index }) => `, v${index}`).join("")});`,
    "};",
  ].join("\n");
}

/** The usual case in line, the rest through the conformer. */
function checkText(type: LogicalType, value: string, conformed: string): string {
  const slow = `${value} = ${conformed}(${value}, value);`;
  switch (type.type) {
    case "BOOLEAN":
      return `if (typeof ${value} !== "boolean") ${slow}`;
    case "INT":
    case "DATE":
      return `if (typeof ${value} === "number" && (${value} | 0) === ${value}) ${value} = ${value} | 0; else ${slow}`;
    case "BIGINT":
      return `if (typeof ${value} === "number" && isSafeInteger(${value})) ${value} = ${value} + 0; else ${slow}`;
    case "FLOAT":
      return `if (typeof ${value} === "number") ${value} = fround(${value}); else ${slow}`;
    case "DOUBLE":
      return `if (typeof ${value} !== "number") ${slow}`;
    case "CHAR":
    case "VARCHAR":
      return `if (typeof ${value} !== "string") ${slow}`;
    default:
      return slow;
  }
}

/** Complains about own fields of an object that are not in the schema. */
function nameChecker(names: readonly string[]): (value: object) => void {
  const known = new Set([...names, "$kind"]);
  return (value) => {
    const stranger = Object.keys(value).find((name) => !known.has(name));
    if (stranger === undefined) return;
    throw new ConformError(`field "${stranger}" is not in the schema (${names.join(", ")}), and one of its fields is missing`);
  };
}
