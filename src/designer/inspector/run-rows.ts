import type { Schema } from "../../stream/logical-type.ts";
import { portsOf } from "../analysis/connection.ts";
import { passageDocument } from "../document/trial-document.ts";
import { indexOf } from "../document/document-index.ts";
import { loggedRow, writtenRow } from "../run/logged-row.ts";
import { rowsGot, type NoRowsGot, type RowsGot } from "../run/rows-got.ts";
import { mayRun } from "../workspace/trust.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { parseRows, rowInputText } from "./rows-input.tsx";

/** Rows that an operator got in the run, as text of a trial's rows. */
export interface RunRows {
  readonly text: string;
  readonly count: number;
  /** Of the newest, those that the log does not tell whole. */
  readonly unread: number;
  /** Events up to the moment on screen. */
  readonly cursor: number;
}

export type NoRunRows = NoRowsGot | "unread" | "refused";

/** Those that the log has as they came to it; undefined where it has none, or they have to go through its chain first. [OB50] */
export function rowsOfLog(workbench: Workbench, operator: string): RunRows | undefined {
  const got = gotBy(workbench, operator);
  if (got === undefined || typeof got === "string" || got.through.length > 0) return undefined;
  return runRows(workbench, got.texts.map((text) => loggedRow(text, schemaAt(workbench, got.of))));
}

/** As `rowsOfLog`; and those that the log has further up in its chain, passed through the functions in between, once more. */
export async function rowsOfRun(workbench: Workbench, operator: string): Promise<RunRows | NoRunRows> {
  const got = gotBy(workbench, operator) ?? "notInRun";
  if (typeof got === "string") return got;
  const read = got.texts.map((text) => loggedRow(text, schemaAt(workbench, got.of)));
  if (got.through.length === 0) return runRows(workbench, read) ?? "unread";
  if (!(await mayRun(workbench))) return "refused";
  const { session, analysis, catalog } = workbench;
  const document = session.document ?? workbench.editor.document;
  const operators = got.through.flatMap((id) => indexOf(document).operator(id) ?? []);
  const rows = read.flatMap((text) => (text === undefined ? [] : parseRows(text)));
  const tried = await session.tryOut(passageDocument(operators, { schema: schemaAt(workbench, got.of), rows }, catalog));
  const [input] = Object.values(analysis.state.inputs.get(operator) ?? {});
  if (tried.failure !== undefined || !input) return "unread";
  return runRows(workbench, tried.rows.map(({ values }) => values && writtenRow(values, input.schema))) ?? "unread";
}

function gotBy({ session }: Workbench, operator: string): RowsGot | NoRowsGot | undefined {
  const { player, document } = session;
  return player && document && rowsGot(player, document, operator);
}

function schemaAt({ analysis, editor, catalog }: Workbench, { operator, side }: RowsGot["of"]): Schema {
  const drawn = indexOf(editor.document).operator(operator);
  const [port] = drawn ? portsOf(drawn, catalog)[side] : [];
  const { inputs, outputs } = analysis.state;
  const name = port?.name ?? "";
  return (side === "inputs" ? inputs.get(operator)?.[name]?.schema : outputs.get(operator)?.[name]) ?? { fields: [] };
}

function runRows({ session }: Workbench, read: readonly (string | undefined)[]): RunRows | undefined {
  const lines = read.filter((line) => line !== undefined);
  if (lines.length === 0) return undefined;
  const text = lines.flatMap(parseRows).map(rowInputText).join("\n");
  return { text, count: lines.length, unread: read.length - lines.length, cursor: session.player?.view.cursor ?? 0 };
}
