import type { JobClient } from "../../control/job-client.ts";
import type { FileGuess, FileReading, FileSample, ReadProblem } from "../../formats/guess-file.ts";
import { choosePace } from "../../graph/choose-pace.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { AnalysisWorker } from "../analysis/analysis-thread.ts";
import { diagnosticTextOnce } from "../analysis/diagnostic-text.ts";
import { DocumentAnalysis } from "../analysis/document-analysis.ts";
import { DocumentReader } from "../analysis/document-reader.ts";
import { CommandRegistry } from "../commands/registry.ts";
import { notesOf } from "../document/apply-change.ts";
import type { DocumentWriter } from "../document/document-writer.ts";
import type { Drafts } from "../document/drafts.ts";
import { Editor, isUntrusted, type DocumentState } from "../document/editor.ts";
import { OpeningMark } from "../document/opening.ts";
import { Shown } from "../document/shown.ts";
import { text } from "../i18n/language.ts";
import { Session } from "../run/session.ts";
import { CanvasModes } from "./canvas-mode.ts";
import { CanvasRegion } from "./canvas-region.ts";
import { ContextMenus } from "./context-menu.ts";
import { Dialogs } from "./dialogs.ts";
import { Files } from "./files.ts";
import { ProblemPlace } from "./problem-place.ts";
import { RunMemory } from "./run-memory.ts";
import type { SettingsStore } from "./settings.ts";
import { TransportMenus } from "./transport-menus.ts";
import { Workspace } from "./workspace.ts";

/** Tells how dropped files are read. */
export interface FileGuesser {
  /** Guesses from a file's name and first bytes, or reads them as a person says. Throws where they are no text. */
  guess(sample: FileSample, reading?: FileReading): Promise<FileGuess>;
  /** Reads the whole file as it was guessed, up to what does not fit. */
  check(file: Blob, guess: FileGuess, options: { readonly signal: AbortSignal; onRows(rows: number): void }): Promise<FileCheckResult>;
}

export interface FileCheckResult {
  /** Rows that fit. */
  readonly rows: number;
  readonly problem?: ReadProblem;
}

export interface WorkbenchOptions {
  /** The operators there are. */
  readonly catalog: Catalog;
  readonly settings: SettingsStore;
  /** Makes a client that no job runs in yet. `onBroken` hears when what runs the job dies without a word. */
  readonly connect: (onBroken: (message: string) => void, isolated: boolean) => JobClient;
  /** Job id of a document: the same one for the same document of the person's own, so that a later page finds its checkpoints. */
  readonly jobIdOf: (state: DocumentState) => string;
  /** Starts the worker in which documents are read and checked; without one only light documents are checked, and none is read. */
  readonly startAnalysis?: () => AnalysisWorker;
  /** Without it no file becomes a source. */
  readonly fileGuesser?: FileGuesser;
}

/**
 * All that one designer keeps: its document with its history, what was found out of it, its runs, and how its screen is arranged. Two
 * designers in a page have one each. They share the person's settings and language, and what the browser stores. [UI80]
 */
export class Workbench {
  readonly catalog: Catalog;
  readonly settings: SettingsStore;
  readonly fileGuesser: FileGuesser | undefined;
  readonly workspace = new Workspace();
  readonly dialogs = new Dialogs();
  readonly contextMenu = new ContextMenus();
  readonly canvas = new CanvasRegion();
  readonly modes = new CanvasModes();
  readonly transport = new TransportMenus();
  readonly commands = new CommandRegistry();
  readonly runMemory = new RunMemory();
  readonly problems = new ProblemPlace(this);
  readonly editor = new Editor((excess) => void diagnosticTextOnce(excess).then((told) => this.dialogs.showToast(told, "refused")));
  readonly opening = new OpeningMark();
  readonly shown = new Shown(this.editor, this.opening);
  readonly files = new Files(this.editor, ({ name }) => this.workspace.announce(text("shell", "fileNotKept", { name })));
  readonly reader: DocumentReader;
  readonly analysis: DocumentAnalysis;
  readonly session: Session;
  /** The browser's storage, once it is open. Without it (private windows of some browsers) nothing is kept, and that is said. */
  drafts: Drafts | undefined;
  /** Keeps tabs that have the same document open from writing over each other, once storage is open. */
  writer: DocumentWriter | undefined;
  #element: HTMLElement | undefined;

  constructor({ catalog, settings, connect, jobIdOf, startAnalysis, fileGuesser }: WorkbenchOptions) {
    const { editor, files } = this;
    this.catalog = catalog;
    this.settings = settings;
    this.fileGuesser = fileGuesser;
    this.reader = new DocumentReader(startAnalysis);
    this.analysis = new DocumentAnalysis({ editor, catalog, reader: this.reader });
    this.session = new Session({
      connect,
      isolated: () => isUntrusted(editor.state.trust),
      files: (document) => files.namedBy(editor.state.id, document).map((file) => ({ name: file.name, blob: file })),
      paceOf: (document) => choosePace(document, catalog, (file) => files.of(editor.state.id).get(file)?.size ?? 0),
      jobId: () => jobIdOf(editor.state),
    });
    files.goWithDocument();
    this.#putRunAwayWithDocument();
    this.#rememberRuns();
    this.#leaveRunsToOtherTab();
    this.#selectWhatIsThere();
  }

  /** The designer's own element, while it is on screen. */
  get element(): HTMLElement | undefined {
    return this.#element;
  }

  /** The designer is on screen, as `element`. Returns the way to take it back. */
  appears(element: HTMLElement): () => void {
    this.#element = element;
    return () => {
      this.#element = undefined;
    };
  }

  /** Another document was opened: what ran belongs to the one before. */
  #putRunAwayWithDocument(): void {
    this.editor.store.subscribe((now, before) => {
      const replaced = now.id !== before.id && now.document !== before.document && now.past.length === 0;
      if (!replaced || this.session.store.getState().phase === "idle") return;
      this.runMemory.ended();
      this.session.close();
    });
  }

  /** A tab that writes the document no more keeps no other one from running it. */
  #leaveRunsToOtherTab(): void {
    this.editor.store.subscribe((now, before) => {
      if (now.follows && !before.follows) this.session.letGo();
    });
  }

  /** What an edit or its undo took away is not selected any more. */
  #selectWhatIsThere(): void {
    this.editor.store.subscribe(({ document }, before) => {
      const { operators, edges, notes } = this.workspace.selection;
      if (document === before.document || operators.length + edges.length + notes.length === 0) return;
      const there = { operators: document.operators, edges: document.edges, notes: notesOf(document) };
      const isThere = (kind: keyof typeof there) => (id: string): boolean => there[kind].some((part) => part.id === id);
      const kept = {
        operators: operators.filter(isThere("operators")),
        edges: edges.filter(isThere("edges")),
        notes: notes.filter(isThere("notes")),
      };
      if (kept.operators.length + kept.edges.length + kept.notes.length === operators.length + edges.length + notes.length) return;
      this.workspace.set(({ selection }) => ({ selection: { ...selection, ...kept } }));
    });
  }

  #rememberRuns(): void {
    this.editor.store.subscribe((now, before) => {
      if (now.id !== before.id) this.runMemory.opened(now.id);
    });
    this.session.store.subscribe(({ phase, broken }, before) => {
      // A broken run has not ended: it is there to be recovered, by a later page, too.
      if (phase !== before.phase && ["finished", "failed", "canceled"].includes(phase) && broken === undefined) this.runMemory.ended();
    });
  }
}
