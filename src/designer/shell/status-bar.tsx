import type { ReactNode } from "react";
import { StatusReadouts } from "../transport/status-readouts.tsx";
import { useText } from "../i18n/use-text.ts";
import { useDocument, useSessionState } from "../workspace/workbench-context.ts";

/** Mode badge first; while nothing runs it tells about the drawing, then the run's own readouts. */
export function StatusBar(): ReactNode {
  const t = useText("shell");
  const running = useSessionState((state) => state.document);
  const phase = useSessionState((state) => state.phase);
  const mode = useDocument((state) => (running ?? state.document).run?.mode ?? "deterministic");
  const resting = phase === "idle" || phase === "canceled";
  const operators = useDocument((state) => state.document.operators.length);
  const edges = useDocument((state) => state.document.edges.length);
  const subtasks = useDocument((state) =>
    state.document.operators.reduce(
      (sum, { parallelism }) => sum + (parallelism ?? (Number(state.document.config["parallelism.default"]) || 1)),
      0,
    ),
  );
  const saved = useDocument((state) => state.savedAt !== undefined);
  return (
    <footer className="status-bar" data-region="status">
      <span className="mode-badge">{t(`mode.${mode}`)}</span>
      {resting ? (
        <>
          <span>{t("notRunning")}</span>
          <span>{t("connectHint")}</span>
        </>
      ) : (
        <StatusReadouts side="left" />
      )}
      <span className="grow" />
      {resting ? (
        <>
          <span>{t("counts", { operators, edges, subtasks })}</span>
          {saved && <span>{t("autosaved")}</span>}
        </>
      ) : (
        <StatusReadouts side="right" />
      )}
    </footer>
  );
}
