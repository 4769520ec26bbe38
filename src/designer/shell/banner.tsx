import { Suspense, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { sameJob } from "../document/same-job.ts";
import type { SharedMoment } from "../document/shared-moment.ts";
import { formatCount } from "../i18n/format.ts";
import { textOf, useText, type Translate } from "../i18n/use-text.ts";
import { isLive } from "../run/session-state.ts";
import { useCanvasMode, useDocument, useSessionState, useWorkbench, useWorkspace } from "../workspace/workbench-context.ts";
import { lazyView } from "../workspace/lazy-view.tsx";

const TabBanner = lazyView(() => import("./tab-banner.tsx").then(({ TabBanner: component }) => component));

/**
 * A mode of the page that must not be overlooked: an operator waits for its place, a key for its edge, read-only, written in another tab,
 * broken, cut off in mid-run, or edited since the run began.
 */
export function Banner(): ReactNode {
  const t = useText("shell");
  const workbench = useWorkbench();
  const { catalog, runMemory } = workbench;
  const cutOff = useStore(runMemory.store, (state) => state.cutOff);
  const origin = useDocument((state) => state.origin);
  const id = useDocument((state) => state.id);
  const follows = useDocument((state) => state.follows);
  const copyOf = useWorkspace((state) => state.copyOf);
  const job = useDocument((state) => state.document);
  const moment = useWorkspace((state) => (state.moment?.of === job ? state.moment : undefined));
  const phase = useSessionState((state) => state.phase);
  const broken = useSessionState((state) => state.broken);
  const [dismissed, setDismissed] = useState<readonly unknown[]>([]);
  const placing = useCanvasMode((mode) => (mode.kind === "placing" && !mode.dragging ? mode.type : undefined));
  const choosing = useCanvasMode((mode) => mode.kind === "choosingEdge");
  const running = useSessionState((state) => state.document);
  const placed = placing === undefined ? undefined : catalog.find(placing);
  if (placed) {
    return (
      <div className="banner" role="status">
        {t("placingBanner", { name: textOf(placed.label) })}
        <button type="button" onClick={() => workbench.modes.leave()}>
          {t("cancel")}
        </button>
      </div>
    );
  }
  if (choosing) {
    return (
      <div className="banner" role="status">
        {t("edgeBanner")}
        <button type="button" onClick={() => workbench.modes.leave()}>
          {t("cancel")}
        </button>
      </div>
    );
  }
  if (origin === "link") {
    return (
      <div className="banner" role="status">
        {t("readOnlyBanner")}
        {moment && `. ${momentText(moment, t)}`}
        <button type="button" onClick={() => workbench.commands.run("file.adopt")}>
          {t("makeItMine")}
        </button>
      </div>
    );
  }
  if (follows || copyOf !== undefined) {
    return (
      <Suspense>
        <TabBanner />
      </Suspense>
    );
  }
  if (moment && phase === "idle") {
    return (
      <div className="banner" role="status">
        {momentText(moment, t)}
        <button type="button" onClick={() => workbench.workspace.set({ moment: undefined })}>
          {t("fromTheStart")}
        </button>
      </div>
    );
  }
  if (phase === "failed" && broken !== undefined) {
    return (
      <div className="banner" role="alert">
        {t("brokenBanner", { message: broken })}
        <button type="button" onClick={() => workbench.commands.run("run.recover")}>
          {t("recover")}
        </button>
        <button type="button" onClick={() => workbench.commands.run("run.restart")}>
          {t("brokenAgain")}
        </button>
      </div>
    );
  }
  if (phase === "idle" && origin === "own" && cutOff === id) {
    return (
      <div className="banner" role="status">
        {t("cutOffBanner")}
        <button type="button" onClick={() => workbench.commands.run("run.recover")}>
          {t("recover")}
        </button>
        <button type="button" onClick={() => runMemory.forget(id)}>
          {t("forget")}
        </button>
      </div>
    );
  }
  if (
    !isLive(phase) ||
    running === undefined ||
    sameJob(running, job) ||
    (dismissed[0] === running && dismissed[1] === job)
  )
    return null;
  return (
    <div className="banner" role="status">
      {t("editedBanner")}
      <button type="button" onClick={() => workbench.commands.run("run.restart")}>
        {t("restart")}
      </button>
      <button type="button" onClick={() => setDismissed([running, job])}>
        {t("later")}
      </button>
    </div>
  );
}

/** Where a run of the job goes that came with a moment. */
function momentText({ event, branch, faults }: SharedMoment, t: Translate): string {
  return t("momentBanner", { event: formatCount(event), branch, faults: faults.length });
}
