import type { SubtaskIndex } from "../../stream/indices.ts";
import type { SinkFactory, SinkWriter, SinkWriterContext } from "../../runtime/api.ts";
import { lineText, rowText, rowValues } from "../../stream/row-text.ts";
import type { PrintConfig } from "./descriptor.ts";

export const printFactory: SinkFactory<PrintConfig> = { type: "print", createWriter: createPrintWriter };

/** Prefix of Flink's print sink: `id:2> `, `id> ` at parallelism 1, `2> ` without identifier, nothing without both. */
export function printPrefix(identifier: string | undefined, subtask: SubtaskIndex, parallelism: number): string {
  const index = parallelism > 1 ? String(subtask + 1) : "";
  const parts = [identifier ?? "", index].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(":")}> `;
}

function createPrintWriter(config: PrintConfig, context: SinkWriterContext): SinkWriter {
  const prefix = printPrefix(config.identifier, context.subtask, context.parallelism);
  const stream = config.standardError ? "stderr" : "stdout";
  const text = rowText(context.inputSchema);
  const values = rowValues(context.inputSchema);
  return {
    write(row) {
      const line = lineText(prefix + text(row));
      context.print(line, stream);
      if (context.tracesRecords) {
        context.trace((operator) => ({ kind: "sinkWritten", operator, text: line, values: values(row), rowKind: row.$kind }));
      }
    },
  };
}
