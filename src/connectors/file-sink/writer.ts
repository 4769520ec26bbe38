import type { SinkFactory, SinkWriter, SinkWriterContext } from "../../runtime/api.ts";
import { lineText } from "../../stream/row-text.ts";
import { partBuffer, partCommitter } from "../staged-parts.ts";
import type { FileSinkConfig } from "./descriptor.ts";

export const fileSink: SinkFactory<FileSinkConfig> = {
  type: "file-sink",
  createWriter: createFileWriter,
  createCommitter: (_config, context) => partCommitter(context),
};

function createFileWriter(config: FileSinkConfig, context: SinkWriterContext): SinkWriter {
  const format = context.formats.findFormat(config.format);
  if (format === undefined) throw new Error(`There is no format "${config.format}".`);
  const encoder = format.createEncoder(context.inputSchema, config.formatOptions);
  const buffer = partBuffer({
    context,
    prologue: encoder.prologue,
    target: (label, part) => `file/${config.path}/part-${context.operatorId}-${context.subtask}-${label}-${part}.${config.format}`,
  });
  return {
    write(row) {
      const text = encoder.encode(row);
      buffer.append(text);
      if (context.tracesRecords) {
        context.trace((operator) => ({ kind: "sinkWritten", operator, text: lineText(text.trimEnd()), rowKind: row.$kind }));
      }
    },
    prepareCommit: (checkpointId) => buffer.prepareCommit(checkpointId),
  };
}
