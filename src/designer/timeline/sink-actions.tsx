import { useState, type ReactNode } from "react";
import type { JobClient, JobFile } from "../../control/job-client.ts";
import type { RunSink } from "../../observe/run-sinks.ts";
import type { CellLimits } from "../../formats/csv/formula-marks.ts";
import { csvOptions } from "../../formats/csv/options.ts";
import { readFormatOptions } from "../../formats/option-spec.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import type { Session } from "../run/session.ts";
import type { OutputRow } from "../run/sink-rows.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import { writeClipboard } from "../workspace/write-clipboard.ts";
import { allCommitted } from "./committed-rows.ts";
import { csvPieces, jsonPieces, tsvPieces, type NamedRows } from "./rows-file.ts";

interface SinkActionsProps {
  readonly session: Session;
  readonly sink: RunSink;
  readonly name: string;
  readonly columns: RunSink["columns"];
  readonly shown: () => readonly OutputRow[];
}

const formats = ["CSV", "JSON"] as const;
type Format = (typeof formats)[number];

const csvLimits: CellLimits = { delimiter: ",", quote: '"' };

/** Takes rows home: those on screen, all that were committed, or the part files that a file sink has published. */
export function SinkActions({ session, sink, name, columns, shown }: SinkActionsProps): ReactNode {
  const workbench = useWorkbench();
  const { workspace } = workbench;
  const text = useText("output");
  const [marks, setMarks] = useState(true);
  const { client } = session;
  const say = (done: boolean): void => {
    if (!done) workspace.announce(text("nothingCommitted", { sink: name }));
  };
  const copy = async (): Promise<void> => {
    const rows = shown();
    const copied = await writeClipboard(workbench, tsvPieces({ columns, rows }).join(""));
    if (copied) workspace.announce(text("copied", { count: rows.length }));
  };
  const save = (rows: NamedRows["rows"], format: Format): Promise<void> => saveRows({ columns, rows }, { name, format, marks });
  const saveCommitted = async (from: JobClient, format: Format): Promise<void> => {
    const rows = await allCommitted(from, sink.id);
    say(rows.length > 0);
    if (rows.length > 0) await save(rows, format);
  };
  const saveParts = async (from: JobClient): Promise<void> => {
    say(await saveFiles(from, sink.id, { name, limits: fileLimits(session, sink, marks) }));
  };
  const item = (label: string, act: () => Promise<void>): MenuEntry => ({ kind: "item", text: label, select: () => void act() });
  const entries = (): readonly MenuEntry[] => [
    ...(client && sink.type === "table"
      ? formats.map((format) => item(text("download.committed", { format }), () => saveCommitted(client, format)))
      : []),
    ...(client && sink.type === "file-sink" ? [item(text("download.files"), () => saveParts(client))] : []),
    ...formats.map((format) => item(text("download.shown", { format }), () => save(shown(), format))),
    { kind: "rule" },
    { kind: "check", text: text("download.marks"), title: text("download.marksHint"), checked: marks, change: setMarks },
  ];
  return (
    <span className="output-actions">
      <button type="button" className="button is-line" title={text("copyHint")} onClick={() => void copy()}>
        {text("copy")}
      </button>
      <MenuButton className="button is-line" aria-label={text("downloadOf", { sink: name })} side="top" align="end" entries={entries}>
        {text("download")} <Icon name="chevron" size={12} />
      </MenuButton>
    </span>
  );
}

interface SavedAs {
  readonly name: string;
  readonly format: Format;
  /** Formulas are marked in CSV. [CN40] */
  readonly marks: boolean;
}

async function saveRows(named: NamedRows, { name, format, marks }: SavedAs): Promise<void> {
  if (format === "JSON") return download(fileNameOf(name, "json"), new Blob([...jsonPieces(named)]));
  const file = new Blob([...csvPieces(named)]);
  const marked = marks ? await import("./marked-file.ts").then(({ withFormulaMarks }) => withFormulaMarks(file, csvLimits)) : file;
  download(fileNameOf(name, "csv"), marked, "text/csv");
}

interface SavedParts {
  readonly name: string;
  /** Of CSV parts whose formulas are to be marked. [CN40] */
  readonly limits: CellLimits | undefined;
}

/** How the cells of a file sink's parts are told apart; undefined when they are not CSV, or not to be marked. */
function fileLimits({ document }: Session, { id }: RunSink, marks: boolean): CellLimits | undefined {
  const config = document?.operators.find((operator) => operator.id === id)?.config;
  if (!marks || config?.["format"] !== "csv") return undefined;
  const options = readFormatOptions(csvOptions, config["formatOptions"] ?? {});
  return { delimiter: options["field-delimiter"], quote: options["disable-quote-character"] ? undefined : options["quote-character"] };
}

async function markFormulas(files: JobFile[], limits: CellLimits): Promise<void> {
  const { withFormulaMarks } = await import("./marked-file.ts");
  for (const [at, { name, blob }] of files.entries()) {
    if (blob instanceof Blob) files[at] = { name, blob: await withFormulaMarks(blob, limits) };
  }
}

/** A part file as it is (its formulas marked, if that is asked for), several in an archive. False when the sink has published none. */
async function saveFiles(client: JobClient, id: string, { name, limits }: SavedParts): Promise<boolean> {
  const files: JobFile[] = [];
  for (;;) {
    const some = await client.committedFiles(id, files.length);
    if (some.length === 0) break;
    files.push(...some);
  }
  if (limits !== undefined) await markFormulas(files, limits);
  const [only, ...others] = files;
  if (only === undefined) return false;
  if (others.length === 0 && only.blob instanceof Blob) download(only.name.slice(only.name.lastIndexOf("/") + 1), only.blob);
  else {
    const { zipFiles } = await import("./zip-files.ts");
    download(fileNameOf(name, "zip"), await zipFiles(files));
  }
  return true;
}
