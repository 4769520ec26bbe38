import type { Schema } from "./logical-type.ts";
import type { Row } from "./row.ts";
import { valueToText } from "./text-value.ts";

const kindTexts = ["+I", "-U", "+U", "-D"] as const;

/** Text of rows in the format of Flink's print sink: `+I[1, a]` (RowUtils; semantics 9.4). */
export function rowText(schema: Schema): (row: Row) => string {
  const fields = fieldTexts(schema);
  return (row) => `${kindTexts[row.$kind]}[${fields.map(([name, text]) => text(row[name])).join(", ")}]`;
}

/** Characters of a row that the log keeps: enough for a hover card, small enough for a million events. */
const logTextMax = 120;

/** Text of rows for the log: values without row kind, cut off at `logTextMax`. */
export function rowLogText(schema: Schema): (row: Row) => string {
  const fields = fieldTexts(schema);
  return (row) => {
    const text = fields.map(([name, each]) => each(row[name])).join(", ");
    return text.length > logTextMax ? `${text.slice(0, logTextMax - 3)}...` : text;
  };
}

function fieldTexts(schema: Schema): readonly (readonly [string, (value: unknown) => string])[] {
  return schema.fields.map((field) => [field.name, valueToText(field.type)] as const);
}
