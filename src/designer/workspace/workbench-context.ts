import { createContext, use } from "react";
import { useStore } from "zustand";
import { assert } from "../../base/assert.ts";
import type { Analysis } from "../analysis/analysis.ts";
import type { DocumentState } from "../document/editor.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { SessionState } from "../run/session-state.ts";
import type { Session } from "../run/session.ts";
import type { CanvasMode } from "./canvas-mode.ts";
import type { DialogState } from "./dialogs.ts";
import type { Settings } from "./settings.ts";
import type { TransportState } from "./transport-menus.ts";
import type { Workbench } from "./workbench.ts";
import type { WorkspaceState } from "./workspace.ts";

export const WorkbenchContext = createContext<Workbench | undefined>(undefined);

/** The designer that a component belongs to. */
export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext);
  assert(workbench, "a component of the designer stands outside of WorkbenchContext");
  return workbench;
}

export function useDocument<Value>(select: (state: DocumentState) => Value): Value {
  return useStore(useWorkbench().editor.store, select);
}

export function useAnalysis<Value>(select: (analysis: Analysis) => Value): Value {
  return useStore(useWorkbench().analysis.store, select);
}

export function useWorkspace<Value>(select: (state: WorkspaceState) => Value): Value {
  return useStore(useWorkbench().workspace.store, select);
}

export function useDialogs<Value>(select: (state: DialogState) => Value): Value {
  return useStore(useWorkbench().dialogs.store, select);
}

export function useCanvasMode<Value>(select: (mode: CanvasMode) => Value): Value {
  return useStore(useWorkbench().modes.store, ({ mode }) => select(mode));
}

export function useTransport<Value>(select: (state: TransportState) => Value): Value {
  return useStore(useWorkbench().transport.store, select);
}

export function useSettings<Value>(select: (state: Settings) => Value): Value {
  return useStore(useWorkbench().settings.store, select);
}

/** The present document's files, by name. */
export function useFiles<Value>(select: (files: ReadonlyMap<string, File>) => Value): Value {
  const { files } = useWorkbench();
  const id = useDocument((state) => state.id);
  return useStore(files.store, () => select(files.of(id)));
}

export function useSession(): Session {
  return useWorkbench().session;
}

export function useSessionState<Value>(select: (state: SessionState) => Value): Value {
  return useStore(useSession().store, select);
}

/** The run on screen, re-rendering at most four times a second; undefined when nothing ran yet. */
export function useRun(): RunPlayer | undefined {
  const session = useSession();
  useSessionState((state) => state.revision);
  return session.player;
}
