import type { DecodedRecord, RecordDecoder } from "../../runtime/format.ts";
import { FormatError } from "../../runtime/format.ts";
import type { InputStatus, ReaderContext, SourceFactory, SourceOutput, SourceReader } from "../../runtime/api.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { createListEnumerator } from "../split-assigner.ts";
import type { FileSourceConfig } from "./descriptor.ts";

export const fileSourceFactory: SourceFactory<FileSourceConfig> = {
  type: "file-source",
  createEnumerator: ({ files }, context) =>
    createListEnumerator(files.map((file, index): FileSplit => ({ id: String(index), file, offset: 0 })), context),
  createReader: createFileReader,
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
  /** The record whose rows are emitted now, and how many of them were. */
  record: DecodedRecord | undefined;
  taken: number;
  /** Behind the last byte asked for. */
  requested: number;
  awaiting: number | undefined;
  ended: boolean;
}

function createFileReader(config: FileSourceConfig, context: ReaderContext): SourceReader {
  const format = context.formats.findFormat(config.format);
  if (format === undefined) throw new Error(`There is no format "${config.format}".`);
  const waiting: FileSplit[] = [];
  let open: OpenFile | undefined;
  let noMoreSplits = false;

  const openNext = (): void => {
    const split = waiting.shift();
    if (split === undefined) return;
    // Decoders that skip a header do so at the start of the file only.
    const options = split.offset > 0 ? { ...config.formatOptions, header: false } : config.formatOptions;
    const decoder = format.createDecoder(context.outputSchema, options);
    const { offset, line = 0, rows = 0, taken = 0 } = split;
    open = { split, decoder, position: offset, line, rows, record: undefined, taken, requested: offset, awaiting: undefined, ended: false };
    requestChunk(open);
  };

  const requestChunk = (file: OpenFile): void => {
    const request: FileReadRequest = { file: file.split.file, offset: file.requested, length: chunkBytes };
    file.awaiting = context.ports.request("file", request);
    file.requested += chunkBytes;
  };

  /** Emits one row, or passes over a record without any, or finds out that bytes are missing or the file is done: false then. */
  const readOne = (file: OpenFile, output: SourceOutput): boolean => {
    file.record ??= nextRecord(file);
    const { record } = file;
    if (record === undefined) {
      if (file.ended) {
        open = undefined;
        if (waiting.length === 0) context.requestSplit();
      } else if (file.awaiting === undefined) requestChunk(file);
      return false;
    }
    const row = record.rows[file.taken];
    if (++file.taken >= record.rows.length) {
      file.position = file.split.offset + record.endOffset;
      file.line = (file.split.line ?? 0) + record.endLine;
      file.record = undefined;
      file.taken = 0;
    }
    if (row !== undefined) output.emit(row, noTimestamp, file.split.id, ++file.rows);
    return true;
  };

  return {
    start() {
      if (waiting.length === 0) context.requestSplit();
    },
    pollNext(output, limit): InputStatus {
      if (open === undefined) openNext();
      let room = limit;
      while (open !== undefined && room > 0 && readOne(open, output)) room--;
      if (open !== undefined) return open.awaiting === undefined || room === 0 ? "moreAvailable" : "nothingAvailable";
      if (waiting.length > 0) return "moreAvailable";
      return noMoreSplits ? "endOfInput" : "nothingAvailable";
    },
    addSplits(splits) {
      waiting.push(...splits.map((split) => split as FileSplit));
    },
    notifyNoMoreSplits() {
      noMoreSplits = true;
    },
    onPortReply(requestId, reply) {
      if (open === undefined || requestId !== open.awaiting) return;
      open.awaiting = undefined;
      if (!reply.ok) throw new Error(`${open.split.file}: ${reply.message}`);
      if (!(reply.value instanceof Uint8Array)) throw new Error(`${open.split.file}: the file port answered without bytes.`);
      if (reply.value.length > 0) open.decoder.push(reply.value);
      if (reply.value.length < chunkBytes) {
        open.decoder.end();
        open.ended = true;
      }
    },
    snapshotState: () =>
      open === undefined ? [...waiting] : [splitOf(open), ...waiting],
  };
}

/** The split that goes on where `file` is. */
function splitOf({ split, position, line, rows, taken }: OpenFile): FileSplit {
  const { id, file } = split;
  return { id, file, offset: position, line, rows, ...(taken > 0 && { taken }) };
}

function nextRecord(file: OpenFile): ReturnType<RecordDecoder["next"]> {
  try {
    return file.decoder.next();
  } catch (error) {
    if (error instanceof FormatError) {
      const { file: name, line = 0, offset } = file.split;
      throw new Error(`${name}, line ${line + error.line}, byte ${offset + error.offset}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
