import { Component, useState, type ErrorInfo, type ReactNode } from "react";
import { download, fileNameOf } from "./download.ts";
import { openingFailed } from "../document/opening.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { renewFailedViews } from "./lazy-view.tsx";
import { useWorkbench } from "./workbench-context.ts";
import type { Workbench } from "./workbench.ts";
import { writeClipboard } from "./write-clipboard.ts";

interface ViewBoundaryProps {
  /** Key of its name in `safety.views`. */
  readonly view: string;
  /** What the view shows: when one of these changes, a view that failed is tried again. */
  readonly shows?: readonly unknown[];
  readonly children: ReactNode;
}

interface Failure {
  readonly thrown: unknown;
  /** Path of components that leads to the place. */
  readonly path?: string;
}

interface BoundaryState {
  readonly failure: Failure | undefined;
  readonly shows: readonly unknown[];
}

/**
 * Holds a failure inside one view: the view says what failed and offers to show itself again, everything around it goes on, and
 * neither the document nor the run knows of it. Around the whole page (`view` is "page") it also offers the document. [UI65]
 */
export class ViewBoundary extends Component<ViewBoundaryProps, BoundaryState> {
  override readonly state: BoundaryState = { failure: undefined, shows: [] };

  static getDerivedStateFromError(thrown: unknown): Partial<BoundaryState> {
    return { failure: { thrown } };
  }

  static getDerivedStateFromProps({ shows = [] }: ViewBoundaryProps, before: BoundaryState): Partial<BoundaryState> {
    const same = shows.every((value, index) => value === before.shows[index]);
    return same ? { shows } : { shows, failure: undefined };
  }

  override componentDidCatch(thrown: unknown, { componentStack }: ErrorInfo): void {
    openingFailed();
    this.setState({ failure: { thrown, path: componentStack ?? "" } });
  }

  override render(): ReactNode {
    const { failure } = this.state;
    const { view, children } = this.props;
    if (!failure) return children;
    return <FailedView view={view} failure={failure} again={this.#again} />;
  }

  readonly #again = (): void => {
    renewFailedViews();
    this.setState({ failure: undefined });
  };
}

interface FailedViewProps {
  readonly view: string;
  readonly failure: Failure;
  readonly again: () => void;
}

function FailedView({ view, failure, again }: FailedViewProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("safety");
  const [copied, setCopied] = useState(false);
  const message = messageOf(failure.thrown);
  const copy = async (): Promise<void> => setCopied(await writeClipboard(workbench, detailsOf(view, failure)));
  return (
    <div className="view-failed" role="alert" data-failed={view}>
      <p>
        <Icon name="kill" size={14} />
        <b>{t("failed", { view: t(`views.${view}`) })}</b>
        <span className="mono">{message}</span>
      </p>
      <p className="view-failed-actions">
        {view === "page" ? (
          <>
            <button type="button" className="button is-strong" onClick={() => exportDocument(workbench)}>
              {t("export")}
            </button>
            <button type="button" className="button is-line" onClick={() => location.reload()}>
              {t("reloadPage")}
            </button>
          </>
        ) : (
          <button type="button" className="button is-line" onClick={again}>
            {t("again")}
          </button>
        )}
        <button type="button" className="button is-line" onClick={() => void copy()}>
          {t(copied ? "copied" : "copy")}
        </button>
      </p>
    </div>
  );
}

/** The document as it is, without the code that writes it in order: that may be what is missing. Reading takes any order. */
function exportDocument(workbench: Workbench): void {
  const present = workbench.editor.document;
  download(fileNameOf(present.name, "json"), JSON.stringify(present, undefined, 2));
}

/** Longest message that is shown; the details have it whole. */
const messageMax = 300;

function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return message.length > messageMax ? `${message.slice(0, messageMax)}…` : message;
}

/** For a report: nothing of the document but what the message says. */
function detailsOf(view: string, { thrown, path = "" }: Failure): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return [`Weir: view "${view}" failed`, stack, `in:${path}`, navigator.userAgent].join("\n\n");
}
