import { useMemo, useState, type ReactNode } from "react";
import { presentMoment } from "../actions/share-moment.ts";
import { linkFragment, linkLimit } from "../document/share-link.ts";
import { namedFiles } from "../document/named-files.ts";
import { formatBytes, formatCount } from "../i18n/format.ts";
import { useText } from "../i18n/use-text.ts";
import { useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { isOnClipboard } from "../workspace/write-clipboard.ts";

/** The job as a link: what goes into it, and its size against the limit. Nothing is uploaded. [DC8] [DC32] */
export function ShareDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const ofCommands = useText("commands");
  const job = useDocument((state) => state.document);
  // As it was when the dialog was opened, though the run goes on.
  const [shareable] = useState(() => presentMoment(workbench));
  const moment = "moment" in shareable ? shareable.moment : undefined;
  const [withMoment, setWithMoment] = useState(moment !== undefined);
  const [withRun, setWithRun] = useState(true);
  const [withLayout, setWithLayout] = useState(true);
  const [refused, setRefused] = useState(false);
  const fragment = useMemo(() => {
    const { run, layout, ...rest } = withMoment && "moment" in shareable ? { ...shareable.document, layout: job.layout } : job;
    const shared = { ...rest, ...((withRun || withMoment) && run && { run }), ...(withLayout && layout && { layout }) };
    return linkFragment(shared, withMoment ? moment : undefined);
  }, [job, moment, shareable, withLayout, withMoment, withRun]);
  const files = namedFiles(job);
  const fits = fragment.length <= linkLimit;
  const copy = async (): Promise<void> => {
    setRefused(false);
    if (!(await isOnClipboard(location.origin + location.pathname + fragment))) return setRefused(true);
    workbench.dialogs.close();
    workbench.dialogs.showToast(t("shareDialog.copied"));
  };
  const check = (words: string, checked: boolean, change?: (checked: boolean) => void): ReactNode => (
    <label className="check-line">
      <input type="checkbox" checked={checked} disabled={!change} onChange={(event) => change?.(event.target.checked)} /> {words}
    </label>
  );
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("shareDialog.title")}</h2>
      </header>
      <div className="dialog-body">
        {check(t("shareDialog.job"), true)}
        {check(t("shareDialog.run"), withRun || withMoment, withMoment ? undefined : setWithRun)}
        {check(t("shareDialog.layout"), withLayout, setWithLayout)}
        {moment
          ? check(
              t("shareDialog.moment", { event: formatCount(moment.event), branch: moment.branch, faults: moment.faults.length }),
              withMoment,
              setWithMoment,
            )
          : "why" in shareable && check(t(`shareDialog.noMoment.${shareable.why}`), false)}
        <output className="text-field mono share-link">{fragment}</output>
        <p className={fits ? "dim" : "field-error"}>
          {t(fits ? "shareDialog.size" : withMoment ? "shareDialog.tooLargeMoment" : "shareDialog.tooLarge", {
            size: formatBytes(fragment.length),
            limit: formatBytes(linkLimit),
          })}
        </p>
        {refused && (
          <p className="field-error" role="alert">
            {ofCommands("clipboardRefused")}
          </p>
        )}
        {files.length > 0 && <p className="dim">{t("shareDialog.files", { files: files.join(", ") })}</p>}
      </div>
      <footer className="dialog-foot">
        <button type="button" className={fits ? "button is-strong" : "button is-line"} disabled={!fits} onClick={() => void copy()}>
          {t("shareDialog.copy")}
        </button>
        <button
          type="button"
          className={fits ? "button is-line" : "button is-strong"}
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
