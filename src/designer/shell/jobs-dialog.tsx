import { useEffect, useEffectEvent, useState, type KeyboardEvent, type ReactNode } from "react";
import { createDocumentId, openNewJob, replaceDocument, sayNotSaved } from "../actions/file-actions.ts";
import { openDocuments } from "../document/document-lock.ts";
import type { Draft } from "../document/drafts.ts";
import { formatMoment } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import { JobPicture } from "./job-picture.tsx";

/** A job of the list, and why it may not be changed from here. */
interface ListedJob extends Draft {
  readonly held: "here" | "elsewhere" | undefined;
}

/** The kept jobs, and what is done with one of them; a failure of the storage is said. */
interface JobList {
  /** Undefined until they were read. */
  readonly jobs: readonly ListedJob[] | undefined;
  /** Deleted in this dialog, the latest first. */
  readonly gone: readonly Draft[];
  readonly rename: (job: ListedJob, name: string) => void;
  readonly duplicate: (job: ListedJob) => void;
  readonly discard: (job: ListedJob) => void;
  readonly bringBack: (job: Draft) => void;
}

function useJobList(): JobList {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { drafts, editor, files } = workbench;
  const [jobs, setJobs] = useState<readonly ListedJob[]>();
  const [gone, setGone] = useState<readonly Draft[]>([]);
  const attempt = (act: () => Promise<void>): void => void act().catch((error: unknown) => sayNotSaved(workbench, error));
  const load = async (): Promise<void> => {
    await workbench.writer?.save();
    const listed = (await drafts?.list()) ?? [];
    const elsewhere = await openDocuments();
    const held = (id: string): ListedJob["held"] => (id === editor.state.id ? "here" : elsewhere.has(id) ? "elsewhere" : undefined);
    setJobs(listed.map((draft) => ({ ...draft, held: held(draft.id) })));
  };
  const loadOnce = useEffectEvent(() => attempt(load));
  useEffect(() => loadOnce(), []);
  const rename = async (job: ListedJob, name: string): Promise<void> => {
    if (name === "" || name === job.document.name) return;
    if (job.held === "here") editor.edit({ kind: "renameJob", name });
    else await drafts?.rename(job.id, name);
    await load();
  };
  const duplicate = async ({ id, document, trust }: ListedJob): Promise<void> => {
    const named = { ...document, name: t("copyOf", { name: document.name }) };
    const copy = { id: createDocumentId(), document: named, origin: "own", trust } as const;
    await drafts?.save(copy, copy.id);
    files.passOn(id, copy.id, copy.document.name);
    await load();
  };
  const discard = async (job: ListedJob): Promise<void> => {
    await drafts?.discard(job.id);
    setGone((before) => [job, ...before]);
    await load();
  };
  const bringBack = async (job: Draft): Promise<void> => {
    await drafts?.bringBack(job.id);
    setGone((before) => before.filter(({ id }) => id !== job.id));
    await load();
  };
  return {
    jobs,
    gone,
    rename: (job, name) => attempt(() => rename(job, name)),
    duplicate: (job) => attempt(() => duplicate(job)),
    discard: (job) => attempt(() => discard(job)),
    bringBack: (job) => attempt(() => bringBack(job)),
  };
}

