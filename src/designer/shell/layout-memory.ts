import { z } from "zod";
import { initialWorkspace, timelineTabs, type Workspace, type WorkspaceState } from "../workspace/workspace.ts";

const storageKey = "weir.layout";

const layoutSchema = z.object({
  view: z.enum(["logical", "physical"]),
  dock: z.object({ open: z.boolean(), tab: z.enum(["palette", "outline", "lessons", "scenarios"]), size: z.number() }),
  inspector: z.object({
    open: z.boolean(),
    tab: z.enum(["config", "data", "state", "time", "checkpoint", "code"]),
    size: z.number(),
  }),
  timeline: z.object({ open: z.boolean(), tab: z.enum(timelineTabs), size: z.number() }),
});

export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** How the frame starts on a fresh visit to a window of this size. [UI1] */
export function defaultLayout({
  width,
  height,
}: WindowSize): Pick<WorkspaceState, "view" | "dock" | "inspector" | "timeline"> {
  return {
    view: "logical",
    dock: { ...initialWorkspace.dock, open: width >= 1800 },
    inspector: {
      ...initialWorkspace.inspector,
      open: width >= 1360,
      size: width >= 1800 ? 380 : width < 1360 ? 300 : 340,
    },
    timeline: { ...initialWorkspace.timeline, size: width >= 1800 ? 248 : height < 800 ? 150 : 168 },
  };
}

/** Puts back the frame of the last visit and keeps it from now on. True when there was one. */
export function rememberLayout(workspace: Workspace, storage: Storage, size: WindowSize): boolean {
  const kept = layoutSchema.safeParse(parsed(storage.getItem(storageKey)));
  workspace.set(kept.success ? kept.data : defaultLayout(size));
  workspace.store.subscribe(({ view, dock, inspector, timeline }, before) => {
    if (view === before.view && dock === before.dock && inspector === before.inspector && timeline === before.timeline)
      return;
    storage.setItem(storageKey, JSON.stringify({ view, dock, inspector, timeline }));
  });
  return kept.success;
}

/** Text that is not JSON counts as nothing kept. */
function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
