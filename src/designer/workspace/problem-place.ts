import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { CanvasRegion } from "./canvas-region.ts";
import type { Workspace } from "./workspace.ts";

interface Places {
  readonly workspace: Workspace;
  readonly canvas: CanvasRegion;
}

/** Leads the person to what a problem is about. */
export class ProblemPlace {
  /** The problem whose field is to get the focus once its form is drawn. */
  readonly sought: StoreApi<{ readonly problem: Diagnostic | undefined }> = createStore(() => ({ problem: undefined }));
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Selects what the problem is about, opens its form and puts the cursor where the mistake is. */
  goTo(problem: Diagnostic): void {
    const { workspace, canvas } = this.#places;
    const { operator, edge } = problem;
    if (edge !== undefined) workspace.select({ edges: [edge] });
    else if (operator !== undefined) workspace.select({ operators: [operator] });
    workspace.set(({ inspector }) => ({ view: "logical", inspector: { ...inspector, open: true, tab: "config" } }));
    if (operator === undefined || edge !== undefined) return;
    // The logical view may have to be mounted first; showing the operator focuses it, its field comes behind that.
    requestAnimationFrame(() => {
      canvas.control?.reveal(operator);
      requestAnimationFrame(() => this.sought.setState({ problem }));
    });
  }

  /** Focuses the first control of `form` that is said to be wrong, at the line and column of the problem that is sought. */
  focusIn(form: HTMLElement): void {
    const { problem } = this.sought.getState();
    if (!problem) return;
    this.sought.setState({ problem: undefined });
    const control = form.querySelector<HTMLElement>(".is-bad :is(input, textarea, select, button)");
    control?.focus();
    if (control instanceof HTMLTextAreaElement && problem.line !== undefined) {
      const before = control.value.split("\n").slice(0, problem.line - 1).join("\n");
      const at = (problem.line > 1 ? before.length + 1 : 0) + (problem.column ?? 1) - 1;
      control.setSelectionRange(at, at);
    }
  }
}
