import type { Diagnostic } from "../../graph/diagnostic.ts";
import { sortDiagnostics } from "../analysis/analysis.ts";
import { analysisOfNow, analysisStore } from "../analysis/analysis-store.ts";
import { diagnosticTextOnce } from "../analysis/diagnostic-text.ts";
import { documentStore } from "../document/document-store.ts";
import { text } from "../i18n/language.ts";
import type { RunControl } from "../run/run-control.ts";
import { goToProblem } from "../workspace/problem-place.ts";
import { runBegan, runEnded, wasCutOff } from "../workspace/run-memory.ts";
import { mayRun } from "../workspace/trust.ts";
import { announce, showTimeline } from "../workspace/workspace-store.ts";

/**
 * Starts the present document, "latest": from the newest complete checkpoint of its last run. One with an error is not started, and a
 * run on screen stays there: the first error is read out, the problems list opens, and the cursor goes to its field. [UI34] What is not
 * settled of a job from elsewhere is asked first. [UI51]
 */
export async function startRun(run: RunControl, restore: "none" | "latest" = "none"): Promise<void> {
  const { document, origin, id } = documentStore.getState();
  const { diagnostics } = await analysisOfNow();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return void (await refuse(errors));
  if (!(await mayRun())) return;
  const cutOffBefore = wasCutOff(id);
  // From the request on: a tab that goes while the workers start was running, too.
  if (origin === "own") runBegan(id);
  const problems = await run.start(document, restore);
  if (problems.length === 0) return;
  if (origin === "own" && !cutOffBefore) runEnded();
  showProblems(problems);
  await refuse(sortDiagnostics(problems, document));
}

async function refuse([first]: readonly Diagnostic[]): Promise<void> {
  if (!first) return;
  showTimeline("problems");
  goToProblem(first);
  const { operators, edges } = documentStore.getState().document;
  const owner = first.operator ?? edges.find(({ id }) => id === first.edge)?.to.operator;
  const name = operators.find(({ id }) => id === owner)?.name ?? text("shell", "job");
  announce(text("shell", "cannotRun", { name, problem: await diagnosticTextOnce(first) }));
}

/** What the host found joins the list until the next edit; most of it the analysis has found already. */
function showProblems(problems: readonly Diagnostic[]): void {
  const { diagnostics } = analysisStore.getState();
  const known = new Set(diagnostics.map(({ code, message }) => `${code} ${message}`));
  const added = problems.filter(({ code, message }) => !known.has(`${code} ${message}`));
  analysisStore.setState({ diagnostics: [...diagnostics, ...added] });
}
