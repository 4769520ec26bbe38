import { encodeUtf8 } from "../../base/utf8.ts";
import { seededRandom } from "../../base/random.ts";
import { everySubtask, listBy, toCheckpointId, toOperatorIndex, toSubtaskIndex } from "../../stream/indices.ts";
import { formatFactories as formats } from "../../formats/factories.ts";
import type { SubtaskIndex } from "../../stream/indices.ts";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type {
  CommitterContext,
  InputStatus,
  ReaderContext,
  SinkWriterContext,
  SourceFactory,
  SourceReader,
} from "../../runtime/api.ts";
import type { TransactionStore } from "../../runtime/environment.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Row } from "../../stream/row.ts";

/** A source of several subtasks under a manual clock, enumerator included; splits travel at once. */
export class SourceHarness<Config> {
  readonly clock = { now: () => this.time };
  time = 0;
  readonly readers: SourceReader[] = [];
  readonly emitted: Row[][] = [];
  readonly #files: ReadonlyMap<string, string>;
  readonly #enumerator;

  constructor(
    { descriptor, factory }: { readonly descriptor: OperatorDescriptor<Config>; readonly factory: SourceFactory<Config> },
    config: Config,
    options: { parallelism?: number; files?: ReadonlyMap<string, string>; restored?: { enumerator: unknown; readers: readonly (readonly unknown[])[] } } = {},
  ) {
    const { parallelism = 1, restored } = options;
    this.#files = options.files ?? new Map();
    const schema = descriptor.infer(config, {}).outputs["out"];
    if (schema === undefined) throw new Error("the source has no schema");
    this.#enumerator = factory.createEnumerator(config, {
      parallelism,
      restored: restored?.enumerator,
      assignSplits: (subtask, splits) => this.readers[subtask]?.addSplits(structuredClone(splits)),
      signalNoMoreSplits: (subtask) => this.readers[subtask]?.notifyNoMoreSplits(),
    });
    this.#enumerator.start();
    for (const subtask of everySubtask(parallelism)) {
      this.emitted.push([]);
      this.readers.push(factory.createReader(config, this.#context(subtask, parallelism, schema)));
      const splits = restored?.readers[subtask] ?? [];
      if (splits.length > 0) this.readers[subtask]?.addSplits(splits);
    }
    listBy(toSubtaskIndex, this.readers).forEach((reader, subtask) => {
      this.#enumerator.addReader(subtask);
      reader.start?.();
    });
  }

  /** Polls every reader in turn for up to `limit` records, up to `rounds` times each, or until all have ended. */
  poll(rounds: number, limit = 1): InputStatus[] {
    const statuses: InputStatus[] = this.readers.map(() => "moreAvailable");
    for (let round = 0; round < rounds && statuses.some((status) => status !== "endOfInput"); round++) {
      this.readers.forEach((reader, subtask) => {
        if (statuses[subtask] === "endOfInput") return;
        statuses[subtask] = reader.pollNext({ emit: (row) => this.emitted[subtask]?.push(row) }, limit);
      });
    }
    return statuses;
  }

  snapshot(): { enumerator: unknown; readers: readonly (readonly unknown[])[] } {
    return structuredClone({ enumerator: this.#enumerator.snapshotState(toCheckpointId(1)), readers: this.readers.map((reader) => reader.snapshotState(toCheckpointId(1))) });
  }

  /** Field `name` of everything emitted, per subtask. */
  column(name: string): unknown[][] {
    return this.emitted.map((rows) => rows.map((row) => row[name]));
  }

  #context(subtask: SubtaskIndex, parallelism: number, outputSchema: Schema): ReaderContext {
    let requests = 0;
    return {
      subtask,
      parallelism,
      outputSchema,
      clock: this.clock,
      random: seededRandom(subtask + 1),
      ports: { request: (_port, request) => this.#readFile(subtask, ++requests, request) },
      functions: { compile: () => () => { throw new Error("sources have no functions"); } },
      formats: { findFormat: (type) => formats.find((format) => format.type === type) },
      requestSplit: () => this.#enumerator.handleSplitRequest(subtask),
      sendSourceEvent: (event) => this.#enumerator.handleSourceEvent?.(subtask, event),
    };
  }

  #readFile(subtask: SubtaskIndex, requestId: number, request: unknown): number {
    const { file, offset, length } = request as { file: string; offset: number; length: number };
    const content = this.#files.get(file);
    queueMicrotask(() => {
      const reply =
        content === undefined
          ? { ok: false as const, message: "not found" }
          : { ok: true as const, value: encodeUtf8(content).subarray(offset, offset + length) };
      this.readers[subtask]?.onPortReply?.(requestId, reply);
    });
    return requestId;
  }
}

/** In-memory transaction store that shows what is staged and what is published. */
export class TestTransactions implements TransactionStore {
  readonly staged = new Map<string, { target: string; text: string }>();
  readonly published = new Map<string, string>();

  stage(transaction: string, target: string, bytes: Uint8Array): void {
    this.staged.set(transaction, { target, text: new TextDecoder().decode(bytes) });
  }

  commit(transaction: string): void {
    const part = this.staged.get(transaction);
    if (part !== undefined) this.published.set(part.target, part.text);
  }

  abort(transaction: string): void {
    this.staged.delete(transaction);
  }
}

/** Context of one sink writer, with what it prints and logs. */
export function sinkContext(schema: Schema, options: Partial<SinkWriterContext> = {}) {
  const printed: string[] = [];
  const events: LogEventBody[] = [];
  const transactions = new TestTransactions();
  const context: SinkWriterContext & CommitterContext = {
    name: "sink",
    operatorId: "op",
    subtask: toSubtaskIndex(0),
    parallelism: 1,
    attempt: 1,
    inputSchema: schema,
    clock: { now: () => 0 },
    transactions,
    formats: { findFormat: (type) => formats.find((format) => format.type === type) },
    checkpointingEnabled: true,
    restoredState: [],
    restoredCheckpointId: undefined,
    tracesRecords: true,
    trace: (build) => events.push(build(toOperatorIndex(0))),
    print: (line) => printed.push(line),
    ...options,
  };
  return { context, printed, events, transactions };
}
