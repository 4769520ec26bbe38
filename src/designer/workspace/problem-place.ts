import { createStore, type StoreApi } from "zustand/vanilla";
import type { FailureDetail } from "../../observe/event.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { CanvasRegion } from "./canvas-region.ts";
import type { Workspace } from "./workspace.ts";

interface Places {
  readonly workspace: Workspace;
  readonly canvas: CanvasRegion;
}

/** A place in an operator's form: a field, and where in its text. `wholeLine`: the line is shown selected. */
interface FormPlace extends Pick<Diagnostic, "operator" | "edge" | "field" | "line" | "column"> {
  readonly wholeLine?: boolean;
}

interface Sought {
  /** The problem whose field is to get the focus once its form is drawn. */
  readonly problem: FormPlace | undefined;
  readonly trial: TrialRequest | undefined;
}

/** The record that an operator's functions are to be tried on once its form is drawn, as text of the trial's rows. */
export interface TrialRequest {
  readonly operator: string;
  readonly rows: string;
}

/** Leads the person to what a problem is about. */
export class ProblemPlace {
  readonly sought: StoreApi<Sought> = createStore<Sought>(() => ({ problem: undefined, trial: undefined }));
  readonly #places: Places;
  #tried: TrialRequest | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Selects what the problem is about, opens its form and puts the cursor where the mistake is. */
  goTo(problem: FormPlace): void {
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

  /** Goes to the operator or edge of a failed run, to the line of its function where that is known. [UI84] */
  goToFailure({ operator, edge, detail }: { operator: string; edge: string | undefined; detail: FailureDetail | undefined }): void {
    const { line } = detail ?? {};
    // Of a record that could not be read: what it was taken for.
    const field = detail?.file ? "fields" : detail?.field;
    const inForm = { ...(field !== undefined && { field }), ...(line !== undefined && { line, wholeLine: true }) };
    this.goTo({ operator, ...(edge !== undefined && { edge }), ...inForm });
  }

  /** Opens the operator's form and tries its functions on `rows`, text of the trial's rows. [UI84] */
  tryOn(operator: string, rows: string): void {
    this.goTo({ operator });
    this.sought.setState({ trial: { operator, rows } });
  }

  /** True for the first one who asks: each request is tried once, however often its form is drawn. */
  takesTrial(trial: TrialRequest): boolean {
    const isNew = trial !== this.#tried;
    this.#tried = trial;
    return isNew;
  }

  /** Focuses the first control of `form` that is said to be wrong, at the line and column of the problem that is sought. */
  focusIn(form: HTMLElement): void {
    const { problem } = this.sought.getState();
    if (!problem) return;
    this.sought.setState({ problem: undefined });
    const { field } = problem;
    const control =
      form.querySelector<HTMLElement>(`.is-bad :is(${controls})`) ??
      (field === undefined ? null : fieldIn(form, field).querySelector<HTMLElement>(`:is(${controls})`));
    control?.focus();
    if (control instanceof HTMLTextAreaElement && problem.line !== undefined) {
      const lines = control.value.split("\n");
      const before = lines.slice(0, problem.line - 1).join("\n");
      const start = problem.line > 1 ? before.length + 1 : 0;
      const at = start + (problem.column ?? 1) - 1;
      if (problem.wholeLine === true) control.setSelectionRange(start, start + (lines[problem.line - 1]?.length ?? 0));
      else control.setSelectionRange(at, at);
    }
  }
}

const controls = "input, textarea, select, button";

/** The part of a form that is about a field, "trigger.delta" within "trigger"; the smallest one that is drawn. */
function fieldIn(form: HTMLElement, field: string): HTMLElement {
  return field.split(".").reduce((part, name) => part.querySelector<HTMLElement>(`[data-field="${name}"]`) ?? part, form);
}
