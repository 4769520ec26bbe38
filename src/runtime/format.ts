import type { FilePlace } from "../observe/event.ts";
import { shortText } from "../stream/describe-value.ts";
import type { Field, Schema } from "../stream/logical-type.ts";
import type { ByteWriter } from "../stream/byte-buffer.ts";
import type { Row } from "../stream/row.ts";

/** The running half of a format: how records are written in a file or a message. Its other half is a `FormatDescriptor`. */
export interface FormatFactory {
  /** Flink's name ("csv", "json"). */
  readonly type: string;
  /** `resume`: of the record behind which the bytes go on; undefined at the start of a file. */
  createDecoder(schema: Schema, options: unknown, resume?: unknown): RecordDecoder;
  createEncoder(schema: Schema, options: unknown): RecordEncoder;
  /** Guesses the options from the first characters of a file; `isWhole`: there are no more. */
  guessOptions(sample: string, isWhole?: boolean): Readonly<Record<string, unknown>>;
  /** Guesses the fields from the first characters of a file, for a person to correct. */
  inferFields(sample: string, options: unknown, isWhole?: boolean): readonly Field[];
}

/** Cuts a stream of bytes into records. One decoder per split. */
export interface RecordDecoder {
  /** Appends bytes; `next` gives the records that are complete now. */
  push(bytes: Uint8Array): void;
  /** No more bytes will come: a last record without line end is complete. */
  end(): void;
  /** The next record, `undefined` when more bytes are needed or none are left. Throws `FormatError` on a bad record. */
  next(): DecodedRecord | undefined;
}

export interface DecodedRecord {
  /**
   * In order: none in a record that the options say to skip (header, comment, parse error to be ignored), several in one that says
   * several (an array; an update, before and after).
   */
  readonly rows: readonly Row[];
  /** Bytes from the start of the stream up to and including this record: where reading goes on after it. */
  readonly endOffset: number;
  /** Line ends up to there. */
  readonly endLine: number;
  /** What a decoder has to know, beyond the options, to go on behind the record: plain data. */
  readonly resume: unknown;
}

/** Writes rows as bytes. One encoder per file or stream of messages. */
export interface RecordEncoder {
  /** What stands in front of the first record of a file, for example a header line; may be empty. */
  readonly prologue: Uint8Array;
  /** Appends the record of a row with whatever ends it. */
  encode(row: Row, to: ByteWriter): void;
}

export interface FormatFinder {
  findFormat(type: string): FormatFactory | undefined;
}

/**
 * A record that is not what its format and schema say. `line`, counted from 1, and `offset` (bytes), from the start of the stream, are
 * where it is; `text` is the record as it was read, `column` the field whose value does not fit its type.
 */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly line: number;
  readonly offset: number;
  readonly text: string | undefined;
  readonly column: string | undefined;
  constructor(
    message: string,
    place: { readonly line: number; readonly offset: number; readonly text?: string | undefined; readonly column?: string | undefined },
  ) {
    super(message);
    this.line = place.line;
    this.offset = place.offset;
    this.text = place.text;
    this.column = place.column;
  }
}

/** A file that a source reads is not what its format and schema say, there. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly place: FilePlace;
  readonly #genuine = true;

  constructor(message: string, { name, line, column, text }: FilePlace, cause: unknown) {
    super(message, { cause });
    this.place = { name, line, ...(column !== undefined && { column }), ...(text !== undefined && { text: shortText(text, textMax) }) };
  }

  static is(error: unknown): error is FileError {
    return typeof error === "object" && error !== null && #genuine in error && error.#genuine;
  }
}

const textMax = 2_000;
