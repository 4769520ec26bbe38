import type { SinkFactory, SinkWriter, SinkWriterContext } from "../../runtime/api.ts";
import { lineText, rowText, rowValues } from "../../stream/row-text.ts";
import { valueToText } from "../../stream/text-value.ts";
import { createPartBuffer, createPartCommitter } from "../staged-parts.ts";
import type { TableConfig } from "./descriptor.ts";
import { writeTableLine } from "./table-lines.ts";

export const tableFactory: SinkFactory<TableConfig> = {
  type: "table",
  createWriter: createTableWriter,
  createCommitter: (_config, context) => createPartCommitter(context),
};

function createTableWriter(config: TableConfig, context: SinkWriterContext): SinkWriter {
  const { fields } = context.inputSchema;
  const texts = fields.map((field) => valueToText(field.type));
  const keyPlaces = config.mode === "upsert" ? config.key.map((name) => fields.findIndex((field) => field.name === name)) : [];
  const rowAsText = rowText(context.inputSchema);
  const shown = rowValues(context.inputSchema);
  const buffer = createPartBuffer({
    context,
    prologue: new Uint8Array(0),
    encode: (line: string, to) => to.utf8(line),
    target: (label, part) => `table/${context.operatorId}/${label}-${context.subtask}-${part}.jsonl`,
  });
  return {
    write(row) {
      const values = fields.map((field, place) => {
        const value = row[field.name];
        return value === null || value === undefined ? null : (texts[place]?.(value) ?? null);
      });
      const key = keyPlaces.map((place) => keyPart(values[place] ?? null)).join(", ");
      buffer.append(writeTableLine({ kind: row.$kind, values, ...(keyPlaces.length === 0 ? {} : { key }) }));
      if (context.tracesRecords) {
        context.trace((operator) => ({
          kind: "sinkWritten",
          operator,
          text: lineText(rowAsText(row)),
          values: shown(row),
          rowKind: row.$kind,
          ...(keyPlaces.length === 0 ? {} : { key }),
        }));
      }
    },
    prepareCommit: (checkpointId) => buffer.prepareCommit(checkpointId),
  };
}

/** A part of a key as text: other values have other texts, NULL and parts with a comma in them included. [CN145] */
const keyPart = (value: string | null): string => (value !== null && /^null$|^"|, /.test(value) ? JSON.stringify(value) : String(value));
