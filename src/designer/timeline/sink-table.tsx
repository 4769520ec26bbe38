import { useMemo, useState, type ReactNode } from "react";
import type { RunSink } from "../../observe/run-sinks.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { formatCount, formatDuration } from "../i18n/format.ts";
import { useText, type Translate } from "../i18n/use-text.ts";
import { subtaskName } from "../run/names.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { Session } from "../run/session.ts";
import { FoundRows, hasColumns, loggedRows, type RowOrder, type RowQuery, type OutputRow, type SinkRows } from "../run/sink-rows.ts";
import { sinkCounts } from "../run/sink-tally.ts";
import { useSessionState, useWorkbench } from "../workspace/workbench-context.ts";
import { shownCommitted, useCommittedRows } from "./committed-rows.ts";
import { rowKinds } from "./rows-file.ts";
import { SinkActions } from "./sink-actions.tsx";
import { VirtualTable, type TableColumn } from "./virtual-table.tsx";

interface SinkTableProps {
  readonly player: RunPlayer;
  readonly session: Session;
  /** Place among the player's sinks. */
  readonly sink: number;
  readonly name: string;
}

/** The rows of one sink: column by column, with what became of each; found by words, ordered by a column, to be taken home. */
export function SinkTable({ player, session, sink: place, name }: SinkTableProps): ReactNode {
  const text = useText("output");
  const { contextMenu } = useWorkbench();
  const following = useSessionState((state) => state.following);
  const restoredFrom = useSessionState((state) => state.restoredFrom);
  const [words, setWords] = useState("");
  const [status, setStatus] = useState<RowQuery["status"]>();
  const [order, setOrder] = useState<RowOrder>();
  const found = useMemo(() => new FoundRows({ words, status, order }), [words, status, order]);
  const sink = player.sinks[place];
  const isCounted = player.header.mode === "freeRunning" && sink?.committer !== undefined;
  const committed = useCommittedRows(session, player, isCounted && sink?.type === "table" ? sink : undefined);
  if (!sink) return null;
  const rows = committed ? shownCommitted(committed, player) : loggedRows(player, place);
  const places = found.isEvery ? undefined : found.in(rows);
  const count = places ? places.length : rows.end - rows.first;
  const rowAt = (line: number): OutputRow | undefined => rows.row(places ? (places[line] ?? NaN) : rows.first + line);
  const numberAt = (line: number): number => (places ? (places[line] ?? NaN) : rows.first + line) + 1;
  const commits = sink.committer !== undefined;
  const columns = hasColumns(player, sink) ? sink.columns : [{ name: text("line"), type: "" }];
  const subtasks = sink.subtasks.length > 1 && !committed;
  const widths = columns.map((column, at) => widthOf(column, sampleOf(count).map((line) => rowAt(line)?.values[at])));
  // A printed line says its row kind itself.
  const kinds = player.header.mode === "deterministic" || commits;
  const table = tableColumns({ columns, widths, kinds, commits, subtasks, order, setOrder, text });
  const tally = sinkCounts(player, place);
  const cells = (line: number): readonly ReactNode[] => {
    const row = rowAt(line);
    if (!row) return [formatCount(numberAt(line))];
    return [
      formatCount(numberAt(line)),
      ...(kinds ? [<abbr key="kind" title={text(`kind.${row.kind}`)}>{rowKinds[row.kind]}</abbr>] : []),
      ...columns.map((_, column) => row.values[column] ?? <i key={column} className="null">NULL</i>),
      ...(subtasks ? [row.subtask === undefined ? "" : subtaskName(player, row.subtask)] : []),
      ...(commits ? [<Status key="status" status={row.status} text={text} />] : []),
      row.doneAt === undefined ? "" : formatDuration(row.doneAt),
    ];
  };
  const filesOnly = isCounted && sink.type !== "table";
  const notes = [
    !commits && text("atOnce"),
    commits && tally.open > 0 && following && text("open", { count: formatCount(tally.open) }),
    tally.thrownAway > 0 && following && text("thrownAway", { count: tally.thrownAway }),
    rows.first > 0 && text("gone", { count: rows.first }),
    restoredFrom !== undefined && commits && !committed && text("restored", { id: restoredFrom }),
    committed && !committed.isWhole && text("firstOnly", { count: rows.end }),
  ].filter((note) => note !== false && note !== undefined);
  return (
    <>
      <div className="output-tools" role="group" aria-label={text("table", { sink: name })}>
        <input
          className="text-field"
          type="search"
          aria-label={text("filter", { sink: name })}
          placeholder={text("filterShort")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {commits && !isCounted && <StatusChoice status={status} text={text} onChange={setStatus} />}
        <span className="output-count" role="status">
          {places ? text("found", { found: formatCount(count), count: rows.end - rows.first }) : text("rows", { count })}
        </span>
        <span className="output-notes" title={notes.join(" ")}>
          {notes.join(" ")}
        </span>
        <SinkActions session={session} sink={sink} name={name} columns={columns} shown={() => shownRows(rows, places)} />
      </div>
      {filesOnly ? (
        <p className="timeline-empty">{text("filesOnly", { count: tally.committed })}</p>
      ) : count === 0 ? (
        <p className="timeline-empty">{rows.end > rows.first ? text("noneFound") : text("noRows", { sink: name })}</p>
      ) : (
        <VirtualTable
          label={text("table", { sink: name })}
          rows={count}
          columns={table}
          minWidth={table.reduce((sum, { least }) => sum + least + 12, 28)}
          cells={cells}
          rowClass={(line) => (commits ? (rowAt(line)?.status ?? "") : "")}
          atEnd={following && places === undefined}
          onMenu={(line, event) => {
            const seq = rowAt(line)?.seq;
            contextMenu.show(event, seq === undefined ? { kind: "sink", id: sink.id } : { kind: "event", seq });
          }}
        />
      )}
    </>
  );
}

/** Rows whose values say how wide columns are: the first and the last ones. */
function sampleOf(count: number): readonly number[] {
  const lines = Array.from({ length: Math.min(count, 2 * sampled) }, (_, line) => line);
  return count <= 2 * sampled ? lines : lines.map((line) => (line < sampled ? line : count - 2 * sampled + line));
}

const sampled = 20;
/** Of a character in a table. */
const characterWidth = 7;

/** Room for its head and for the values of the sample, in steps, so that it seldom changes. */
function widthOf({ name, type }: RunSink["columns"][number], values: readonly (string | null | undefined)[]): number {
  const head = characterWidth * name.length + 6 * type.length + 26;
  const longest = values.reduce((most, value) => Math.max(most, value?.length ?? 4), 0);
  return Math.max(64, Math.min(560, Math.ceil(Math.max(head, characterWidth * longest + 8) / 16) * 16));
}

/** The rows on screen, in their order. */
function shownRows(rows: SinkRows, places: readonly number[] | undefined): readonly OutputRow[] {
  const all = places ?? Array.from({ length: rows.end - rows.first }, (_, line) => rows.first + line);
  return all.flatMap((place) => rows.row(place) ?? []);
}

function Status({ status, text }: { readonly status: OutputRow["status"]; readonly text: Translate }): ReactNode {
  return (
    <span className={`output-status ${status}`} title={text(`hint.${status}`)}>
      {text(`status.${status}`)}
    </span>
  );
}

const choices = ["all", "committed", "notCommitted", "aborted"] as const;

interface StatusChoiceProps {
  /** Undefined for all rows. */
  readonly status: RowQuery["status"];
  readonly text: Translate;
  readonly onChange: (status: RowQuery["status"]) => void;
}

function StatusChoice({ status, text, onChange }: StatusChoiceProps): ReactNode {
  const choose = (value: string): void => {
    const choice = choices.find((one) => one === value);
    onChange(choice === "all" ? undefined : choice);
  };
  return (
    <SelectField aria-label={text("show")} value={status ?? "all"} onChange={(event) => choose(event.target.value)}>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {text(`show.${choice}`)}
        </option>
      ))}
    </SelectField>
  );
}

