import { Suspense, useState, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useNarrow } from "../workspace/narrow-window.ts";
import { lazyView } from "../workspace/lazy-view.tsx";
import { Splitter } from "./splitter.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { useDocument, useWorkspace, useWorkbench } from "../workspace/workbench-context.ts";
import type { Workbench } from "../workspace/workbench.ts";

const Inspector = lazyView(() => import("../inspector/inspector.tsx").then(({ Inspector: component }) => component));

/** Right side. On the first visit it stays away until something is selected. */
export function InspectorPanel(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const { open, size, tab } = useWorkspace((state) => state.inspector);
  const selection = useWorkspace((state) => state.selection);
  const drawn = useDocument((state) => state.document);
  const firstRun = useWorkspace((state) => state.firstRun);
  const narrow = useNarrow();
  const [sheet, setSheet] = useState(sheetHeight);
  if (!open || firstRun) return null;
  return (
    <aside
      className="inspector"
      data-region="inspector"
      tabIndex={-1}
      aria-label={t("region.inspector")}
      style={narrow ? { height: sheet } : { width: size }}
    >
      {narrow ? (
        <Splitter
          label={t("resize.sheet")}
          edge="top"
          size={sheet}
          min={160}
          max={window.innerHeight - 160}
          initial={sheetHeight()}
          onSize={setSheet}
        />
      ) : (
        <Splitter
          label={t("resize.inspector")}
          edge="left"
          size={size}
          min={260}
          max={640}
          initial={inspectorWidth()}
          onSize={(to) => resize(workbench, to)}
        />
      )}
      <button
        type="button"
        className="button is-square inspector-close"
        aria-label={t("closeInspector")}
        title={t("closeInspector")}
        onClick={() => close(workbench)}
      >
        <Icon name="close" size={12} />
      </button>
      <ViewBoundary view="inspector" shows={[selection, drawn, tab]}>
        <Suspense>
          <Inspector />
        </Suspense>
      </ViewBoundary>
    </aside>
  );
}

/** 340; 380 on wide screens, 300 on narrow ones. */
export function inspectorWidth(): number {
  return window.innerWidth >= 1800 ? 380 : window.innerWidth < 1360 ? 300 : 340;
}

/** On a narrow screen it is a sheet from below, 45% high to begin with. */
function sheetHeight(): number {
  return Math.round(window.innerHeight * 0.45);
}

function resize(workbench: Workbench, size: number): void {
  workbench.workspace.set(({ inspector }) => ({ inspector: { ...inspector, size } }));
}

function close(workbench: Workbench): void {
  workbench.workspace.set(({ inspector }) => ({ inspector: { ...inspector, open: false } }));
}
