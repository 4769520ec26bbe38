import { engineMessage } from "../base/engine-messages.ts";
import { decodeStrictUtf8, decodeUtf8, encodeUtf8 } from "../base/utf8.ts";
import { FormatError, type DecodedRecord, type RecordDecoder } from "../runtime/format.ts";
import type { Row } from "../stream/row.ts";
import type { CutRecord, RecordCutter } from "./record-cutter.ts";
import { decodeLooseUtf8 } from "./loose-utf8.ts";
import { Transcoder } from "./text-encoding.ts";

/** What a decoder that goes on in the middle of a file knows. */
interface Resume {
  readonly encoding: string | undefined;
  readonly place: unknown;
}

export interface TextFormat {
  readonly encoding: string;
  /** True: a record that cannot be read is passed over. */
  readonly ignoreErrors: boolean;
  /** Cuts from `place` on, which another cutter of the format gave; undefined: from the start. */
  createCutter(place: unknown): RecordCutter;
  /** The rows of a record. Throws an Error that says what is wrong with it, a `RecordError` where in it, too. */
  readRows(text: string): readonly Row[];
}

/** Of a record that holds none. */
export const noRows: readonly Row[] = [];

/** An error at a place of a record: behind so many line ends of it, or in a field. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  readonly line: number;
  readonly field: string | undefined;
  constructor(message: string, { line = 0, field, cause }: { readonly line?: number; readonly field?: string; readonly cause?: unknown }) {
    super(message, { cause });
    this.line = line;
    this.field = field;
  }
}

/** What is wrong with the value of a field. */
export const fieldError = (field: string, error: unknown): RecordError =>
  new RecordError(engineMessage("fieldOfRecord", { field, message: messageOf(error) }), { field, cause: error });

/** Decoder of formats that are text. Bytes that are no text fail it whatever is ignored. [CN84] */
export function recordDecoder(format: TextFormat, resume: unknown): RecordDecoder {
  return new RecordReader(format, resume as Resume | undefined);
}

class RecordReader implements RecordDecoder {
  readonly #format: TextFormat;
  readonly #cutter: RecordCutter;
  readonly #text: Transcoder;
  /** Why no more bytes are read; told when the records in front of it are out. */
  #broken: string | undefined;
  #line = 0;
  #offset = 0;

  constructor(format: TextFormat, from: Resume | undefined) {
    this.#format = format;
    this.#cutter = format.createCutter(from?.place);
    this.#text = new Transcoder(format.encoding, from === undefined ? undefined : (from.encoding ?? "UTF-8"));
  }

  push(bytes: Uint8Array): void {
    this.#take(() => this.#text.push(bytes));
  }

  end(): void {
    this.#take(() => this.#text.end());
    if (this.#broken === undefined) this.#cutter.end();
  }

  next(): DecodedRecord | undefined {
    const record = this.#cutter.next();
    if (record === undefined) {
      if (this.#broken === undefined) return undefined;
      throw new FormatError(this.#broken, { line: this.#line + 1, offset: this.#offset });
    }
    const endOffset = this.#text.sourceOffset(record.endOffset);
    this.#line = record.endLine;
    this.#offset = endOffset;
    const rows = this.#rowsOf(record, endOffset);
    const resume: Resume = { encoding: this.#text.encoding, place: this.#cutter.place() };
    return { rows, endOffset, endLine: record.endLine, resume };
  }

  #take(read: () => Uint8Array): void {
    if (this.#broken !== undefined) return;
    try {
      const bytes = read();
      if (bytes.length > 0) this.#cutter.push(bytes);
    } catch (error) {
      this.#broken = messageOf(error);
    }
  }

  #rowsOf({ bytes, startLine, problem }: CutRecord, offset: number): readonly Row[] {
    const text = recordText(bytes, { line: startLine, offset });
    try {
      if (problem !== undefined) throw new Error(problem);
      return this.#format.readRows(text);
    } catch (error) {
      if (this.#format.ignoreErrors) return noRows;
      const { line, field } = error instanceof RecordError ? error : { line: 0, field: undefined };
      throw new FormatError(messageOf(error), { line: startLine + line, offset, text, column: field });
    }
  }
}

/** Text of a record's UTF-8. Throws a `FormatError` where it is none: as strict as Flink's parser. [CN84] [CN101] */
export function recordText(bytes: Uint8Array, place: { readonly line: number; readonly offset: number }): string {
  const text = decodeStrictUtf8(bytes) ?? decodeLooseUtf8(bytes);
  if (text === undefined) throw new FormatError(notText(bytes), place);
  return text;
}

function notText(bytes: Uint8Array): string {
  const [readable = ""] = decodeUtf8(bytes).split("\ufffd");
  const wrong = bytes[encodeUtf8(readable).length] ?? 0;
  return engineMessage("noUtf8", { byte: `0x${wrong.toString(16)}` });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
