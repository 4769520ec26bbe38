import { engineMessage } from "../base/engine-messages.ts";
import { decodeStrictUtf8, textStream } from "../base/utf8.ts";
import { FormatError, type RecordDecoder } from "../runtime/format.ts";
import { formatLogicalType, schemaOf } from "../stream/logical-type-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import { valueToText } from "../stream/text-value.ts";
import type { Row } from "../stream/row.ts";
import { formats } from "./descriptors.ts";
import { formatFactories } from "./factories.ts";
import { beginningOf } from "./text-encoding.ts";

/** How a file of records is read, and what comes of its first ones. */
export interface FileGuess {
  readonly format: string;
  readonly formatOptions: Readonly<Record<string, unknown>>;
  /** What `auto` stands for. */
  readonly encoding: string;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  /** Values of the first rows as text, by field. Null is NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Why the rows end, or there are none. */
  readonly problem?: ReadProblem;
}

/** What in a file cannot be read, and where. */
export interface ReadProblem {
  readonly message: string;
  /** Counted from 1. */
  readonly line?: number;
  /** The field whose value does not fit its type. */
  readonly field?: string;
}

/** The first bytes of a file; `isWhole`: there are no more. */
export interface FileSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

/** What a person said about a file instead of the guess. */
export interface FileReading {
  readonly format: string;
  /** Absent: to be guessed. */
  readonly formatOptions?: Readonly<Record<string, unknown>>;
  /** Fields that are not guessed any more. */
  readonly fields?: readonly { readonly name: string; readonly type: string }[];
}

const shownRows = 50;
/** Characters that no text has. Any bytes can be read in the other encodings: where these come of them, they are of something else. */
const notInTexts = /[\p{Cn}\p{Co}\p{Cs}]|(?![\t\n\f\r])\p{Cc}/u;
/** Bytes at the end of a sample that may be the beginning of a character. */
const cutCharacter = 3;

/** Reads a sample as its name and content say, or as the person does. Throws where the bytes are of no text, with why. [CN87] [UI102] */
export function guessFile(sample: FileSample, reading?: FileReading): FileGuess {
  const asked = reading?.formatOptions?.["encoding"];
  const isAsked = typeof asked === "string" && asked !== "auto";
  const encoding = isAsked ? asked : encodingOf(sample);
  const text = textOf(sample, encoding);
  if (!isAsked && encoding !== "UTF-8" && notInTexts.test(text)) throw new Error(engineMessage("noText"));
  const type = reading?.format ?? formatOf(sample.name, text);
  const factory = formatFactories.find((format) => format.type === type);
  if (factory === undefined) throw new Error(`There is no format "${type}".`);
  const told = sample.bytes.length > 0 && encoding !== "UTF-8" ? { encoding } : {};
  const formatOptions = reading?.formatOptions ?? { ...factory.guessOptions(text, sample.isWhole), ...told };
  const fields =
    reading?.fields ??
    factory.inferFields(text, formatOptions, sample.isWhole).map((field) => ({ name: field.name, type: formatLogicalType(field.type) }));
  const schema = schemaOf(fields);
  return { format: type, formatOptions, encoding, fields, ...firstRows(factory.createDecoder(schema, formatOptions), schema, sample) };
}

/** By name, else by the first character of its content. */
function formatOf(name: string, text: string): string {
  const named = formats.find(({ optionsFor }) => optionsFor(name) !== undefined)?.type;
  return named ?? (/^\s*[[{]/.test(text) ? "json" : "csv");
}

function encodingOf({ bytes, isWhole }: FileSample): string {
  const { encoding } = beginningOf(bytes);
  if (encoding !== "UTF-8" || isText(bytes, isWhole)) return encoding;
  return "windows-1252";
}

function isText(bytes: Uint8Array, isWhole: boolean): boolean {
  if (decodeStrictUtf8(bytes) !== undefined) return true;
  const cuts = isWhole ? [] : Array.from({ length: cutCharacter }, (_, place) => place + 1);
  return cuts.some((cut) => decodeStrictUtf8(bytes.subarray(0, -cut)) !== undefined);
}

function textOf({ bytes }: FileSample, encoding: string): string {
  const text = textStream(encoding)(bytes).replace(/^\ufeff/, "");
  if (text.includes("\0")) throw new Error(engineMessage("noText"));
  return text;
}

function firstRows(decoder: RecordDecoder, schema: Schema, { bytes, isWhole }: FileSample): Pick<FileGuess, "rows" | "problem"> {
  const texts = schema.fields.map(({ name, type }) => ({ name, text: valueToText(type) }));
  const shown = (row: Row): readonly (string | null)[] => texts.map(({ name, text }) => (row[name] === null ? null : text(row[name])));
  const rows: (readonly (string | null)[])[] = [];
  decoder.push(bytes);
  if (isWhole) decoder.end();
  const problem = readAhead(decoder, (row) => rows.push(shown(row)) < shownRows);
  return problem === undefined ? { rows } : { rows, problem };
}

/** Hands on the rows that are there until `take` has enough of them. Returns what cannot be read. */
function readAhead(decoder: RecordDecoder, take: (row: Row) => boolean): ReadProblem | undefined {
  try {
    for (let record = decoder.next(); record !== undefined; record = decoder.next()) {
      for (const row of record.rows) if (!take(row)) return undefined;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) return { message: error instanceof Error ? error.message : String(error) };
    const { message, line, column: field } = error;
    return { message, line, ...(field !== undefined && { field }) };
  }
}

/** Reads a whole file as it was guessed, to find what does not fit before a job does. Takes the bytes in order. [UI103] */
export class FileCheck {
  /** Rows that were read without a problem. */
  rows = 0;
  readonly #decoder: RecordDecoder;

  constructor({ format, formatOptions, fields }: Pick<FileGuess, "format" | "formatOptions" | "fields">) {
    const factory = formatFactories.find(({ type }) => type === format);
    if (factory === undefined) throw new Error(`There is no format "${format}".`);
    this.#decoder = factory.createDecoder(schemaOf(fields), formatOptions);
  }

  /** The first problem of the bytes so far; after one, nothing more is read. */
  push(bytes: Uint8Array): ReadProblem | undefined {
    this.#decoder.push(bytes);
    return this.#read();
  }

  end(): ReadProblem | undefined {
    this.#decoder.end();
    return this.#read();
  }

  #read(): ReadProblem | undefined {
    return readAhead(this.#decoder, () => {
      this.rows++;
      return true;
    });
  }
}
