import { useState, type ReactNode } from "react";
import { ownLines } from "../../base/one-line.ts";
import { replaceDocument, sayNotSaved } from "../actions/file-actions.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import { endQuarantine, type Opening } from "../document/opening.ts";
import { rawJobText } from "../document/raw-job-text.ts";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Characters of a job's text that are shown; a file has it whole. */
const shownMax = 200_000;

/** Jobs that an earlier page set out to show and did not: what to do with each. Nothing of them is read before it is asked for. [UI68] */
export function NotShownDialog({ openings }: { readonly openings: readonly Opening[] }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("safety");
  const [left, setLeft] = useState(openings);
  const [text, setText] = useState<string>();
  const drop = ({ id }: Opening): void => {
    endQuarantine(id);
    const others = left.filter((opening) => opening.id !== id);
    setLeft(others);
    if (others.length === 0) workbench.dialogs.close();
  };
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("notShown.title")}</h2>
        <p>{t("notShown.why")}</p>
      </header>
      <ul className="dialog-body not-shown">
        {left.map((opening) => (
          <NotShown key={opening.id} opening={opening} onText={setText} onDone={() => drop(opening)} />
        ))}
      </ul>
      {text !== undefined && (
        <div className="dialog-body">
          <textarea
            className="text-field mono"
            rows={14}
            readOnly
            aria-label={t("notShown.text")}
            value={ownLines(text.slice(0, shownMax))}
          />
          {text.length > shownMax && <p className="dim">{t("notShown.cut", { shown: shownMax, of: text.length })}</p>}
        </div>
      )}
      <footer className="dialog-foot">
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("notShown.later")}
        </button>
      </footer>
    </>
  );
}

interface NotShownProps {
  readonly opening: Opening;
  readonly onText: (text: string) => void;
  readonly onDone: () => void;
}

function NotShown({ opening, onText, onDone }: NotShownProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("safety");
  const [sure, setSure] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const name = opening.name ?? t(`notShown.${opening.kind}`);
  const attempt = (action: () => Promise<void>) => (): void => {
    setTrouble(undefined);
    action().catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  };
  const show = attempt(async () => onText(await rawJobText(opening, workbench.drafts)));
  const save = attempt(async () => download(fileNameOf(name, "weir.json"), await rawJobText(opening, workbench.drafts)));
  const openAgain = attempt(() => openAsUsual(workbench, opening, onDone));
  const remove = attempt(async () => {
    await removeJob(workbench, opening);
    onDone();
  });
  return (
    <li>
      <p>
        <b>{name}</b> <span className="dim">{t(`notShown.${opening.kind}Kept`)}</span>
      </p>
      <p className="not-shown-actions">
        <button type="button" className="button is-strong" onClick={show}>
          {t("notShown.safely")}
        </button>
        <button type="button" className="button is-line" onClick={save}>
          {t("notShown.export")}
        </button>
        <button type="button" className="button is-line" onClick={openAgain}>
          {t("notShown.again")}
        </button>
        <button type="button" className={sure ? "button is-line is-bad" : "button is-line"} onClick={sure ? remove : () => setSure(true)}>
          {t(sure ? `notShown.${opening.kind}Sure` : `notShown.${opening.kind}Delete`)}
        </button>
      </p>
      {trouble !== undefined && (
        <p className="field-error" role="alert">
          {t("notShown.trouble", { reason: trouble })}
        </p>
      )}
    </li>
  );
}

/** Opens it like any other job. It is marked again, so if it fails once more the next visit starts without it. */
async function openAsUsual(workbench: Workbench, { kind, id }: Opening, onDone: () => void): Promise<void> {
  if (kind === "link") {
    endQuarantine(id);
    location.reload();
    return;
  }
  const draft = await workbench.drafts?.read(id);
  if (!draft) throw new Error("this build cannot read it");
  onDone();
  await replaceDocument(workbench, draft.document, "own", { id, trust: draft.trust });
}

async function removeJob(workbench: Workbench, { kind, id }: Opening): Promise<void> {
  if (kind === "link") history.replaceState(undefined, "", location.pathname + location.search);
  else await workbench.drafts?.remove(id).catch((error: unknown) => sayNotSaved(workbench, error));
}
