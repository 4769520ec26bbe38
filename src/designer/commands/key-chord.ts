import type { Command, KeyChord } from "./command.ts";

export interface KeyPress {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Chord of a key event by physical place, so that it is the same key on every layout. [UI16] */
export function chordOf(event: KeyPress, mac: boolean): KeyChord {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const control = mac && event.ctrlKey;
  return [mod && "Mod", control && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.code]
    .filter(Boolean)
    .join("+");
}

const codeNames: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  ContextMenu: "Menu",
  Delete: "Del",
  Backspace: "⌫",
  Enter: "↵",
  Space: "Space",
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "=",
  Period: ".",
  Slash: "/",
  Comma: ",",
  Semicolon: ";",
  Quote: "'",
  Backquote: "`",
  NumpadAdd: "Num +",
  NumpadSubtract: "Num -",
};

/** As printed on a key cap: "Ctrl K", "?". */
export function chordLabel(chord: KeyChord, mac: boolean): string {
  if (chord === "Shift+Slash") return "?";
  const parts = chord.split("+");
  const code = parts.pop() ?? "";
  const modifiers = parts.map((part) => (part === "Mod" ? (mac ? "⌘" : "Ctrl") : part === "Alt" && mac ? "⌥" : part));
  return [...modifiers, codeNames[code] ?? code.replace(/^(Key|Digit|Numpad)/, "")].join(" ");
}

/** Keys of a command with the person's choice in place of the default. */
export function keysOf(
  command: Pick<Command, "id" | "keys">,
  chosen: Readonly<Record<string, string>>,
): readonly KeyChord[] {
  const own = chosen[command.id];
  if (own === undefined) return command.keys;
  return own === "" ? [] : [own];
}

/** A letter, digit or sign without Ctrl, Cmd or Alt: works only where no text can be typed. */
export function isPlain(chord: KeyChord): boolean {
  return !/(^|\+)(Mod|Ctrl|Alt)\+/.test(chord) && !/(^|\+)F\d+$/.test(chord);
}

/** Commands whose keys are the same in overlapping scopes: what the key settings must point out. */
export function conflicts(
  commands: readonly Command[],
  chosen: Readonly<Record<string, string>>,
): ReadonlyMap<KeyChord, readonly string[]> {
  const owners = new Map<KeyChord, string[]>();
  for (const command of commands) {
    for (const chord of keysOf(command, chosen)) {
      const place = command.scope === "anywhere" ? chord : `${command.scope} ${chord}`;
      owners.set(place, [...(owners.get(place) ?? []), command.id]);
    }
  }
  return new Map([...owners].filter(([, ids]) => ids.length > 1));
}

export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");
}
