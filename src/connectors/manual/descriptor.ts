import { z } from "zod";
import { fieldSchema } from "../../graph/job-document.ts";
import type { FieldMeta } from "../../graph/descriptor.ts";
import type { EnumeratorContext, ReaderContext, SourceDefinition, SourceReader, SplitEnumerator } from "../../runtime/api.ts";
import { rowFromJson } from "../../stream/json-value.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { noTimestamp } from "../../stream/timestamp.ts";

export const manualConfig = z.object({
  fields: z
    .array(fieldSchema)
    .min(1)
    .meta({ label: { en: "Fields", "zh-Hans": "字段" }, widget: "schema" } satisfies FieldMeta),
});
export type ManualConfig = z.infer<typeof manualConfig>;

export const manual: SourceDefinition<ManualConfig> = {
  type: "manual",
  category: "source",
  label: { en: "manual", "zh-Hans": "手动输入" },
  summary: { en: "type a record, press Emit", "zh-Hans": "输入一条数据，按“发出”" },
  help: {
    en: [
      "Emits the records that you type while the job runs. Unbounded.",
      "",
      "Each record becomes a split of its own which the enumerator hands to a reader, so a record typed after the last checkpoint comes",
      "again after a failure, like one of a replayable source.",
    ].join("\n"),
    "zh-Hans": [
      "作业运行时，把你输入的数据记录发出去。无界数据源。",
      "",
      "每条记录自成一个分片，由枚举器分配给读取器，因此上一个检查点之后输入的记录在故障恢复后会重新发出，与可重放的数据源一样。",
    ].join("\n"),
  },
  glyph: "flag",
  config: manualConfig,
  initial: { fields: [{ name: "word", type: "STRING" }] },
  inputs: () => [],
  outputs: () => [{ name: "out", label: { en: "rows", "zh-Hans": "数据行" } }],
  describe: (config) => config.fields.map((field) => field.name).join(", "),
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: [] }),
  flinkName: () => "manual",
  translation: { kind: "source", bounded: () => false },
  createEnumerator: (_config, context) => typedRecords(context),
  createReader: createManualReader,
};

/** A typed record on its way: its number makes it one of a kind. */
interface TypedRecord {
  readonly id: string;
  readonly row: unknown;
}

interface EnumeratorState {
  readonly next: number;
  readonly waiting: readonly TypedRecord[];
}

/** Makes a split of every record a reader was given, and hands it back to that reader: from then on it is tracked like any split. */
function typedRecords(context: EnumeratorContext): SplitEnumerator {
  const restored = context.restored as EnumeratorState | undefined;
  let next = restored?.next ?? 1;
  const waiting: TypedRecord[] = [...(restored?.waiting ?? [])];
  const assignWaiting = (subtask: number): void => {
    if (waiting.length > 0) context.assignSplits(subtask, waiting.splice(0));
  };
  return {
    start() {},
    handleSplitRequest: assignWaiting,
    addReader: assignWaiting,
    addSplitsBack(splits) {
      waiting.push(...splits.map((split) => split as TypedRecord));
    },
    handleSourceEvent(subtask, row) {
      context.assignSplits(subtask, [{ id: String(next++), row } satisfies TypedRecord]);
    },
    snapshotState: (): EnumeratorState => ({ next, waiting: [...waiting] }),
  };
}

function createManualReader(_config: ManualConfig, context: ReaderContext): SourceReader {
  const makeRow = rowFromJson(context.outputSchema);
  const records: TypedRecord[] = [];
  return {
    pollNext(output) {
      const record = records.shift();
      if (record === undefined) return "nothingAvailable";
      output.emit(makeRow(record.row), noTimestamp, record.id, 1);
      return records.length > 0 ? "moreAvailable" : "nothingAvailable";
    },
    addSplits(added) {
      records.push(...added.map((split) => split as TypedRecord));
    },
    notifyNoMoreSplits() {},
    onUserInput(input) {
      makeRow(input);
      context.sendSourceEvent(input);
    },
    snapshotState: () => [...records],
  };
}
