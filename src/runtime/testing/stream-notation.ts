import type { Schema } from "../../stream/logical-type.ts";
import { rowClass } from "../../stream/row-class.ts";
import type { Row } from "../../stream/row.ts";
import { RowKind } from "../../stream/row.ts";
import { parseTextValue, valueToText } from "../../stream/text-value.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { hasTimestamp, maxTimestamp, minTimestamp, noTimestamp } from "../../stream/timestamp.ts";

/**
 * One thing that happens to an operator, or comes out of it. Written as words with blanks between:
 * `a,1@5` a record with timestamp 5; `a,1` one without; `a,1@min` the smallest timestamp; `-U:a,1@5`, `+U:`, `-D:` other row
 * kinds; `1|a@5` to input 1; `late|a@5` from side output `late`; `W5`, `Wmax` watermarks, `1|W5` to input 1; `idle`, `active`
 * statuses, `1|idle`; `P10` processing time becomes 10; `end` the end of input, without a watermark of its own.
 */
export type StreamElement =
  | { readonly kind: "record"; readonly input: number; readonly row: Row; readonly timestamp: Timestamp }
  | { readonly kind: "watermark"; readonly input: number; readonly timestamp: Timestamp }
  | { readonly kind: "status"; readonly input: number; readonly idle: boolean }
  | { readonly kind: "time"; readonly now: Timestamp }
  | { readonly kind: "end" };

const kinds = { "+I": RowKind.insert, "-U": RowKind.updateBefore, "+U": RowKind.updateAfter, "-D": RowKind.delete } as const;
const kindTexts = ["", "-U:", "+U:", "-D:"] as const;

/** Reads an input in stream notation. `schemas`: of each input. */
export function parseStream(text: string, schemas: readonly Schema[]): readonly StreamElement[] {
  return text.split(/\s+/).filter((word) => word !== "").map((word) => parseWord(word, schemas));
}

function parseWord(word: string, schemas: readonly Schema[]): StreamElement {
  if (word === "end") return { kind: "end" };
  const time = /^P(\d+)$/.exec(word);
  if (time !== null) return { kind: "time", now: Number(time[1]) };
  const [, place, rest = ""] = /^(?:(\d)\|)?(.*)$/.exec(word) ?? [];
  const input = Number(place ?? 0);
  if (rest === "idle" || rest === "active") return { kind: "status", input, idle: rest === "idle" };
  const watermark = /^W(-?\d+|min|max)$/.exec(rest);
  if (watermark !== null) return { kind: "watermark", input, timestamp: parseTimestamp(watermark[1] ?? "") };
  const schema = schemas[input];
  if (schema === undefined) throw new RangeError(`${word}: the operator has no input ${input}`);
  return { kind: "record", input, ...parseRecord(rest, schema) };
}

function parseRecord(text: string, schema: Schema): { readonly row: Row; readonly timestamp: Timestamp } {
  const [, kind = "+I", values = "", , timestamp] = /^(?:([+-][IUD]):)?(.*?)(@(-?\d+|min|max))?$/.exec(text) ?? [];
  const cells = values.split(",");
  if (cells.length !== schema.fields.length) throw new RangeError(`${text}: ${schema.fields.length} values are needed`);
  const Class = rowClass(schema);
  const parsed = schema.fields.map(({ type }, place) => {
    const cell = cells[place] ?? "";
    return cell === "null" ? null : parseTextValue(type, cell);
  });
  const row = new Class(kinds[kind as keyof typeof kinds], ...parsed);
  return { row, timestamp: timestamp === undefined ? noTimestamp : parseTimestamp(timestamp) };
}

function parseTimestamp(text: string): Timestamp {
  if (text === "min") return minTimestamp;
  return text === "max" ? maxTimestamp : Number(text);
}

export function formatTimestamp(timestamp: Timestamp): string {
  if (timestamp === minTimestamp) return "min";
  return timestamp === maxTimestamp ? "max" : String(timestamp);
}

/** Words of the records of one output in stream notation. */
export function recordFormatter(schema: Schema, tag: string | undefined): (row: Row, timestamp: Timestamp) => string {
  const fields = schema.fields.map(({ name, type }) => ({ name, text: valueToText(type) }));
  const prefix = tag === undefined ? "" : `${tag}|`;
  return (row, timestamp) => {
    const values = fields.map(({ name, text }) => (row[name] === null ? "null" : text(row[name]))).join(",");
    return `${prefix}${kindTexts[row.$kind]}${values}${hasTimestamp(timestamp) ? `@${formatTimestamp(timestamp)}` : ""}`;
  };
}
