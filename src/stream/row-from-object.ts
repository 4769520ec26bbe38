import { ConformError, fieldConformer, rowKindOf } from "./conform.ts";
import { describeValue } from "./describe-value.ts";
import { generatedFunction } from "./generated-function.ts";
import { rowClass, withGeneratedCode } from "./row-class.ts";
import { textMax } from "./value-bounds.ts";
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

/**
 * A short way for rows as they should be, and a long one, which is handed the values that were read, for all others. All of a
 * chain has to fit into what the engine inlines; what was never run takes no room there.
 */
function makerText(schema: Schema): string {
  const fields = schema.fields.map((field, index) => ({ ...field, index, name: JSON.stringify(field.name), way: shortWay(field.type) }));
  const values = fields.map(({ index }) => `, v${index}`).join("");
  const conditions = fields.flatMap(({ way, index }) => (way === undefined ? [] : [way.condition(`v${index}`)]));
  const made = fields.map(({ way, index }) => `, ${way === undefined ? `c${index}(v${index}, value)` : way.value(`v${index}`)}`);
  return [
    ...fields.map(({ index }) => `const c${index} = conformers[${index}];`),
    `const long = (value, kind${values}) => new Row(kindOf(kind)${fields.map(({ index }) => `, c${index}(v${index}, value)`).join("")});`,
    "return (value) => {",
    `if (typeof value !== "object" || value === null) return refuse(value);`,
    "const kind = value.$kind;",
    ...fields.map(({ name, index }) => `const v${index} = value[${name}];`),
    `if (${["kind === undefined", ...conditions].join(" && ")}) return new Row(0${made.join("")});`,
    `return long(value, kind${values});`,
    "};",
  ].join("\n");
}

/** Condition under which a value needs no more than `value` to be one of its type; none for types that are always checked at length. */
interface ShortWay {
  readonly condition: (value: string) => string;
  readonly value: (value: string) => string;
}

function shortWay(type: LogicalType): ShortWay | undefined {
  const asIs = (value: string): string => value;
  switch (type.type) {
    case "BOOLEAN":
      return { condition: (value) => `typeof ${value} === "boolean"`, value: asIs };
    case "INT":
    case "DATE":
      // Values are untrusted: `|` on an object would run its valueOf.
      return { condition: (value) => `typeof ${value} === "number" && (${value} | 0) === ${value}`, value: (value) => `${value} | 0` };
    case "BIGINT":
      return { condition: (value) => `isSafeInteger(${value})`, value: (value) => `${value} + 0` };
    case "FLOAT":
      return { condition: (value) => `typeof ${value} === "number"`, value: (value) => `fround(${value})` };
    case "DOUBLE":
      return { condition: (value) => `typeof ${value} === "number"`, value: asIs };
    case "CHAR":
    case "VARCHAR":
      return { condition: (value) => `typeof ${value} === "string" && ${value}.length <= ${textMax}`, value: asIs };
    default:
      return undefined;
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
