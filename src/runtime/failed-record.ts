import { jsonFromValue } from "../stream/json-value.ts";
import type { Schema } from "../stream/logical-type.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { Row } from "../stream/row.ts";
import type { FailedRecord } from "./task-failure.ts";

/** Characters of a record that a failure keeps to be tried again: a longer one can only be read. */
const rowMax = 4_000;

/** What a failure says of the record that was being processed. Nothing is prepared for records that do not fail. */
export function failedRecords(schema: Schema): (row: Row) => FailedRecord {
  return (row) => ({ text: rowLogText(schema)(row), row: jsonText(schema, row) });
}

/** Values in the order of the fields, as a `values` source takes them; undefined where JSON has no such value. */
function jsonText({ fields }: Schema, row: Row): string | undefined {
  try {
    const text = JSON.stringify(fields.map(({ name, type }) => jsonFromValue(type)(row[name])));
    return text.length > rowMax ? undefined : text;
  } catch {
    return undefined;
  }
}
