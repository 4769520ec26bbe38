import type { Command } from "../commands/command.ts";
import { chordOf, isMac, isPlain, keysOf } from "../commands/key-chord.ts";
import { isAddressed } from "./addressed.ts";
import type { Workbench } from "../workspace/workbench.ts";

/**
 * Runs the command of a pressed key. Plain keys act only while no text is being edited and, unless the command is global, only
 * with the focus in its region; never while an input method composes or a dialog is open. [UI17]
 */
export function dispatchKeys(workbench: Workbench, root: HTMLElement): () => void {
  const mac = isMac();
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented || !isAddressed(root)) return;
    const chord = chordOf(event, mac);
    const focus = document.activeElement;
    if (
      isPlain(chord) &&
      chord !== "Escape" &&
      (editsText(focus) || (!workbench.settings.state.singleKeys && /^(Shift\+)?(Key|Digit)/.test(chord)))
    )
      return;
    if (document.querySelector("dialog[open]") || (isPlain(chord) && focus?.closest("[role=menu], [role=listbox]"))) return;
    if ((chord === "Space" || chord === "Enter") && focus?.closest("button, a, summary")) return;
    const command = commandFor(workbench, chord, regionOf(focus));
    if (!command || (editsText(focus) && usedByFields.has(chord))) return;
    const reason = command.unavailable?.();
    if (reason === undefined && events.has(chord) && eventCommands.has(command.id)) return;
    event.preventDefault();
    if (reason === undefined) command.run();
    else workbench.workspace.announce(`${command.label()}: ${reason}`);
  };
  root.ownerDocument.addEventListener("keydown", press);
  return () => root.ownerDocument.removeEventListener("keydown", press);
}

/** The browser makes events of these, by which the clipboard is written at once and without a permission. */
const events = new Set(["Mod+KeyC", "Mod+KeyX"]);
const eventCommands = new Set(["edit.copy", "edit.cut"]);

/** Chords that text fields need for themselves. */
const usedByFields = new Set([
  "Mod+KeyZ",
  "Mod+Shift+KeyZ",
  "Mod+KeyY",
  "Mod+KeyC",
  "Mod+KeyX",
  "Mod+KeyV",
  "Mod+KeyA",
  "Mod+ArrowLeft",
  "Mod+ArrowRight",
  "Shift+F10",
]);

/** Of several commands on one key the first that can be done now: 1 fits the view, but joins while an edge is drawn. */
function commandFor(workbench: Workbench, chord: string, region: Command["scope"] | undefined): Command | undefined {
  const chosen = workbench.settings.state.keys;
  const matching = workbench.commands.all.filter((command) => keysOf(command, chosen).includes(chord));
  const ordered = [
    ...matching.filter(({ scope }) => scope === region && scope !== "anywhere"),
    ...matching.filter(({ scope }) => scope === "anywhere"),
  ];
  return ordered.find(({ unavailable }) => unavailable?.() === undefined) ?? ordered[0];
}

/** Nothing focused counts as the canvas: that is where the person looks. */
function regionOf(focus: Element | null): Command["scope"] | undefined {
  if (!focus || focus === document.body) return "canvas";
  const region = focus.closest<HTMLElement>("[data-region]")?.dataset["region"];
  if (region === "transport" || region === "timeline") return "transport";
  return region === "canvas" ? "canvas" : undefined;
}

function editsText(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}
