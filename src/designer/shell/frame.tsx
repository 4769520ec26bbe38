import { Suspense, useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { PlacementGhost } from "../canvas/placement-ghost.tsx";
import { editorCommands } from "../actions/editor-commands.ts";
import { dispatchKeys } from "./key-dispatch.ts";
import { shellCommands } from "../actions/shell-commands.ts";
import { Patterns } from "../glyph/patterns.tsx";
import { useText } from "../i18n/use-text.ts";
import { Transport } from "../transport/transport.tsx";
import { transportCommands } from "../actions/transport-commands.ts";
import { Banner } from "./banner.tsx";
import { handleClipboardEvents } from "./clipboard-events.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { Dock } from "./dock.tsx";
import { ContextMenuHost } from "./context-menu-host.tsx";
import { handleFileDrops } from "./file-drop.ts";
import { afterFirstInput } from "./first-input.ts";
import { FirstRun } from "./first-run.tsx";
import { InspectorPanel } from "./inspector-panel.tsx";
import { lazyView } from "../workspace/lazy-view.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";
import { Toast } from "./toast.tsx";
import { TopBar } from "./top-bar.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { useCanvasMode, useDocument, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import { trackLastUse } from "./addressed.ts";

/** Pictures of a run are loaded with the first look at one. */
const PhysicalView = lazyView(() => import("../physical/physical-view.tsx").then(({ PhysicalView: component }) => component));
const QuickPalette = lazyView(() => import("../palette/quick-palette.tsx").then(({ QuickPalette: component }) => component));
const LogicalView = lazyView(() => import("../canvas/logical-view.tsx").then(({ LogicalView: component }) => component));

/** The whole frame: bars, panels, canvas, dock. */
export function Frame(): ReactNode {
  const workbench = useWorkbench();
  const root = useRef<HTMLDivElement>(null);
  // Before the first paint: what a person can see, a click or a key works on.
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const stops = [
      workbench.appears(element),
      workbench.settings.applyTo(document.documentElement),
      workbench.analysis.keepUp({
        load: () => import("../../graph/find-problems.ts").then(({ findProblems }) => findProblems),
        when: afterFirstInput,
      }),
      workbench.commands.install([...editorCommands(workbench), ...shellCommands(workbench), ...transportCommands(workbench)]),
      trackLastUse(element),
      dispatchKeys(workbench, element),
      handleClipboardEvents(workbench, element),
      handleFileDrops(workbench, element),
    ];
    return () => stops.forEach((stop) => stop());
  }, [workbench]);
  return (
    <div ref={root} className="designer">
      <Patterns />
      <ViewBoundary view="topBar">
        <TopBar />
      </ViewBoundary>
      <div className="main-row">
        <ViewBoundary view="tools">
          <Dock />
        </ViewBoundary>
        <CanvasRegion />
        <ViewBoundary view="inspector">
          <InspectorPanel />
        </ViewBoundary>
      </div>
      <div data-region="transport" tabIndex={-1}>
        <ViewBoundary view="transport">
          <Transport />
        </ViewBoundary>
      </div>
      <ViewBoundary view="timeline">
        <TimelinePanel />
      </ViewBoundary>
      <ViewBoundary view="status">
        <StatusBar />
      </ViewBoundary>
      <LiveRegion />
      <ViewBoundary view="notice">
        <PlacementGhost />
        <ContextMenuHost />
        <Picking />
        <Toast />
      </ViewBoundary>
      <ViewBoundary view="dialog">
        <ModalDialog />
      </ViewBoundary>
    </div>
  );
}

/** What goes to a place of the drawing is asked for there. */
function Picking(): ReactNode {
  const isPicking = useCanvasMode(({ kind }) => kind === "picking");
  return (
    isPicking && (
      <Suspense>
        <QuickPalette />
      </Suspense>
    )
  );
}

function CanvasRegion(): ReactNode {
  const t = useText("shell");
  const view = useWorkspace((state) => state.view);
  const firstRun = useWorkspace((state) => state.firstRun);
  const drawn = useDocument((state) => state.document);
  return (
    <main className="canvas-region" data-region="canvas" data-view={view} tabIndex={-1} aria-label={t("region.canvas")}>
      <ViewBoundary view={view === "logical" ? "canvas" : "picture"} shows={[view, drawn]}>
        <Suspense>
          {view === "logical" ? <LogicalView /> : <PhysicalView />}
          <OnScreen />
        </Suspense>
      </ViewBoundary>
      <ViewBoundary view="notice" shows={[drawn]}>
        {firstRun && view === "physical" && <FirstRun />}
        <Banner />
      </ViewBoundary>
    </main>
  );
}

/** Beside the view, so that it is drawn when the view is: not while its code is on the way, and not when it fails. */
function OnScreen(): ReactNode {
  const drawn = useDocument((state) => state.document);
  const id = useDocument((state) => state.id);
  const { shown } = useWorkbench();
  useEffect(() => shown.cameOnScreen(), [shown, drawn, id]);
  return null;
}

function LiveRegion(): ReactNode {
  const announcement = useWorkspace((state) => state.announcement);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
