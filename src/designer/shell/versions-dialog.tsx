import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import type { JobDocument } from "../../graph/job-document.ts";
import { saveVersion, sayNotSaved } from "../actions/file-actions.ts";
import { isUntrusted, type Trust } from "../document/editor.ts";
import { formatMoment } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { whyReadOnly } from "../workspace/read-only.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

interface Row {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly open: () => void;
}

/** Versions of the present job. Going back to one is an edit like any other: it can be undone. */
export function VersionsDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { id } = workbench.editor.state;
  const save = (): void => void saveVersion(workbench, undefined).then(() => workbench.dialogs.close());
  const restore = (document: JobDocument, trust: Trust): void => {
    const readOnly = whyReadOnly(workbench);
    if (readOnly !== undefined) {
      workbench.dialogs.close();
      workbench.dialogs.showToast(readOnly, "refused");
      return;
    }
    if (isUntrusted(trust)) workbench.editor.takeFromElsewhere();
    workbench.editor.edit({ kind: "replace", document });
    workbench.dialogs.close();
  };
  const rows = useRows(async (): Promise<Row[]> =>
    ((await workbench.drafts?.versions(id)) ?? []).map(({ version, name, document, savedAt, trust }) => ({
      key: String(version),
      title: name ?? formatMoment(savedAt),
      detail: t("operatorCount", { count: document.operators.length }),
      open: () => restore(document, trust),
    })),
  );
  return (
    <RowDialog title={t("versionsDialog.title")} empty={t("versionsDialog.empty")} rows={rows}>
      <button type="button" className="button is-strong" onClick={save}>
        {t("versionsDialog.save")}
      </button>
    </RowDialog>
  );
}

function useRows(load: () => Promise<readonly Row[]>): readonly Row[] | undefined {
  const workbench = useWorkbench();
  const [rows, setRows] = useState<readonly Row[]>();
  const loadOnce = useEffectEvent(load);
  useEffect(() => {
    loadOnce().then(setRows, (error: unknown) => {
      sayNotSaved(workbench, error);
      setRows([]);
    });
  }, [workbench]);
  return rows;
}

interface RowDialogProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly Row[] | undefined;
  readonly children: ReactNode;
}

function RowDialog({ title, empty, rows, children }: RowDialogProps): ReactNode {
  const workbench = useWorkbench();
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
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}
