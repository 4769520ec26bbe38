import type { ComponentType } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Command } from "../commands/command.ts";

/**
 * What the editing half of the designer takes from the half that shows a running job. `app/browser/main.tsx` hands one value
 * of it to `<Designer>`; the frame places the components and never looks inside them.
 */
export interface DesignerSlots {
  readonly run: RunControl;
  /** Fills the canvas region while `workspace.view` is "physical". Shelf, notes of the first run and past banner included. */
  readonly PhysicalView: ComponentType;
  /** The 48 px bar. */
  readonly Transport: ComponentType;
  /** Body below the timeline's tabs; `Problems` is the frame's own. */
  readonly Timeline: ComponentType<{ readonly tab: PictureTab }>;
  readonly InspectorTab: ComponentType<InspectorTabProps>;
  /** Heading of the inspector of an operator: its name, and of a subtask its status. */
  readonly SubjectTitle: ComponentType<SubjectTitleProps>;
  /** Items of the status bar behind the mode badge (left) and at the far end (right). */
  readonly StatusReadouts: ComponentType<{ readonly side: "left" | "right" }>;
  /** The "Fault" button of the top bar and its menu. */
  readonly FaultMenu: ComponentType;
  /** Commands of transport, faults and picture: they join the registry, the palette and the shortcuts sheet. */
  readonly commands: readonly Command[];
}

export type PictureTab = "lanes" | "checkpoints" | "eventTime" | "output" | "log" | "branches";

/** `operator` is the id of the document; `subtask` an index into `Topology.subtasks` when one is selected. */
export interface InspectorTabProps {
  readonly tab: "data" | "state" | "time" | "checkpoint";
  readonly operator: string;
  readonly subtask: number | undefined;
}

export interface SubjectTitleProps {
  readonly name: string;
  readonly subtask: number | undefined;
}

export type RunPhase = "idle" | "starting" | "running" | "paused" | "finished" | "failed" | "canceled";

/** The run as the editing half sees it: start it, stop it, a few facts per operator and edge at 10 Hz at most. */
export interface RunControl {
  readonly phase: () => RunPhase;
  /** Calls back when the phase changes; returns the way to stop listening. */
  readonly onPhase: (listener: () => void) => () => void;
  /**
   * Starts `document` as a frozen copy, anew or from the newest complete checkpoint of its last run. Resolves to what kept it from
   * starting, empty when it runs.
   */
  readonly start: (document: JobDocument, restore: "none" | "latest") => Promise<readonly Diagnostic[]>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
  /** Why the run ended from outside (what runs it died without a word), while that is so. */
  readonly broken: () => string | undefined;
  /** Runs the broken job again, from its newest complete checkpoint. */
  readonly recover: () => Promise<readonly Diagnostic[]>;
  /** Runs a small bounded job to its end beside the running one: what tries functions on sample rows. */
  readonly tryOut: (document: JobDocument) => Promise<TrialResult>;
  /** Hands a record that a person typed to a source of the running job. */
  readonly emit: (operator: string, input: unknown) => void;
  /** The document that runs now, to tell "edited since start". */
  readonly runningDocument: () => JobDocument | undefined;
  readonly operatorFacts: (operator: string) => OperatorFacts | undefined;
  readonly edgeFacts: (edge: string) => EdgeFacts | undefined;
  /** Calls back at most 10 times a second while facts change. Listeners write to the DOM by ref, never through React state. */
  readonly onFacts: (listener: () => void) => () => void;
  /** Subtasks of an operator as indices into `Topology.subtasks`, empty when nothing runs. */
  readonly subtasksOf: (operator: string) => readonly number[];
}

/** What came of a job that was tried. */
export interface TrialResult {
  /** What print sinks wrote, with the sink's name. */
  readonly rows: readonly { readonly port: string; readonly text: string }[];
  /** Cause of its failure, with record, function and line. */
  readonly failure: string | undefined;
  /** What kept it from starting. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Foot of a logical node. Shares are 0 to 1, over all subtasks. */
export interface OperatorFacts {
  readonly status: "running" | "failed" | "restoring" | "finished" | "notStarted";
  /** Absent, both, while nobody measures them. */
  readonly busy?: number;
  readonly backPressured?: number;
  /** Name of the operator whose full input causes the back pressure. */
  readonly backPressuredBy?: string;
  /** Lowest watermark of its subtasks. */
  readonly watermark?: number;
  readonly recordsIn: number;
  /** Failed: attempt and cause. Restoring: the checkpoint and how many bytes of how many. */
  readonly attempt?: number;
  readonly cause?: string;
  readonly restore?: { readonly checkpointId: number; readonly bytes: number; readonly of: number };
}

export interface EdgeFacts {
  /** Occupied share of the buffers of all its channels, 0 to 1. */
  readonly fill: number;
  readonly recordsPerSecond: number;
}
