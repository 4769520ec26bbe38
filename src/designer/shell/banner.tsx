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

/** What the strip says, and what may be pressed in it. */
interface Notice {
  readonly words: string;
  readonly role: "status" | "alert";
  readonly offers: readonly (readonly [label: string, act: () => void])[];
}

/**
 * A mode of the page that must not be overlooked: an operator waits for its place, a key for its edge, read-only, written in another tab,
 * broken, cut off in mid-run, or edited since the run began.
 */
export function Banner(): ReactNode {
  const ofMode = useModeNotice();
  const ofRun = useRunNotice();
  const follows = useDocument((state) => state.follows);
  const copyOf = useWorkspace((state) => state.copyOf);
  if (ofMode) return <Strip {...ofMode} />;
  if (follows || copyOf !== undefined) {
    return (
      <Suspense>
        <TabBanner />
      </Suspense>
    );
  }
  return ofRun && <Strip {...ofRun} />;
}

function Strip({ words, role, offers }: Notice): ReactNode {
  return (
    <div className="banner" role={role}>
      {words}
      {offers.map(([label, act]) => (
        <button key={label} type="button" onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}

/** The moment that the document came with. */
function useMoment(): SharedMoment | undefined {
  const job = useDocument((state) => state.document);
  return useWorkspace((state) => (state.moment?.of === job ? state.moment : undefined));
}

/** What the canvas waits for, or that nothing can be changed on it. */
function useModeNotice(): Notice | undefined {
  const t = useText("shell");
  const { catalog, commands, modes } = useWorkbench();
  const origin = useDocument((state) => state.origin);
  const moment = useMoment();
  const placing = useCanvasMode((mode) => (mode.kind === "placing" && !mode.dragging ? mode.type : undefined));
  const choosing = useCanvasMode((mode) => mode.kind === "choosingEdge");
  const placed = placing === undefined ? undefined : catalog.find(placing);
  const cancel = [t("cancel"), () => modes.leave()] as const;
  if (placed) return { words: t("placingBanner", { name: textOf(placed.label) }), role: "status", offers: [cancel] };
  if (choosing) return { words: t("edgeBanner"), role: "status", offers: [cancel] };
  if (origin !== "link") return undefined;
  const words = [t("readOnlyBanner"), ...(moment ? [momentText(moment, t)] : [])].join(". ");
  return { words, role: "status", offers: [[t("makeItMine"), () => commands.run("file.adopt")]] };
}

/** What became of a run, or becomes of the next one. */
function useRunNotice(): Notice | undefined {
  const t = useText("shell");
  const { commands, runMemory, workspace } = useWorkbench();
  const id = useDocument((state) => state.id);
  const origin = useDocument((state) => state.origin);
  const job = useDocument((state) => state.document);
  const phase = useSessionState((state) => state.phase);
  const broken = useSessionState((state) => state.broken);
  const running = useSessionState((state) => state.document);
  const cutOff = useStore(runMemory.store, (state) => state.cutOff);
  const moment = useMoment();
  const [dismissed, setDismissed] = useState<readonly unknown[]>([]);
  const command = (label: string, name: string) => [label, () => commands.run(name)] as const;
  if (moment && phase === "idle") {
    const offer = [t("fromTheStart"), () => workspace.set({ moment: undefined })] as const;
    return { words: momentText(moment, t), role: "status", offers: [offer] };
  }
  if (phase === "failed" && broken !== undefined) {
    const offers = [command(t("recover"), "run.recover"), command(t("brokenAgain"), "run.restart")];
    return { words: t("brokenBanner", { message: broken }), role: "alert", offers };
  }
  if (phase === "idle" && origin === "own" && cutOff === id) {
    const forget = [t("forget"), () => runMemory.forget(id)] as const;
    return { words: t("cutOffBanner"), role: "status", offers: [command(t("recover"), "run.recover"), forget] };
  }
  if (!isLive(phase) || running === undefined || sameJob(running, job)) return undefined;
  if (dismissed[0] === running && dismissed[1] === job) return undefined;
  const later = [t("later"), () => setDismissed([running, job])] as const;
  return { words: t("editedBanner"), role: "status", offers: [command(t("restart"), "run.restart"), later] };
}

/** Where a run of the job goes that came with a moment. */
function momentText({ event, branch, faults }: SharedMoment, t: Translate): string {
  return t("momentBanner", { event: formatCount(event), branch, faults: faults.length });
}
