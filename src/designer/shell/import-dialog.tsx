import type { ReactNode } from "react";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { replaceDocument } from "../actions/file-actions.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import type { JobReport } from "../document/job-file.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Findings shown before "28 more, save as text". */
const shownFindings = 5;

/** What a file holds, before anything is opened: counts, then what is wrong with it. Reading it runs nothing. */
export function ImportDialog({ name, report }: { readonly name: string; readonly report: JobReport }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const question = useText("question");
  const { document, findings } = report;
  const hidden = findings.slice(shownFindings);
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{name}</h2>
      </header>
      <ul className="findings">
        {document && (
          <li>
            <Icon name="check" size={13} />
            <span>
              {t("importDialog.counts", { operators: document.operators.length, edges: document.edges.length })}
            </span>
          </li>
        )}
        {findings.slice(0, shownFindings).map((finding) => (
          <li
            key={`${finding.code} ${finding.message}`}
            className={finding.severity === "error" ? "is-error" : "is-warning"}
          >
            <Icon name={finding.severity === "error" ? "kill" : "bell"} size={13} />
            <span>{diagnosticText(finding)}</span>
          </li>
        ))}
      </ul>
      {hidden.length > 0 && (
        <button
          type="button"
          className="link-button"
          onClick={() =>
            download(fileNameOf(name, "findings.txt"), findings.map(diagnosticText).join("\n"), "text/plain")
          }
        >
          {t("importDialog.more", { count: hidden.length })}
        </button>
      )}
      {document && <p className="dialog-note">{question("importNote")}</p>}
      <footer className="dialog-foot">
        <button
          type="button"
          className="button is-strong"
          disabled={!document}
          onClick={() => document && void replaceDocument(workbench, document, "own", { trust: "unasked" })}
        >
          {t("importDialog.open")}
        </button>
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}
