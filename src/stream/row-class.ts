import { freezeClass } from "./frozen-class.ts";
import { schemaText } from "./logical-type-text.ts";
import { generatedFunction } from "./generated-function.ts";
import type { Field, Schema } from "./logical-type.ts";
import type { Row, RowKind, Value } from "./row.ts";

/** Constructor of the rows of one schema: the kind, then the values in schema order. Nothing is checked. */
export type RowClass = new (kind: RowKind, ...values: readonly Value[]) => Row;

/** Schemas of a job are few, and a class must be the same one for all its operators: never emptied. */
const classes = new Map<string, RowClass>();
const schemas = new WeakMap<object, Schema>();
const prototypeOf = Object.getPrototypeOf;

/** The one class of the rows of `schema`; equal schemas share it. It is frozen, and no row gives it away. [CD3] [SB22] */
export function rowClass(schema: Schema): RowClass {
  const text = schemaText(schema);
  const known = classes.get(text);
  if (known !== undefined) return known;
  const made = createClass(schema.fields);
  freezeClass(made);
  classes.set(text, made);
  schemas.set(made.prototype, { fields: schema.fields });
  return made;
}

/** Schema of a row made by a `rowClass`; undefined for any other value. */
export function schemaOfRow(value: unknown): Schema | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const prototype: unknown = prototypeOf(value);
  return typeof prototype === "object" && prototype !== null ? schemas.get(prototype) : undefined;
}

/** Makes insert rows of values in schema order. The values are trusted to be of their types. */
export function rowFromValues(schema: Schema): (values: readonly Value[]) => Row {
  const Class = rowClass(schema);
  const values = schema.fields.map((_, place) => `, values[${place}]`).join("");
  return withGeneratedCode(
    () => generatedFunction<(values: readonly Value[]) => Row>(["Row"], `return (values) => new Row(0${values});`)(Class),
    () => (given) => new Class(0, ...given),
  );
}

/** Copies a row of `schema`: for operators that keep or change what they were handed. Values are shared. */
export function copyRow(schema: Schema): (row: Row) => Row {
  const Class = rowClass(schema);
  const names = schema.fields.map((field) => field.name);
  const values = names.map((name) => `, row[${JSON.stringify(name)}]`).join("");
  return withGeneratedCode(
    () => generatedFunction<(row: Row) => Row>(["Row"], `return (row) => new Row(row.$kind${values});`)(Class),
    () => (row) => new Class(row.$kind, ...names.map((name) => row[name])),
  );
}

/** `generated()`, or `composed()` on the page, where forms check and show rows but no code may be generated. */
export function withGeneratedCode<Result>(generated: () => Result, composed: () => Result): Result {
  try {
    return generated();
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return composed();
  }
}

function createClass(fields: readonly Field[]): RowClass {
  return withGeneratedCode(
    () => generatedFunction<RowClass>([], classText(fields))(),
    () => composedClass(fields.map((field) => field.name)),
  );
}

/**
 * A column named like a member of Object.prototype is declared, because assigning it throws once that prototype is frozen;
 * the others are assigned, which is the faster way to make a row.
 */
function classText(fields: readonly Field[]): string {
  const declared = fields.filter((field) => field.name in Object.prototype);
  return [
    "return class Row {",
    ...declared.map((field) => `[${JSON.stringify(field.name)}];`),
    `constructor(kind${fields.map((_, index) => `, v${index}`).join("")}) {`,
    "this.$kind = kind;",
    ...fields.map((field, index) => `this[${JSON.stringify(field.name)}] = v${index};`),
    "} };",
  ].join("\n");
}

function composedClass(names: readonly string[]): RowClass {
  return class ComposedRow implements Row {
    $kind: RowKind;
    [field: string]: Value;
    constructor(kind: RowKind, ...values: readonly Value[]) {
      this.$kind = kind;
      names.forEach((name, index) => {
        Object.defineProperty(this, name, { value: values[index], writable: true, enumerable: true, configurable: true });
      });
    }
  };
}
