import { generatedFunction } from "./generated-function.ts";
import type { Schema } from "./logical-type.ts";
import { rowClass, withGeneratedCode } from "./row-class.ts";
import type { Row, Value } from "./row.ts";

/**
 * Makes insert rows whose values the `parts`, one per field, give of two arguments, asked in schema order. The values are trusted to be of
 * their types. One call per row without an array in between, and each part has a place of its own in the code, where it is inlined.
 */
export function rowFromParts<First, Second>(
  schema: Schema,
  parts: readonly ((first: First, second: Second) => Value)[],
): (first: First, second: Second) => Row {
  const Class = rowClass(schema);
  const places = schema.fields.map((_, index) => index);
  const text = [
    ...places.map((index) => `const part${index} = parts[${index}];`),
    `return (first, second) => new Row(0${places.map((index) => `, part${index}(first, second)`).join("")});`,
  ].join("\n");
  return withGeneratedCode(
    () => generatedFunction<(first: First, second: Second) => Row>(["Row", "parts"], text)(Class, parts),
    () => (first, second) => new Class(0, ...parts.map((part) => part(first, second))),
  );
}
