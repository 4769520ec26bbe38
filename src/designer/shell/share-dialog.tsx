import { useMemo, useState, type ReactNode } from "react";
import { runCommand } from "../commands/registry.ts";
import { useDocument } from "../document/document-store.ts";
import { linkFragment, linkLimit } from "../document/share-link.ts";
import { formatBytes } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { closeDialog, showToast } from "../workspace/dialog-store.ts";

/** The job as a link: what goes into it, and its size against the limit. Nothing is uploaded. */
export function ShareDialog(): ReactNode {
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
      closeDialog();
      showToast(t("shareDialog.copied"));
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
            closeDialog();
            runCommand("file.exportJob");
          }}
        >
          {t("shareDialog.file")}
        </button>
        <button type="button" className="button is-line" onClick={closeDialog}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}
