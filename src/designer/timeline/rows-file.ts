import type { CommittedRow } from "../../control/job-client.ts";
import type { TopologyColumn } from "../../graph/topology.ts";

export const rowKinds: readonly string[] = ["+I", "-U", "+U", "-D"];

/** Rows as they are given away: with the names of their columns, and their row kind where one of them is no insertion. */
export interface NamedRows {
  readonly columns: readonly TopologyColumn[];
  readonly rows: readonly CommittedRow[];
}

/** Rows whose text is made in one go: all of them may be longer than the longest string. */
const rowsPerPiece = 10_000;

/** CSV of RFC 4180 in pieces: a line of names, then one per row. NULL is an empty cell, an empty text is quoted. [UI94] */
export function csvPieces(named: NamedRows): readonly string[] {
  const { names, cellsOf } = withKinds(named);
  const line = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;
  return [line(names), ...inPieces(named.rows, (row) => line(cellsOf(row)))];
}

/** Tab-separated in pieces, for a spreadsheet: a line of names, then one per row. */
export function tsvPieces(named: NamedRows): readonly string[] {
  const { names, cellsOf } = withKinds(named);
  const plain = (cell: string | null): string => (cell ?? "").replaceAll(/[\t\r\n]+/g, " ");
  const line = (cells: readonly (string | null)[]): string => `${cells.map(plain).join("\t")}\n`;
  return [line(names), ...inPieces(named.rows, (row) => line(cellsOf(row)))];
}

/** An array of objects, one per line, in pieces. Numbers keep all their digits; NULL is null; what JSON has no form for is text. [UI94] */
export function jsonPieces(named: NamedRows): readonly string[] {
  const { names, types, cellsOf } = withKinds(named);
  const keys = names.map((name) => JSON.stringify(name));
  const object = (row: CommittedRow): string =>
    `{${cellsOf(row).map((cell, place) => `${keys[place] ?? ""}:${jsonValue(cell, types[place] ?? "")}`).join(",")}}`;
  if (named.rows.length === 0) return ["[]\n"];
  return ["[\n", ...inPieces(named.rows, (row, place) => `${place === 0 ? "" : ",\n"}${object(row)}`), "\n]\n"];
}

function inPieces(rows: readonly CommittedRow[], textOf: (row: CommittedRow, place: number) => string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < rows.length; from += rowsPerPiece) {
    pieces.push(rows.slice(from, from + rowsPerPiece).map((row, place) => textOf(row, from + place)).join(""));
  }
  return pieces;
}

interface Table {
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly cellsOf: (row: CommittedRow) => readonly (string | null)[];
}

function withKinds({ columns, rows }: NamedRows): Table {
  const names = columns.map(({ name }) => name);
  const types = columns.map(({ type }) => type);
  if (rows.every(({ kind }) => kind === 0)) return { names, types, cellsOf: ({ values }) => values };
  let kindName = "row_kind";
  while (names.includes(kindName)) kindName = `_${kindName}`;
  const cellsOf = ({ kind, values }: CommittedRow): readonly (string | null)[] => [rowKinds[kind] ?? "", ...values];
  return { names: [kindName, ...names], types: ["STRING", ...types], cellsOf };
}

function csvCell(cell: string | null): string {
  if (cell === null) return "";
  return cell === "" || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const numberType = /^(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|DECIMAL)\b/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function jsonValue(cell: string | null, type: string): string {
  if (cell === null) return "null";
  if (numberType.test(type) && jsonNumber.test(cell)) return cell;
  if (type.startsWith("BOOLEAN") && (cell === "true" || cell === "false")) return cell;
  return JSON.stringify(cell);
}
