import type { ReactNode } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useFixes } from "../workspace/use-fixes.ts";
import { FailureList } from "../workspace/failure-views.tsx";
import { useAnalysis, useDocument, useRun, useWorkbench } from "../workspace/workbench-context.ts";

/** Everything that is wrong: the exceptions of the run, then a list of the job's own problems: shape, operator, sentence, fix. */
export function Problems(): ReactNode {
  const t = useText("shell");
  useText("diagnostics");
  const diagnostics = useAnalysis((state) => state.diagnostics);
  const failures = useRun()?.view.failures.length ?? 0;
  if (failures === 0 && diagnostics.length === 0) return <p className="dock-note">{t("noProblems")}</p>;
  return (
    <>
      {failures > 0 && <FailureList />}
      {diagnostics.length > 0 && <Diagnostics diagnostics={diagnostics} />}
    </>
  );
}

function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): ReactNode {
  const t = useText("shell");
  return (
    <ul className="problems" aria-label={t("timeline.problems")}>
      {diagnostics.map((diagnostic, index) => (
        <Problem key={`${diagnostic.code} ${index}`} diagnostic={diagnostic} />
      ))}
    </ul>
  );
}

function Problem({ diagnostic }: { readonly diagnostic: Diagnostic }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const fixesOf = useFixes();
  const edge = useDocument((state) => state.document.edges.find(({ id }) => id === diagnostic.edge));
  const owner = diagnostic.operator ?? edge?.to.operator;
  const name = useDocument((state) => state.document.operators.find(({ id }) => id === owner)?.name);
  const error = diagnostic.severity === "error";
  return (
    <li className={error ? "problem is-error" : "problem is-warning"}>
      <Icon name={error ? "kill" : "bell"} size={14} />
      <button type="button" className="problem-text" onClick={() => workbench.problems.goTo(diagnostic)}>
        <b>{name ?? t("job")}</b>
        <span>{diagnosticText(diagnostic)}</span>
      </button>
      {fixesOf(diagnostic).map((fix) => (
        <button key={fix.label} type="button" className="button is-line" onClick={fix.apply}>
          {fix.label}
        </button>
      ))}
    </li>
  );
}
