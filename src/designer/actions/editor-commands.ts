import { flushSync } from "react-dom";
import type { Catalog } from "../../graph/catalog.ts";
import { besideOperators } from "../document/places.ts";
import { beginConnectMode, finishAtCurrentTarget, finishConnectingByNumber, stepTarget } from "../canvas/connecting.ts";
import { canvasModeStore, enterMode, leaveMode } from "../canvas/canvas-mode.ts";
import { currentDocument, documentStore, edit, redoEdit, undoEdit } from "../document/document-store.ts";
import { addNote } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { canvasControl } from "../workspace/canvas-control.ts";
import { announce, nothingSelected, select, workspaceStore } from "../workspace/workspace-store.ts";
import type { Command } from "../commands/command.ts";
import {
  copySelection,
  cutSelection,
  deleteSelection,
  duplicateSelection,
  healSelection,
  pasteText,
  tidy,
} from "./edit-actions.ts";
import { defineCommand } from "../commands/define.ts";
import { goAlong, goNearest, nudge, selectEverything } from "./move-actions.ts";

const says = (key: string) => (): string => text("commands", `unavailable.${key}`);
const when = (allowed: () => boolean, key: string) => (): string | undefined => (allowed() ? undefined : says(key)());

const writable = (): string | undefined =>
  documentStore.getState().origin === "link" ? says("readOnly")() : undefined;
const hasSelection = (): boolean => {
  const { operators, edges, notes } = workspaceStore.getState().selection;
  return operators.length + edges.length + notes.length > 0;
};
const selected = (): string | undefined => writable() ?? when(hasSelection, "nothingSelected")();
const oneOperator = when(() => workspaceStore.getState().selection.operators.length === 1, "oneOperator");

