import { useMemo, useState, type ReactNode } from "react";
import { jobContents, type JobContents } from "../document/job-contents.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { type RunAnswer, type RunQuestion } from "../workspace/dialogs.ts";
import { earlierDocument, type GivenFile } from "../workspace/kept-files.ts";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";

interface QuestionProps {
  readonly question: RunQuestion;
  readonly answer: (answer: RunAnswer | undefined) => void;
}

/** What a job from elsewhere holds and may do, and how far it is let; files that another document has, and whether it gets them. [UI51] */
export function RunQuestionDialog({ question, answer }: QuestionProps): ReactNode {
  const t = useText("question");
  const workbench = useWorkbench();
  const { catalog } = workbench;
  const document = useDocument((state) => state.document);
  const contents = useMemo(() => jobContents(document, catalog), [document, catalog]);
  const [given, setGiven] = useState<readonly GivenFile[]>([]);
  const { purpose, asksTrust, files } = question;
  const settle = (trust: RunAnswer["trust"]): void => {
    answer({ trust, files: given });
    workbench.dialogs.close();
  };
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t(asksTrust ? (purpose === "run" ? "title" : "titleTrust") : "titleFiles")}</h2>
        {asksTrust && <p>{t("about", { name: document.name })}</p>}
      </header>
      {asksTrust && <Contents contents={contents} />}
      {files.length > 0 && <Files files={files} given={given} onGive={setGiven} />}
      {asksTrust && (
        <ul className="trust-choices">
          <li>
            <Icon name="lock" size={13} />
            <span>{t("isolatedMeans")}</span>
          </li>
          <li>
            <Icon name="check" size={13} />
            <span>{t("trustedMeans")}</span>
          </li>
        </ul>
      )}
      <footer className="dialog-foot">
        <button type="button" className="button is-strong" data-first-focus="" onClick={() => settle("isolated")}>
          {t(!asksTrust ? "runFiles" : purpose === "run" ? "runIsolated" : "keepIsolated")}
        </button>
        {asksTrust && (
          <button type="button" className="button is-line" onClick={() => settle("trusted")}>
            {t(purpose === "run" ? "trustAndRun" : "trustIt")}
          </button>
        )}
        <button type="button" className="button is-line" onClick={() => workbench.dialogs.close()}>
          {t("cancel")}
        </button>
      </footer>
    </>
  );
}

function Contents({ contents }: { readonly contents: JobContents }): ReactNode {
  const t = useText("question");
  const { operators, functions, shown, files, sinks } = contents;
  const workers = useAnalysis((state) => state.workers);
  const rows: readonly (readonly [name: string, value: string])[] = [
    [t("operators"), String(operators)],
    [t("workers"), workers === undefined ? t("workersUnknown") : String(workers)],
    [t("files"), files.length === 0 ? t("none") : files.join(", ")],
    [t("sinks"), sinks.length === 0 ? t("none") : sinks.join(", ")],
    [t("reaches"), t("reachesNothing")],
  ];
  return (
    <>
      <dl className="trust-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t("functions")}</dt>
          <dd>{functions === 0 ? t("none") : String(functions)}</dd>
        </div>
      </dl>
      {functions > 0 && (
        <details className="trust-functions">
          <summary>{t("showFunctions", { count: functions })}</summary>
          <ul>
            {shown.map(({ operator, path, text, hidden }, index) => (
              <li key={index}>
                <b>{operator}</b> <span className="dim">{path}</span>
                <pre className="mono">{text}</pre>
                {hidden > 0 && <p className="dim">{t("hidden", { count: hidden })}</p>}
              </li>
            ))}
          </ul>
          {functions > shown.length && <p className="dim">{t("moreFunctions", { count: functions - shown.length })}</p>}
        </details>
      )}
    </>
  );
}

interface FilesProps {
  readonly files: readonly GivenFile[];
  readonly given: readonly GivenFile[];
  readonly onGive: (given: readonly GivenFile[]) => void;
}

/** Unticked at first: a job gets nothing that nobody gave it. [UI52] */
function Files({ files, given, onGive }: FilesProps): ReactNode {
  const t = useText("question");
  return (
    <fieldset className="trust-files">
      <legend>{t("asksForFiles")}</legend>
      {files.map((file) => (
        <label key={file.key} className="check-line">
          <input
            type="checkbox"
            checked={given.includes(file)}
            onChange={({ target }) => onGive(target.checked ? [...given, file] : given.filter((each) => each !== file))}
          />
          <span>
            {file.document === earlierDocument ? t("fileEarlier", { file: file.name }) : t("fileOf", { file: file.name, job: file.title })}
          </span>
        </label>
      ))}
      <p className="dim">{t("filesHint")}</p>
    </fieldset>
  );
}
