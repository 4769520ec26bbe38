/**
 * Something a person can do, by name. Every button, key and menu entry runs one of these, so the command palette and the
 * shortcuts sheet are complete by construction.
 */
export interface Command {
  /** Stable, dotted: "edit.undo". */
  readonly id: string;
  /** Translated, when asked: verb first, what it acts on after it. */
  readonly label: () => string;
  readonly group: CommandGroup;
  /** Default keys; empty when it has none. A person may set others (`commands/key-bindings.ts`). */
  readonly keys: readonly KeyChord[];
  /** Where plain keys reach it: "anywhere", or only while canvas, transport or timeline have the focus. */
  readonly scope: "anywhere" | "canvas" | "transport";
  /** Why it cannot be done now, as a translated sentence; undefined when it can. */
  readonly unavailable?: () => string | undefined;
  readonly run: () => void;
}

export type CommandGroup = "file" | "edit" | "insert" | "select" | "view" | "run" | "time" | "fault" | "help";

/**
 * Key by physical place, `KeyboardEvent.code` with modifiers in front: "KeyC", "Mod+KeyK" (Ctrl, on a Mac Cmd), "Shift+Alt+ArrowLeft".
 * Modifiers always in the order Mod, Ctrl, Alt, Shift.
 */
export type KeyChord = string;
