import type { Diagnostic } from "../../graph/diagnostic.ts";
import { sortDiagnostics } from "../analysis/analysis.ts";
import { diagnosticTextOnce } from "../analysis/diagnostic-text.ts";
import { formatCount } from "../i18n/format.ts";
import { text } from "../i18n/language.ts";
import { arrivalKey } from "../run/arrival-key.ts";
import { mayRun } from "../workspace/trust.ts";
import type { Workbench } from "../workspace/workbench.ts";
import type { MomentOfJob } from "../workspace/workspace.ts";

/**
 * Starts the present document, "latest": from the newest complete checkpoint of its last run. One with an error is not started, and a
 * run on screen stays there: the first error is read out, the problems list opens, and the cursor goes to its field. [UI34] What is not
 * settled of a job from elsewhere is asked first. [UI51]
 */
export async function startRun(workbench: Workbench, restore: "none" | "latest" = "none"): Promise<void> {
  const { document, origin, id } = workbench.editor.state;
  if (isElsewhere(workbench)) return;
  const { diagnostics } = await workbench.analysis.ofNow();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return void (await refuse(workbench, errors));
  if (!(await mayRun(workbench))) return;
  const cutOffBefore = workbench.runMemory.wasCutOff(id);
  // From the request on: a tab that goes while the workers start was running, too.
  if (origin === "own") workbench.runMemory.began(id);
  const { moment } = workbench.workspace.state;
  const isShown = restore === "none" && moment?.of === document;
  const problems = isShown ? await startAt(workbench, moment) : await workbench.session.start(document, restore);
  if (problems.length === 0) return;
  if (origin === "own" && !cutOffBefore) workbench.runMemory.ended();
  showProblems(workbench, problems);
  await refuse(workbench, sortDiagnostics(problems, document));
}

/** The moment of a link is gone to once; the next run starts as any other. */
async function startAt(workbench: Workbench, { of, ...moment }: MomentOfJob): Promise<readonly Diagnostic[]> {
  const { session, workspace, canvas, dialogs } = workbench;
  workspace.set({ moment: undefined });
  const problems = await session.start(of, moment);
  if (problems.length > 0 || session.document !== of) return problems;
  const isThere = workspace.state.view === moment.view;
  if (moment.camera && !isThere) canvas.lookNext(moment.camera);
  workspace.set({ view: moment.view });
  if (moment.camera && isThere) canvas.control?.look(moment.camera);
  const { arrival } = session.store.getState();
  if (arrival) {
    const told = text("shell", arrivalKey(arrival), { event: formatCount(arrival.cursor) });
    dialogs.showToast(told, arrival.same === false ? "refused" : "done");
  }
  return problems;
}

/** A job that another tab writes is run there, and one that another tab runs is run once. Said to the person. [DC31] */
function isElsewhere({ editor, runMemory, dialogs }: Workbench): boolean {
  const { follows, id } = editor.state;
  const running = runMemory.runsElsewhere(id);
  if (!follows && !running) return false;
  dialogs.showToast(text("shell", running ? "runsElsewhere" : "writtenElsewhere"), "refused");
  return true;
}

async function refuse(workbench: Workbench, [first]: readonly Diagnostic[]): Promise<void> {
  if (!first) return;
  workbench.workspace.showTimeline("problems");
  workbench.problems.goTo(first);
  const { operators, edges } = workbench.editor.document;
  const owner = first.operator ?? edges.find(({ id }) => id === first.edge)?.to.operator;
  const name = operators.find(({ id }) => id === owner)?.name ?? text("shell", "job");
  workbench.workspace.announce(text("shell", "cannotRun", { name, problem: await diagnosticTextOnce(first) }));
}

/** What the host found joins the list until the next edit; most of it the analysis has found already. */
function showProblems(workbench: Workbench, problems: readonly Diagnostic[]): void {
  const { diagnostics } = workbench.analysis.state;
  const known = new Set(diagnostics.map(({ code, message }) => `${code} ${message}`));
  const added = problems.filter(({ code, message }) => !known.has(`${code} ${message}`));
  workbench.analysis.store.setState({ diagnostics: [...diagnostics, ...added] });
}
