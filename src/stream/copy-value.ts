import { generatedFunction } from "./generated-function.ts";
import { rowClass, withGeneratedCode } from "./row-class.ts";
import { copyStructured } from "./structured-value.ts";
import type { LogicalType, Schema } from "./logical-type.ts";
import type { Row, Value } from "./row.ts";

/** Copies a value of one type, with everything in it that can be changed. The value is trusted: it is the host's. */
export type Copier = (value: Value) => Value;

/**
 * Copier of `type`; undefined when its values cannot be changed, so that everyone may have the same one: texts, numbers, and the
 * frozen decimals and timestamps. Arrays, maps, bytes, rows and RAW values are copied all the way down. [SB40]
 */
export function copierOf(type: LogicalType): Copier | undefined {
  const copy = presentCopier(type);
  return copy && ((value) => (value === null || value === undefined ? value : copy(value)));
}

/** Copies rows of `schema`, and what is in them: the function of a person gets the copy, the host keeps the row. [SB40] */
export function rowCopier(schema: Schema): (row: Row) => Row {
  const Class = rowClass(schema);
  const copiers = schema.fields.map(({ type }) => copierOf(type));
  const names = schema.fields.map(({ name }) => name);
  const read = (at: number): string => `row[${JSON.stringify(names[at])}]`;
  const values = copiers.map((copy, at) => (copy === undefined ? `, ${read(at)}` : `, copiers[${at}](${read(at)})`)).join("");
  return withGeneratedCode(
    () => generatedFunction<(row: Row) => Row>(["Row", "copiers"], `return (row) => new Row(row.$kind${values});`)(Class, copiers),
    () => (row) => new Class(row.$kind, ...names.map((name, at) => (copiers[at] ?? same)(row[name]))),
  );
}

const same: Copier = (value) => value;

function presentCopier(type: LogicalType): Copier | undefined {
  switch (type.type) {
    case "BINARY":
    case "VARBINARY":
      return (value) => (value as Uint8Array).slice();
    case "ARRAY": {
      const element = copierOf(type.element);
      if (element === undefined) return (value) => (value as readonly Value[]).slice();
      return (value) => (value as readonly Value[]).map((each) => element(each));
    }
    case "MAP": {
      const [key, entry] = [copierOf(type.key) ?? same, copierOf(type.value) ?? same];
      return (value) => new Map([...(value as ReadonlyMap<Value, Value>)].map(([name, each]) => [key(name), entry(each)]));
    }
    case "ROW":
      return rowCopier(type) as Copier;
    case "RAW":
      return (value) => (typeof value === "object" ? copyStructured(value) : value);
    default:
      return undefined;
  }
}