/** Commands that change the document. */
export function editorCommands(catalog: Catalog): Command[] {
  return [
    defineCommand("edit.undo", () => saying(undoEdit, "undone"), {
      keys: ["Mod+KeyZ"],
      unavailable: when(() => documentStore.getState().past.length > 0, "nothingToUndo"),
    }),
    defineCommand("edit.redo", () => saying(redoEdit, "redone"), {
      keys: ["Mod+Shift+KeyZ", "Mod+KeyY"],
      unavailable: when(() => documentStore.getState().future.length > 0, "nothingToRedo"),
    }),
    defineCommand("edit.copy", copySelection, {
      keys: ["Mod+KeyC"],
      scope: "canvas",
      unavailable: when(hasSelection, "nothingSelected"),
    }),
    defineCommand("edit.cut", cutSelection, { keys: ["Mod+KeyX"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.paste", () => void navigator.clipboard.readText().then(pasteText), { unavailable: writable }),
    defineCommand("edit.duplicate", duplicateSelection, { keys: ["Mod+KeyD"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.delete", deleteSelection, {
      keys: ["Delete", "Backspace"],
      scope: "canvas",
      unavailable: selected,
    }),
    defineCommand("edit.heal", healSelection, {
      keys: ["Mod+Delete", "Mod+Backspace"],
      scope: "canvas",
      unavailable: selected,
    }),
    defineCommand("edit.rename", renameSelected, {
      keys: ["F2"],
      scope: "canvas",
      unavailable: () => writable() ?? oneOperator(),
    }),
    defineCommand("edit.connect", () => beginConnectMode(catalog), {
      keys: ["KeyC"],
      scope: "canvas",
      unavailable: () => writable() ?? oneOperator(),
    }),
    defineCommand("edit.disconnect", disconnectSelected, { keys: ["KeyX"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.tidy", tidy, { keys: ["Shift+KeyT"], scope: "canvas", unavailable: writable }),
    defineCommand("insert.operator", openPalette, { keys: ["KeyA"], unavailable: writable }),
    defineCommand("insert.after", openPalette, { unavailable: () => writable() ?? oneOperator() }),
    defineCommand("insert.note", insertNote, { keys: ["KeyN"], scope: "canvas", unavailable: writable }),
    ...moveCommands(),
    ...connectModeCommands(),
  ];
}

const directions = ["left", "right", "up", "down"] as const;
const capital = (direction: string): string => direction.charAt(0).toUpperCase() + direction.slice(1);

function moveCommands(): Command[] {
  const vectors = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;
  return directions.flatMap((direction) => {
    const key = `Arrow${capital(direction)}`;
    const [x, y] = vectors[direction];
    return [
      defineCommand(`select.${direction}`, () => step(direction, () => goNearest(direction, false)), {
        keys: [key],
        scope: "canvas",
      }),
      defineCommand(`select.extend${capital(direction)}`, () => goNearest(direction, true), {
        keys: [`Shift+${key}`],
        scope: "canvas",
      }),
      defineCommand(`select.along${capital(direction)}`, () => goAlong(direction), {
        keys: [`Alt+${key}`],
        scope: "canvas",
      }),
      defineCommand(`edit.nudge${capital(direction)}`, () => nudge(8 * x, 8 * y), {
        keys: [`Mod+${key}`],
        scope: "canvas",
        unavailable: selected,
      }),
      defineCommand(`edit.nudgeFine${capital(direction)}`, () => nudge(x, y), {
        keys: [`Mod+Shift+${key}`],
        scope: "canvas",
        unavailable: selected,
      }),
    ];
  });
}

/** Arrows choose among targets while a connection is drawn from the keyboard. */
function step(direction: (typeof directions)[number], otherwise: () => void): void {
  const { mode } = canvasModeStore.getState();
  if (mode.kind === "connecting") stepTarget(direction === "right" || direction === "down" ? 1 : -1);
  else otherwise();
}

function connectModeCommands(): Command[] {
  const connecting = when(() => canvasModeStore.getState().mode.kind === "connecting", "notConnecting");
  return [
    defineCommand("select.all", selectEverything, { keys: ["Mod+KeyA"], scope: "canvas" }),
    defineCommand("select.open", openSelected, { keys: ["Enter"], scope: "canvas" }),
    defineCommand("select.leave", leaveLevel, { keys: ["Escape"] }),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) =>
      defineCommand(`edit.connectTo${digit}`, () => finishConnectingByNumber(digit), {
        keys: [`Digit${digit}`],
        scope: "canvas",
        unavailable: connecting,
      }),
    ),
  ];
}

function renameSelected(): void {
  const [operator] = workspaceStore.getState().selection.operators;
  if (operator !== undefined) enterMode({ kind: "renaming", operator });
}

function disconnectSelected(): void {
  const { edges, operators } = workspaceStore.getState().selection;
  const into = currentDocument()
    .edges.filter(({ to }) => operators.includes(to.operator))
    .map(({ id }) => id);
  const cut = edges.length > 0 ? edges : into;
  if (cut.length === 0) return;
  edit({ kind: "removeParts", operators: [], edges: cut, notes: [] });
  announce(text("commands", "disconnected", { count: cut.length }));
}

/** The search has the focus when this returns: what is typed right behind the key goes into it, not to the canvas. */
function openPalette(): void {
  const { dock } = workspaceStore.getState();
  flushSync(() =>
    workspaceStore.setState({ dock: { ...dock, open: true, tab: "palette" }, view: "logical", firstRun: false }),
  );
  document.querySelector<HTMLElement>("[data-palette-search]")?.focus();
}

function insertNote(): void {
  const at = canvasControl()?.pointer() ?? { x: 0, y: 0 };
  const { change, note } = addNote(currentDocument(), besideOperators(currentDocument(), at), "");
  edit(change);
  select({ notes: [note] });
  enterMode({ kind: "writing", note });
}

/** Enter: joins in connect mode, writes in a note, else shows the configuration. */
function openSelected(): void {
  const { mode } = canvasModeStore.getState();
  if (mode.kind === "connecting") {
    finishAtCurrentTarget();
    return;
  }
  const { selection, inspector } = workspaceStore.getState();
  const [note] = selection.notes;
  if (note !== undefined) {
    enterMode({ kind: "writing", note });
    return;
  }
  workspaceStore.setState({ inspector: { ...inspector, open: true, tab: "config" } });
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>("[data-region=inspector] :is(input, select, textarea)")?.focus(),
  );
}

function saying(act: () => void, word: "undone" | "redone"): void {
  act();
  announce(text("commands", word));
}

/** Esc: one level up, from a panel to the canvas, there from what is being done to what is selected. */
function leaveLevel(): void {
  const region = document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"];
  if (canvasModeStore.getState().mode.kind !== "idle") leaveMode();
  else if (region !== undefined && region !== "canvas") canvasControl()?.focus();
  else if (hasSelection()) select(nothingSelected);
}
