import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import type { JobDocument } from "../../graph/job-document.ts";
import { draftStorage, newJob, replaceDocument, saveVersion, sayNotSaved } from "../actions/file-actions.ts";
import { runCommand } from "../commands/registry.ts";
import { documentStore, edit, isStranger, takeFromElsewhere, type Trust } from "../document/document-store.ts";
import { formatMoment } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { closeDialog } from "../workspace/dialog-store.ts";

interface Row {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly open: () => void;
}

/** The jobs this browser keeps, newest first. */
export function OpenDialog(): ReactNode {
  const t = useText("shell");
  const rows = useRows(async (): Promise<Row[]> =>
    ((await draftStorage()?.list()) ?? []).map(({ id, document, savedAt, trust }) => ({
      key: id,
      title: document.name,
      detail: `${t("operatorCount", { count: document.operators.length })}, ${formatMoment(savedAt)}`,
      open: () => void replaceDocument(document, "own", { id, trust }),
    })),
  );
  return (
    <RowDialog title={t("openDialog.title")} empty={t("openDialog.empty")} rows={rows}>
      <button type="button" className="button is-strong" onClick={newJob}>
        {t("openDialog.new")}
      </button>
      <button
        type="button"
        className="button is-line"
        onClick={() => {
          closeDialog();
          runCommand("file.import");
        }}
      >
        {t("openDialog.import")}
      </button>
    </RowDialog>
  );
}

/** Versions of the present job. Going back to one is an edit like any other: it can be undone. */
export function VersionsDialog(): ReactNode {
  const t = useText("shell");
  const { id } = documentStore.getState();
  const restore = (document: JobDocument, trust: Trust): void => {
    if (isStranger(trust)) takeFromElsewhere();
    edit({ kind: "replace", document });
    closeDialog();
  };
  const rows = useRows(async (): Promise<Row[]> =>
    ((await draftStorage()?.versions(id)) ?? []).map(({ version, name, document, savedAt, trust }) => ({
      key: String(version),
      title: name ?? formatMoment(savedAt),
      detail: t("operatorCount", { count: document.operators.length }),
      open: () => restore(document, trust),
    })),
  );
  return (
    <RowDialog title={t("versionsDialog.title")} empty={t("versionsDialog.empty")} rows={rows}>
      <button type="button" className="button is-strong" onClick={() => void saveVersion(undefined).then(closeDialog)}>
        {t("versionsDialog.save")}
      </button>
    </RowDialog>
  );
}

function useRows(load: () => Promise<readonly Row[]>): readonly Row[] | undefined {
  const [rows, setRows] = useState<readonly Row[]>();
  const loadOnce = useEffectEvent(load);
  useEffect(() => {
    loadOnce().then(setRows, (error: unknown) => {
      sayNotSaved(error);
      setRows([]);
    });
  }, []);
  return rows;
}

interface RowDialogProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly Row[] | undefined;
  readonly children: ReactNode;
}

function RowDialog({ title, empty, rows, children }: RowDialogProps): ReactNode {
  const t = useText("shell");
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{title}</h2>
      </header>
      {rows?.length === 0 && <p className="dock-note">{empty}</p>}
      <ul className="job-list">
        {rows?.map((row) => (
          <li key={row.key}>
            <button type="button" onClick={row.open}>
              <b>{row.title}</b>
              <span>{row.detail}</span>
            </button>
          </li>
        ))}
      </ul>
      <footer className="dialog-foot">
        {children}
        <button type="button" className="button is-line" onClick={closeDialog}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}
