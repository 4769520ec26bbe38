import { useState, type ReactNode } from "react";
import type { JobClient, JobFile } from "../../control/job-client.ts";
import type { CellLimits } from "../../formats/csv/formula-marks.ts";
import { csvOptions } from "../../formats/csv/options.ts";
import { readFormatOptions } from "../../formats/option-spec.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import { useText } from "../i18n/use-text.ts";
import { useSession, useWorkbench } from "../workspace/workbench-context.ts";

const rowKinds = ["+I", "-U", "+U", "-D"];

/** What the sinks have committed, that of runs before a recovery included, to be taken home: rows of tables, part files of file sinks. */
export function SaveCommitted(): ReactNode {
  const workbench = useWorkbench();
  const text = useText("run");
  const session = useSession();
  const [marksFormulas, setMarksFormulas] = useState(true);
  const sinks = session.document?.operators.filter(({ type }) => type === "table" || type === "file-sink") ?? [];
  const save = async (type: string, id: string, name: string): Promise<void> => {
    const { client } = session;
    if (!client) return;
    const limits = marksFormulas ? csvLimits(sinks.find((sink) => sink.id === id)?.config ?? {}) : undefined;
    const saved = type === "table" ? await saveRows(client, id, name) : await saveFiles(client, id, { name, limits });
    if (!saved) workbench.workspace.announce(text("output.nothingCommitted", { sink: name }));
  };
  if (sinks.length === 0) return null;
  return (
    <div className="save-committed">
      {sinks.map(({ id, name, type }) => (
        <button key={id} type="button" onClick={() => void save(type, id, name)}>
          {text(type === "table" ? "output.save" : "output.saveFiles", { sink: name })}
        </button>
      ))}
      {sinks.some(({ type, config }) => type === "file-sink" && csvLimits(config) !== undefined) && (
        <label className="check-line" title={text("output.marksFormulasHint")}>
          <input type="checkbox" checked={marksFormulas} onChange={(event) => setMarksFormulas(event.target.checked)} />
          {text("output.marksFormulas")}
        </label>
      )}
    </div>
  );
}

/** How the cells of a file sink's parts are told apart; undefined when they are not CSV. */
function csvLimits({ format, formatOptions }: Readonly<Record<string, unknown>>): CellLimits | undefined {
  if (format !== "csv") return undefined;
  const options = readFormatOptions(csvOptions, formatOptions ?? {});
  return { delimiter: options["field-delimiter"], quote: options["disable-quote-character"] ? undefined : options["quote-character"] };
}

/** One JSON array of row kind and values per line. */
async function saveRows(client: JobClient, id: string, name: string): Promise<boolean> {
  const pieces: string[] = [];
  for (let from = 0; ; ) {
    const { next, rows } = await client.committed(id, from);
    if (rows.length === 0) break;
    pieces.push(rows.map(({ kind, values }) => `${JSON.stringify([rowKinds[kind], ...values])}\n`).join(""));
    from = next;
  }
  download(fileNameOf(name, "jsonl"), new Blob(pieces, { type: "application/jsonl" }));
  return pieces.length > 0;
}

interface SavedParts {
  readonly name: string;
  /** Of CSV parts whose formulas are to be marked. [CN40] */
  readonly limits: CellLimits | undefined;
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