/** True for a job whose name or operators have all that is searched for. */
function isLike({ document: { name, operators } }: Draft, search: string): boolean {
  const text = [name, ...operators.map((operator) => operator.name)].join(" ").toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** The jobs this browser keeps, the one opened last first: to open, rename, duplicate, delete and bring back. [DC33] */
export function OpenDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { jobs, gone, rename, duplicate, discard, bringBack } = useJobList();
  const [search, setSearch] = useState("");
  const [renamed, setRenamed] = useState<string>();
  const shown = jobs?.filter((job) => isLike(job, search));
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("openDialog.title")}</h2>
      </header>
      <div className="job-search">
        <input
          className="text-field"
          type="search"
          aria-label={t("openDialog.search")}
          placeholder={t("openDialog.search")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === "ArrowDown" && stepAmongRows(event, 1)}
        />
      </div>
      {jobs?.length === 0 && gone.length === 0 && <p className="dock-note">{t("openDialog.empty")}</p>}
      {jobs !== undefined && jobs.length > 0 && shown?.length === 0 && <p className="dock-note">{t("openDialog.none", { search })}</p>}
      {gone.map((job) => (
        <p key={job.id} className="job-gone" role="status">
          <span>{t("openDialog.deleted", { name: job.document.name })}</span>
          <button type="button" className="button is-line" onClick={() => bringBack(job)}>
            {t("undo")}
          </button>
        </p>
      ))}
      <ul className="job-rows">
        {shown?.map((job) => (
          <JobRow
            key={job.id}
            job={job}
            isRenamed={renamed === job.id}
            onRename={() => setRenamed(job.id)}
            onName={(name) => {
              setRenamed(undefined);
              rename(job, name);
            }}
            onDuplicate={() => duplicate(job)}
            onDelete={() => discard(job)}
          />
        ))}
      </ul>
      <footer className="dialog-foot">
        <button type="button" className="button is-strong" onClick={() => openNewJob(workbench)}>
          {t("openDialog.new")}
        </button>
        <button
          type="button"
          className="button is-line"
          onClick={() => {
            workbench.dialogs.close();
            workbench.commands.run("file.import");
          }}
        >
          {t("openDialog.import")}
        </button>
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}

interface JobRowProps {
  readonly job: ListedJob;
  readonly isRenamed: boolean;
  readonly onRename: () => void;
  readonly onName: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
}

function JobRow({ job, isRenamed, onRename, onName, onDuplicate, onDelete }: JobRowProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { id, document, trust, savedAt, held } = job;
  const { name, operators } = document;
  const open = (): void => (held === "here" ? workbench.dialogs.close() : void replaceDocument(workbench, document, "own", { id, trust }));
  const why = held && t(`openDialog.held.${held}`);
  const [isBlank, setIsBlank] = useState(false);
  const act = (words: string, press: () => void, refused: string | undefined): ReactNode => (
    <button
      type="button"
      className="button is-line"
      aria-label={`${words}: ${name}`}
      title={refused}
      aria-disabled={refused !== undefined}
      onClick={refused === undefined ? press : undefined}
    >
      {words}
    </button>
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "F2" && held !== "elsewhere") onRename();
    else if (event.key === "Delete" && held === undefined) onDelete();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") stepAmongRows(event, event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
  };
  return (
    <li className="job-row">
      {isRenamed ? (
        <span className="job-open">
          <JobPicture job={document} />
          <input
            className="text-field"
            aria-label={t("openDialog.name")}
            defaultValue={name}
            autoFocus
            aria-invalid={isBlank}
            onFocus={(event) => event.target.select()}
            onInput={(event) => setIsBlank(event.currentTarget.value.trim() === "")}
            onBlur={(event) => {
              setIsBlank(false);
              onName(event.target.value.trim() || name);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.currentTarget.blur();
              if (event.key !== "Escape") return;
              event.preventDefault();
              event.currentTarget.value = name;
              event.currentTarget.blur();
            }}
          />
          {isBlank && (
            <small className="field-error" role="status">
              {t("nameKept", { name })}
            </small>
          )}
        </span>
      ) : (
        <button type="button" className="job-open" onClick={open} onKeyDown={onKeyDown}>
          <JobPicture job={document} />
          <span>
            <b>{name}</b>
            <small>
              {t("operatorCount", { count: operators.length })}, {why ?? t("openDialog.opened", { moment: formatMoment(savedAt) })}
            </small>
          </span>
        </button>
      )}
      {act(t("openDialog.rename"), onRename, held === "elsewhere" ? why : undefined)}
      {act(t("openDialog.duplicate"), onDuplicate, undefined)}
      {act(t("openDialog.delete"), onDelete, held === "here" ? t("openDialog.deleteHere") : why)}
    </li>
  );
}

/** The next or the previous job of the list gets the focus. */
function stepAmongRows(event: KeyboardEvent, by: 1 | -1): void {
  const rows = [...(event.currentTarget.closest("dialog")?.querySelectorAll<HTMLElement>("button.job-open") ?? [])];
  rows[rows.findIndex((row) => row === event.currentTarget) + by]?.focus();
  event.preventDefault();
}
