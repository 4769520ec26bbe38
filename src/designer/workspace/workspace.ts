import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { SharedMoment } from "../document/shared-moment.ts";

export type View = "logical" | "physical";
export type DockTab = "palette" | "outline" | "lessons" | "scenarios";
export type InspectorTabName = "config" | "data" | "state" | "time" | "checkpoint" | "code";
export const timelineTabs = ["lanes", "checkpoints", "eventTime", "output", "log", "problems", "branches", "charts"] as const;
export type TimelineTab = (typeof timelineTabs)[number];

/**
 * What is selected on the canvas. `subtask`, `channel` are indices of the running topology, `checkpoint` is the id of a checkpoint,
 * `against` that of the one it is compared with.
 */
export interface Selection {
  readonly operators: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
  readonly subtask?: TaskIndex;
  readonly channel?: ChannelIndex;
  readonly checkpoint?: number;
  readonly against?: number;
}

export const nothingSelected: Selection = { operators: [], edges: [], notes: [] };

export interface MomentOfJob extends SharedMoment {
  readonly of: JobDocument;
}

/** How the person has arranged the screen. Sizes in px; the frame (`view`, `dock`, `inspector`, `timeline`) is kept between visits. */
export interface WorkspaceState {
  readonly view: View;
  readonly selection: Selection;
  readonly dock: { readonly open: boolean; readonly tab: DockTab; readonly size: number };
  readonly inspector: { readonly open: boolean; readonly tab: InspectorTabName; readonly size: number };
  readonly timeline: { readonly open: boolean; readonly tab: TimelineTab; readonly size: number };
  /** Title, doors and notes of the first visit; ends for good with the first click on the graph. */
  readonly firstRun: boolean;
  /** Name of the document that another tab went on with, while the open one is a copy of what was edited here. */
  readonly copyOf: string | undefined;
  /** The moment of a run that a link shows, until it is gone to; of that very document. */
  readonly moment: MomentOfJob | undefined;
  /** Operator whose rows the sink output shows; the first sink where it is none of the run. */
  readonly outputSink: string | undefined;
  /** Read out by the polite live region. */
  readonly announcement: string;
}

export const initialWorkspace: WorkspaceState = {
  view: "logical",
  selection: nothingSelected,
  dock: { open: false, tab: "palette", size: 240 },
  inspector: { open: false, tab: "config", size: 340 },
  timeline: { open: false, tab: "lanes", size: 168 },
  firstRun: false,
  copyOf: undefined,
  moment: undefined,
  outputSink: undefined,
  announcement: "",
};

/** How the screen is arranged, what is selected on it, and what is read out. */
export class Workspace {
  readonly store: StoreApi<WorkspaceState> = createStore<WorkspaceState>(() => initialWorkspace);

  get state(): WorkspaceState {
    return this.store.getState();
  }

  get selection(): Selection {
    return this.state.selection;
  }

  set(change: Partial<WorkspaceState> | ((state: WorkspaceState) => Partial<WorkspaceState>)): void {
    this.store.setState(change);
  }

  /** Selects exactly `selection`, opens nothing. Ends the first run. */
  select(selection: Partial<Selection>): void {
    this.set({ selection: { ...nothingSelected, ...selection }, firstRun: false });
  }

  /** Shows what is selected. */
  openInspector(): void {
    this.set(({ inspector }) => ({ inspector: { ...inspector, open: true } }));
  }

  /** Shows a checkpoint of the run in the inspector. [UI120] */
  showCheckpoint(checkpoint: number): void {
    this.select({ checkpoint });
    this.openInspector();
  }

  announce(announcement: string): void {
    this.set({ announcement });
  }

  /** Opens the table of a sink. */
  showOutput(outputSink: string | undefined): void {
    this.set({ outputSink });
    this.showTimeline("output");
  }

  showTimeline(tab: TimelineTab): void {
    this.set(({ timeline }) => ({ timeline: { ...timeline, open: true, tab } }));
  }
}
