import { flushSync } from "react-dom";
import { besideOperators } from "../document/places.ts";
import { beginConnectMode, finishAtCurrentTarget, finishConnectingByNumber, stepTarget } from "../canvas/connecting.ts";
import { chooseEdge, stepEdge } from "../canvas/key-by.ts";
import { pickable, pickHere } from "../canvas/picking.ts";
import { addNote } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { whyReadOnly } from "../workspace/read-only.ts";
import { nothingSelected } from "../workspace/workspace.ts";
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
import type { Workbench } from "../workspace/workbench.ts";

const when = (allowed: () => boolean, key: string) => (): string | undefined =>
  allowed() ? undefined : text("commands", `unavailable.${key}`);

const hasSelection = ({ workspace: { selection } }: Workbench): boolean =>
  selection.operators.length + selection.edges.length + selection.notes.length > 0;

/** Commands that change the document. */
export function editorCommands(workbench: Workbench): Command[] {
  const { editor, workspace } = workbench;
  const somethingSelected = when(() => hasSelection(workbench), "nothingSelected");
  const writable = (): string | undefined => whyReadOnly(workbench);
  const selected = (): string | undefined => writable() ?? somethingSelected();
  const oneOperator = when(() => workspace.selection.operators.length === 1, "oneOperator");
  const nothingToFollow = when(() => pickable(workbench) !== undefined, "nothingToFollow");
  return [
    defineCommand("edit.undo", () => saying(workbench, () => editor.undo(), "undone"), {
      keys: ["Mod+KeyZ"],
      unavailable: when(() => editor.state.past.length > 0, "nothingToUndo"),
    }),
    defineCommand("edit.redo", () => saying(workbench, () => editor.redo(), "redone"), {
      keys: ["Mod+Shift+KeyZ", "Mod+KeyY"],
      unavailable: when(() => editor.state.future.length > 0, "nothingToRedo"),
    }),
    defineCommand("edit.copy", () => void copySelection(workbench), {
      keys: ["Mod+KeyC"],
      scope: "canvas",
      unavailable: somethingSelected,
    }),
    defineCommand("edit.cut", () => void cutSelection(workbench), { keys: ["Mod+KeyX"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.paste", () => paste(workbench), { unavailable: writable }),
    defineCommand("edit.duplicate", () => duplicateSelection(workbench), { keys: ["Mod+KeyD"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.delete", () => deleteSelection(workbench), {
      keys: ["Delete", "Backspace"],
      scope: "canvas",
      unavailable: selected,
    }),
    defineCommand("edit.heal", () => healSelection(workbench), {
      keys: ["Mod+Delete", "Mod+Backspace"],
      scope: "canvas",
      unavailable: selected,
    }),
    defineCommand("edit.rename", () => renameSelected(workbench), {
      keys: ["F2"],
      scope: "canvas",
      unavailable: () => writable() ?? oneOperator(),
    }),
    defineCommand("edit.connect", () => beginConnectMode(workbench), {
      keys: ["KeyC"],
      scope: "canvas",
      unavailable: () => writable() ?? oneOperator(),
    }),
    defineCommand("edit.disconnect", () => disconnectSelected(workbench), { keys: ["KeyX"], scope: "canvas", unavailable: selected }),
    defineCommand("edit.tidy", () => tidy(workbench), { keys: ["Shift+KeyT"], scope: "canvas", unavailable: writable }),
    defineCommand("insert.operator", () => openPalette(workbench), { keys: ["KeyA"], unavailable: writable }),
    defineCommand("insert.after", () => openPalette(workbench), { unavailable: () => writable() ?? oneOperator() }),
    defineCommand("insert.here", () => pickHere(workbench), {
      keys: ["KeyI"],
      scope: "canvas",
      unavailable: () => writable() ?? nothingToFollow(),
    }),
    defineCommand("insert.note", () => insertNote(workbench), { keys: ["KeyN"], scope: "canvas", unavailable: writable }),
    ...moveCommands(workbench, selected),
    ...connectModeCommands(workbench),
  ];
}

const directions = ["left", "right", "up", "down"] as const;
const capital = (direction: string): string => direction.charAt(0).toUpperCase() + direction.slice(1);

function moveCommands(workbench: Workbench, selected: () => string | undefined): Command[] {
  const vectors = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;
  return directions.flatMap((direction) => {
    const key = `Arrow${capital(direction)}`;
    const [x, y] = vectors[direction];
    return [
      defineCommand(`select.${direction}`, () => step(workbench, direction, () => goNearest(workbench, direction, false)), {
        keys: [key],
        scope: "canvas",
      }),
      defineCommand(`select.extend${capital(direction)}`, () => goNearest(workbench, direction, true), {
        keys: [`Shift+${key}`],
        scope: "canvas",
      }),
      defineCommand(`select.along${capital(direction)}`, () => goAlong(workbench, direction), {
        keys: [`Alt+${key}`],
        scope: "canvas",
      }),
      defineCommand(`edit.nudge${capital(direction)}`, () => nudge(workbench, 8 * x, 8 * y), {
        keys: [`Mod+${key}`],
        scope: "canvas",
        unavailable: selected,
      }),
      defineCommand(`edit.nudgeFine${capital(direction)}`, () => nudge(workbench, x, y), {
        keys: [`Mod+Shift+${key}`],
        scope: "canvas",
        unavailable: selected,
      }),
    ];
  });
}

/** Arrows choose among targets while a connection is drawn from the keyboard, and among edges while one is asked for. */
function step(workbench: Workbench, direction: (typeof directions)[number], otherwise: () => void): void {
  const { mode } = workbench.modes;
  const by = direction === "right" || direction === "down" ? 1 : -1;
  if (mode.kind === "connecting") stepTarget(workbench, by);
  else if (mode.kind === "choosingEdge") stepEdge(workbench, by);
  else otherwise();
}

function connectModeCommands(workbench: Workbench): Command[] {
  const connecting = when(() => ["connecting", "choosingEdge"].includes(workbench.modes.mode.kind), "notConnecting");
  return [
    defineCommand("select.all", () => selectEverything(workbench), { keys: ["Mod+KeyA"], scope: "canvas" }),
    defineCommand("select.open", () => openSelected(workbench), { keys: ["Enter"], scope: "canvas" }),
    defineCommand("select.leave", () => leaveLevel(workbench), { keys: ["Escape"] }),
    defineCommand("select.menu", () => askForMenu(workbench), { keys: ["Shift+F10", "ContextMenu"] }),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) =>
      defineCommand(`edit.connectTo${digit}`, () => finishByNumber(workbench, digit), {
        keys: [`Digit${digit}`],
        scope: "canvas",
        unavailable: connecting,
      }),
    ),
  ];
}

function finishByNumber(workbench: Workbench, number: number): void {
  if (workbench.modes.mode.kind === "choosingEdge") chooseEdge(workbench, number);
  else finishConnectingByNumber(workbench, number);
}

function paste(workbench: Workbench): void {
  void navigator.clipboard.readText().then((pasted) => pasteText(workbench, pasted));
}

function renameSelected(workbench: Workbench): void {
  const [operator] = workbench.workspace.selection.operators;
  if (operator !== undefined) workbench.modes.enter({ kind: "renaming", operator });
}

function disconnectSelected(workbench: Workbench): void {
  const { edges, operators } = workbench.workspace.selection;
  const into = workbench.editor.document.edges.filter(({ to }) => operators.includes(to.operator)).map(({ id }) => id);
  const cut = edges.length > 0 ? edges : into;
  if (cut.length === 0) return;
  workbench.editor.edit({ kind: "removeParts", operators: [], edges: cut, notes: [] });
  workbench.workspace.announce(text("commands", "disconnected", { count: cut.length }));
}

/** The search has the focus when this returns, once it is loaded: what is typed right behind the key goes into it, not to the canvas. */
function openPalette(workbench: Workbench): void {
  const { dock } = workbench.workspace.state;
  flushSync(() =>
    workbench.workspace.set({ dock: { ...dock, open: true, tab: "palette" }, view: "logical", firstRun: false }),
  );
  focusSearch(workbench, framesForPalette);
}

/** A palette that is looked at for the first time is still on its way. */
const framesForPalette = 300;

function focusSearch(workbench: Workbench, frames: number): void {
  const search = workbench.element?.querySelector<HTMLElement>("[data-palette-search]");
  if (search) search.focus();
  else if (frames > 0) requestAnimationFrame(() => focusSearch(workbench, frames - 1));
}

function insertNote(workbench: Workbench): void {
  const at = workbench.canvas.control?.pointer() ?? { x: 0, y: 0 };
  const { change, note } = addNote(workbench.editor.document, besideOperators(workbench.editor.document, at), "");
  workbench.editor.edit(change);
  workbench.workspace.select({ notes: [note] });
  workbench.modes.enter({ kind: "writing", note });
}

/** Enter: joins in connect mode, takes an edge where one is asked for, writes in a note, else shows the configuration. */
function openSelected(workbench: Workbench): void {
  const { mode } = workbench.modes;
  if (mode.kind === "connecting") {
    finishAtCurrentTarget(workbench);
    return;
  }
  if (mode.kind === "choosingEdge") return chooseEdge(workbench);
  const { selection, inspector } = workbench.workspace.state;
  const [note] = selection.notes;
  if (note !== undefined) {
    workbench.modes.enter({ kind: "writing", note });
    return;
  }
  workbench.workspace.set({ inspector: { ...inspector, open: true, tab: "config" } });
  requestAnimationFrame(() =>
    workbench.element?.querySelector<HTMLElement>("[data-region=inspector] :is(input, select, textarea)")?.focus(),
  );
}

function saying(workbench: Workbench, act: () => void, word: "undone" | "redone"): void {
  act();
  workbench.workspace.announce(text("commands", word));
}

/** Asks what has the focus for its menu, as a press with the right button on it does; with the focus on no part, the canvas. [UI125] */
function askForMenu({ contextMenu, workspace, element }: Workbench): void {
  const focus = document.activeElement;
  const isPart = focus !== null && focus !== document.body && !focus.matches("[data-region]");
  const about = isPart ? focus : element?.querySelector("[data-region=canvas]");
  const { left, top, width, height } = about?.getBoundingClientRect() ?? new DOMRect();
  const place = { x: left + width / 2, y: top + height / 2 };
  if (isPart) focus.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: place.x, clientY: place.y }));
  else contextMenu.showAt(place, { kind: workspace.state.view === "logical" ? "canvas" : "picture" });
}

/** Esc: one level up, from a panel to the canvas, there from what is being done to what is selected. */
function leaveLevel(workbench: Workbench): void {
  const region = document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"];
  if (workbench.modes.mode.kind !== "idle") workbench.modes.leave();
  else if (region !== undefined && region !== "canvas") workbench.canvas.control?.focus();
  else if (hasSelection(workbench)) workbench.workspace.select(nothingSelected);
}
