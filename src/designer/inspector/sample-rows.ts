import type { LogicalType, Schema } from "../../stream/logical-type.ts";

/** Sample rows that are shown to begin with. */
const count = 3;

/** Rows with a value of its type in every field, as a `values` source takes them: values in the order of the fields. */
export function sampleRows({ fields }: Schema): readonly unknown[][] {
  return Array.from({ length: count }, (_, row) => fields.map(({ type }) => sampleValue(type, row)));
}

function sampleValue(type: LogicalType, row: number): unknown {
  switch (type.type) {
    case "BOOLEAN":
      return row % 2 === 0;
    case "CHAR":
    case "VARCHAR":
      return "abc"[row];
    case "FLOAT":
    case "DOUBLE":
      return row + 0.5;
    case "DECIMAL":
      return String(row % 10 ** Math.min(1, type.precision - type.scale));
    case "DATE":
      return `2026-01-0${row + 1}`;
    case "TIME":
      return `10:00:0${row}`;
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return `2026-01-01 10:00:0${row}`;
    case "BINARY":
    case "VARBINARY":
      return `0${row}`;
    case "ARRAY":
      return [sampleValue(type.element, row)];
    case "MAP":
      return { [String(sampleValue(type.key, row))]: sampleValue(type.value, row) };
    case "ROW":
      return Object.fromEntries(type.fields.map((field) => [field.name, sampleValue(field.type, row)]));
    case "RAW":
      return { n: row };
    default:
      return row + 1;
  }
}
