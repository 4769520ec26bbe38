import { createStore } from "zustand/vanilla";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { canvasControl } from "./canvas-control.ts";
import { select, workspaceStore } from "./workspace-store.ts";

/** The problem whose field is to get the focus once its form is drawn. */
export const soughtProblem = createStore<{ readonly problem: Diagnostic | undefined }>(() => ({ problem: undefined }));

/** Selects what the problem is about, opens its form and puts the cursor where the mistake is. */
export function goToProblem(problem: Diagnostic): void {
  const { operator, edge } = problem;
  if (edge !== undefined) select({ edges: [edge] });
  else if (operator !== undefined) select({ operators: [operator] });
  workspaceStore.setState(({ inspector }) => ({ view: "logical", inspector: { ...inspector, open: true, tab: "config" } }));
  if (operator === undefined || edge !== undefined) return;
  // The logical view may have to be mounted first; showing the operator focuses it, its field comes behind that.
  requestAnimationFrame(() => {
    canvasControl()?.reveal(operator);
    requestAnimationFrame(() => soughtProblem.setState({ problem }));
  });
}

/** Focuses the first control of `form` that is said to be wrong, at the line and column of the problem that is sought. */
export function focusSoughtProblem(form: HTMLElement): void {
  const { problem } = soughtProblem.getState();
  if (!problem) return;
  soughtProblem.setState({ problem: undefined });
  const control = form.querySelector<HTMLElement>(".is-bad :is(input, textarea, select, button)");
  control?.focus();
  if (control instanceof HTMLTextAreaElement && problem.line !== undefined) {
    const before = control.value.split("\n").slice(0, problem.line - 1).join("\n");
    const at = (problem.line > 1 ? before.length + 1 : 0) + (problem.column ?? 1) - 1;
    control.setSelectionRange(at, at);
  }
}