interface ColumnsOf {
  readonly columns: RunSink["columns"];
  /** Of each column, in px. */
  readonly widths: readonly number[];
  readonly kinds: boolean;
  readonly commits: boolean;
  readonly subtasks: boolean;
  readonly order: RowOrder | undefined;
  readonly setOrder: (order: RowOrder | undefined) => void;
  readonly text: Translate;
}

const numeric = /^(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|DECIMAL)\b/;

type SinkColumn = TableColumn & { readonly least: number };

function tableColumns({ columns, widths, kinds, commits, subtasks, order, setOrder, text }: ColumnsOf): readonly SinkColumn[] {
  const fixed = (key: string, title: string, least: number, number = false): SinkColumn => ({
    key,
    title,
    width: `${least}px`,
    least,
    number,
  });
  const value = ({ name, type }: RunSink["columns"][number], column: number): SinkColumn => {
    const current = order?.column === column ? order : undefined;
    const least = widths[column] ?? 64;
    const number = numeric.test(type);
    return {
      key: `value ${column}`,
      title: name,
      width: columns.length === 1 && !number ? `minmax(${least}px, 1fr)` : `${least}px`,
      least,
      number,
      sort: current ? (current.descending ? "descending" : "ascending") : "none",
      head: (
        <button
          type="button"
          title={text(`sort.${nextSort(current)}`, { column: name })}
          onClick={() => setOrder(nextOrder(current, column, type))}
        >
          <b>{name}</b>
          {type !== "" && <small>{type.replace(/ NOT NULL$/, "")}</small>}
          <span aria-hidden="true">{current ? (current.descending ? "↓" : "↑") : ""}</span>
        </button>
      ),
    };
  };
  const hinted = (column: SinkColumn, hint: string): SinkColumn => ({ ...column, head: <span title={hint}>{column.title}</span> });
  return [
    fixed("number", text("number"), 56, true),
    ...(kinds ? [hinted(fixed("kind", text("kind"), 34), text("kindHint"))] : []),
    ...columns.map(value),
    ...(subtasks ? [fixed("subtask", text("subtask"), 110)] : []),
    ...(commits ? [fixed("status", text("status"), 112)] : []),
    hinted(fixed("done", text(commits ? "committedAt" : "writtenAt"), 96, true), text("clockHint")),
  ];
}

const nextSort = (current: RowOrder | undefined): string => (!current ? "ascending" : current.descending ? "none" : "descending");

function nextOrder(current: RowOrder | undefined, column: number, type: string): RowOrder | undefined {
  if (!current) return { column, type, descending: false };
  return current.descending ? undefined : { ...current, descending: true };
}
