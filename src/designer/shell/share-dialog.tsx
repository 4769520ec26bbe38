import { useMemo, useState, type ReactNode } from "react";
import { linkFragment, linkLimit } from "../document/share-link.ts";
import { formatBytes } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";

/** The job as a link: what goes into it, and its size against the limit. Nothing is uploaded. */
export function ShareDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const job = useDocument((state) => state.document);
  const [withRun, setWithRun] = useState(true);
  const [withLayout, setWithLayout] = useState(true);
  const fragment = useMemo(() => {
    const { run, layout, ...rest } = job;
    return linkFragment({ ...rest, ...(withRun && run && { run }), ...(withLayout && layout && { layout }) });
  }, [job, withRun, withLayout]);
  const fits = fragment.length <= linkLimit;
  const copy = (): void => {
    void navigator.clipboard.writeText(location.origin + location.pathname + fragment).then(() => {
      workbench.dialogs.close();
      workbench.dialogs.showToast(t("shareDialog.copied"));
    });
  };
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("shareDialog.title")}</h2>
      </header>
      <div className="dialog-body">
        <label className="check-line">
          <input type="checkbox" checked disabled /> {t("shareDialog.job")}
        </label>
        <label className="check-line">
          <input type="checkbox" checked={withRun} onChange={(event) => setWithRun(event.target.checked)} />{" "}
          {t("shareDialog.run")}
        </label>
        <label className="check-line">
          <input type="checkbox" checked={withLayout} onChange={(event) => setWithLayout(event.target.checked)} />{" "}
          {t("shareDialog.layout")}
        </label>
        <output className="text-field mono share-link">{fragment}</output>
        <p className={fits ? "dim" : "field-error"}>
          {t(fits ? "shareDialog.size" : "shareDialog.tooLarge", {
            size: formatBytes(fragment.length),
            limit: formatBytes(linkLimit),
          })}
        </p>
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button is-strong" disabled={!fits} onClick={copy}>
          {t("shareDialog.copy")}
        </button>
        <button
          type="button"
          className="button is-line"
          onClick={() => {
            workbench.dialogs.close();
            workbench.commands.run("file.exportJob");
          }}
        >
          {t("shareDialog.file")}
        </button>
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}
