import { lazy, Suspense, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useWorkspace, workspaceStore } from "../workspace/workspace-store.ts";
import { Splitter } from "./splitter.tsx";

const Inspector = lazy(() =>
  import("../inspector/inspector.tsx").then(({ Inspector: component }) => ({ default: component })),
);

/** Right side. On the first visit it stays away until something is selected. */
export function InspectorPanel(): ReactNode {
  const t = useText("shell");
  const { open, size } = useWorkspace((state) => state.inspector);
  const firstRun = useWorkspace((state) => state.firstRun);
  if (!open || firstRun) return null;
  return (
    <aside
      className="inspector"
      data-region="inspector"
      tabIndex={-1}
      aria-label={t("region.inspector")}
      style={{ width: size }}
    >
      <Splitter
        label={t("resize.inspector")}
        edge="left"
        size={size}
        min={260}
        max={640}
        initial={inspectorWidth()}
        onSize={resize}
      />
      <button
        type="button"
        className="button is-square inspector-close"
        aria-label={t("closeInspector")}
        title={t("closeInspector")}
        onClick={close}
      >
        <Icon name="close" size={12} />
      </button>
      <Suspense>
        <Inspector />
      </Suspense>
    </aside>
  );
}

/** 340; 380 on wide screens, 300 on narrow ones (DESIGN.md section 2). */
export function inspectorWidth(): number {
  return window.innerWidth >= 1800 ? 380 : window.innerWidth < 1360 ? 300 : 340;
}

function resize(size: number): void {
  workspaceStore.setState(({ inspector }) => ({ inspector: { ...inspector, size } }));
}

function close(): void {
  workspaceStore.setState(({ inspector }) => ({ inspector: { ...inspector, open: false } }));
}
