import type { SinkFactory, SinkWriter, SinkWriterContext } from "../../runtime/api.ts";
import { decodeUtf8 } from "../../base/utf8.ts";
import { ByteWriter } from "../../stream/byte-buffer.ts";
import type { Row } from "../../stream/row.ts";
import { lineText, rowValues } from "../../stream/row-text.ts";
import { createPartBuffer, createPartCommitter } from "../staged-parts.ts";
import type { FileSinkConfig } from "./descriptor.ts";

export const fileSinkFactory: SinkFactory<FileSinkConfig> = {
  type: "file-sink",
  createWriter: createFileWriter,
  createCommitter: (_config, context) => createPartCommitter(context),
};

function createFileWriter(config: FileSinkConfig, context: SinkWriterContext): SinkWriter {
  const format = context.formats.findFormat(config.format);
  if (format === undefined) throw new Error(`There is no format "${config.format}".`);
  const encoder = format.createEncoder(context.inputSchema, config.formatOptions);
  const buffer = createPartBuffer({
    context,
    prologue: encoder.prologue,
    encode: (row: Row, to) => encoder.encode(row, to),
    target: (label, part) => `file/${config.path}/part-${context.operatorId}-${context.subtask}-${label}-${part}.${config.format}`,
  });
  const values = rowValues(context.inputSchema);
  const written = new ByteWriter();
  const writtenText = (row: Row): string => {
    written.truncate(0);
    encoder.encode(row, written);
    return decodeUtf8(written.bytes()).trimEnd();
  };
  return {
    write(row) {
      buffer.append(row);
      if (context.tracesRecords) {
        const text = lineText(writtenText(row));
        context.trace((operator) => ({ kind: "sinkWritten", operator, text, values: values(row), rowKind: row.$kind }));
      }
    },
    prepareCommit: (checkpointId) => buffer.prepareCommit(checkpointId),
  };
}
