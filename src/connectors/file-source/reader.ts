import { engineMessage } from "../../base/engine-messages.ts";
import type { DecodedRecord, FormatFactory, RecordDecoder } from "../../runtime/format.ts";
import { FileError, FormatError } from "../../runtime/format.ts";
import type { InputStatus, PortReply, ReaderContext, SourceFactory, SourceOutput, SourceReader } from "../../runtime/api.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { createListEnumerator } from "../split-assigner.ts";
import type { FileSourceConfig } from "./descriptor.ts";

export const fileSourceFactory: SourceFactory<FileSourceConfig> = {
  type: "file-source",
  createEnumerator: ({ files }, context) =>
    createListEnumerator(files.map((file, index): FileSplit => ({ id: String(index), file, offset: 0 })), context),
  createReader: (config, context) => new FileSourceReader(config, context),
};

/** A file, to be read from byte `offset` on. */
export interface FileSplit {
  readonly id: string;
  readonly file: string;
  readonly offset: number;
  /** Lines in front of `offset`, for messages; absent at the start. */
  readonly line?: number;
  /** Rows that were emitted so far. */
  readonly rows?: number;
  /** How many of them are of the record at `offset`, which has more. */
  readonly taken?: number;
  /** What the format has to know to go on there; absent at the start. */
  readonly resume?: unknown;
}

/** Request of the `file` port, answered with the bytes; fewer than `length` mean the end of the file. */
export interface FileReadRequest {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/** Bytes per read: large enough for the cost of a request not to matter, small enough to keep little in memory. */
const chunkBytes = 256 * 1024;

interface OpenFile {
  readonly split: FileSplit;
  readonly decoder: RecordDecoder;
  /** Behind the last record of which all rows were emitted. */
  position: number;
  /** Lines up to there. */
  line: number;
  rows: number;
  resume: unknown;
  /** The record whose rows are emitted now, and how many of them were. */
  record: DecodedRecord | undefined;
  taken: number;
  /** Behind the last byte asked for. */
  requested: number;
  awaiting: number | undefined;
  ended: boolean;
}

/** Reads one file after the other in chunks, and gives its rows one by one: what it holds at any time is a split to go on with. */
class FileSourceReader implements SourceReader {
  readonly #config: FileSourceConfig;
  readonly #context: ReaderContext;
  readonly #format: FormatFactory;
  readonly #waiting: FileSplit[] = [];
  #open: OpenFile | undefined;
  #noMoreSplits = false;

  constructor(config: FileSourceConfig, context: ReaderContext) {
    const format = context.formats.findFormat(config.format);
    if (format === undefined) throw new Error(`There is no format "${config.format}".`);
    this.#config = config;
    this.#context = context;
    this.#format = format;
  }

  start(): void {
    if (this.#waiting.length === 0) this.#context.requestSplit();
  }

  pollNext(output: SourceOutput, limit: number): InputStatus {
    if (this.#open === undefined) this.#openNext();
    let room = limit;
    while (this.#open !== undefined && room > 0 && this.#readOne(this.#open, output)) room--;
    if (this.#open !== undefined) return this.#open.awaiting === undefined || room === 0 ? "moreAvailable" : "nothingAvailable";
    if (this.#waiting.length > 0) return "moreAvailable";
    return this.#noMoreSplits ? "endOfInput" : "nothingAvailable";
  }

  addSplits(splits: readonly unknown[]): void {
    this.#waiting.push(...splits.map((split) => split as FileSplit));
  }

  notifyNoMoreSplits(): void {
    this.#noMoreSplits = true;
  }

  onPortReply(requestId: number, reply: PortReply): void {
    const file = this.#open;
    if (file === undefined || requestId !== file.awaiting) return;
    file.awaiting = undefined;
    if (!reply.ok) throw new Error(`${file.split.file}: ${reply.message}`);
    if (!(reply.value instanceof Uint8Array)) throw new Error(`${file.split.file}: the file port answered without bytes.`);
    if (reply.value.length > 0) file.decoder.push(reply.value);
    if (reply.value.length < chunkBytes) {
      file.decoder.end();
      file.ended = true;
    }
  }

  snapshotState(): readonly FileSplit[] {
    return this.#open === undefined ? [...this.#waiting] : [splitOf(this.#open), ...this.#waiting];
  }

  #openNext(): void {
    const split = this.#waiting.shift();
    if (split === undefined) return;
    const { offset, line = 0, rows = 0, taken = 0, resume } = split;
    const decoder = this.#format.createDecoder(this.#context.outputSchema, this.#config.formatOptions, resume);
    const place = { position: offset, line, rows, resume, record: undefined, taken };
    this.#open = { split, decoder, ...place, requested: offset, awaiting: undefined, ended: false };
    this.#requestChunk(this.#open);
  }

  #requestChunk(file: OpenFile): void {
    const request: FileReadRequest = { file: file.split.file, offset: file.requested, length: chunkBytes };
    file.awaiting = this.#context.ports.request("file", request);
    file.requested += chunkBytes;
  }

  /** Emits one row, or passes over a record without any, or finds out that bytes are missing or the file is done: false then. */
  #readOne(file: OpenFile, output: SourceOutput): boolean {
    file.record ??= nextRecord(file);
    const { record } = file;
    if (record === undefined) {
      if (file.ended) this.#close();
      else if (file.awaiting === undefined) this.#requestChunk(file);
      return false;
    }
    const row = record.rows[file.taken];
    if (++file.taken >= record.rows.length) {
      file.position = file.split.offset + record.endOffset;
      file.line = (file.split.line ?? 0) + record.endLine;
      file.resume = record.resume;
      file.record = undefined;
      file.taken = 0;
    }
    if (row !== undefined) output.emit(row, noTimestamp, file.split.id, ++file.rows);
    return true;
  }

  #close(): void {
    this.#open = undefined;
    if (this.#waiting.length === 0) this.#context.requestSplit();
  }
}

/** The split that goes on where `file` is. */
function splitOf({ split, position, line, rows, taken, resume }: OpenFile): FileSplit {
  const { id, file } = split;
  return { id, file, offset: position, line, rows, ...(taken > 0 && { taken }), ...(resume !== undefined && { resume }) };
}

function nextRecord(file: OpenFile): ReturnType<RecordDecoder["next"]> {
  try {
    return file.decoder.next();
  } catch (error) {
    if (error instanceof FormatError) {
      const { file: name, line: before = 0, offset } = file.split;
      const line = before + error.line;
      const message = engineMessage("lineOfFile", { file: name, line, byte: offset + error.offset, message: error.message });
      const { text, column } = error;
      throw new FileError(message, { name, line, ...(column !== undefined && { column }), ...(text !== undefined && { text }) }, error);
    }
    throw error;
  }
}
