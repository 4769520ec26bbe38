import type { Diagnostic } from "../../graph/diagnostic.ts";
import { analysisStore } from "../analysis/analysis-store.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import { documentStore } from "../document/document-store.ts";
import type { RunControl } from "../shell/slots.ts";
import { runBegan, runEnded, wasCutOff } from "../workspace/run-memory.ts";
import { announce, showTimeline } from "../workspace/workspace-store.ts";

/**
 * Starts the present document, "latest": from the newest complete checkpoint of its last run. What keeps it from starting is read
 * out and stands in the problems list.
 */
export async function startRun(run: RunControl, restore: "none" | "latest" = "none"): Promise<void> {
  const { document, origin, id } = documentStore.getState();
  const cutOffBefore = wasCutOff(id);
  // From the request on: a tab that goes while the workers start was running, too.
  if (origin === "own") runBegan(id);
  const problems = await run.start(document, restore);
  const [problem] = problems;
  if (!problem) return;
  if (origin === "own" && !cutOffBefore) runEnded();
  showProblems(problems);
  showTimeline("problems");
  announce(diagnosticText(problem));
}

/** What the host found joins the list until the next edit; most of it the analysis has found already. */
function showProblems(problems: readonly Diagnostic[]): void {
  const { diagnostics } = analysisStore.getState();
  const known = new Set(diagnostics.map(({ code, message }) => `${code} ${message}`));
  const added = problems.filter(({ code, message }) => !known.has(`${code} ${message}`));
  analysisStore.setState({ diagnostics: [...diagnostics, ...added] });
}
