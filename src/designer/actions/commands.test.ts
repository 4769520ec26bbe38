import { describe, expect, it } from "vitest";
import { CommandRegistry } from "../commands/registry.ts";
import { sampleWorkbench } from "../workspace/testing/sample-workbench.ts";
import type { Command } from "../commands/command.ts";
import { editorCommands } from "./editor-commands.ts";
import { chordLabel, chordOf, conflicts, isPlain, keysOf } from "../commands/key-chord.ts";

const press = (code: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("[UI16] keys", () => {
  it("are physical places with modifiers in a fixed order", () => {
    expect(chordOf(press("KeyZ", { ctrlKey: true, shiftKey: true }), false)).toBe("Mod+Shift+KeyZ");
    expect(chordOf(press("KeyZ", { metaKey: true }), true)).toBe("Mod+KeyZ");
    expect(chordOf(press("KeyZ", { ctrlKey: true }), true)).toBe("Ctrl+KeyZ");
    expect(chordOf(press("ArrowLeft", { altKey: true }), false)).toBe("Alt+ArrowLeft");
  });

  it("read as on the key caps", () => {
    expect(chordLabel("Mod+KeyK", false)).toBe("Ctrl K");
    expect(chordLabel("Shift+Slash", false)).toBe("?");
    expect(chordLabel("Mod+Shift+ArrowUp", true)).toBe("⌘ Shift ↑");
  });

  it("can be changed or taken away", () => {
    const command = { id: "edit.undo", keys: ["Mod+KeyZ"] };
    expect(keysOf(command, {})).toEqual(["Mod+KeyZ"]);
    expect(keysOf(command, { "edit.undo": "F9" })).toEqual(["F9"]);
    expect(keysOf(command, { "edit.undo": "" })).toEqual([]);
  });

  it("[UI17] are plain when they could be typed", () => {
    expect(["KeyC", "Shift+KeyT", "Space", "Digit1"].every(isPlain)).toBe(true);
    expect(["Mod+KeyC", "Alt+Digit1", "F6", "Shift+F6"].some(isPlain)).toBe(false);
  });

  it("point out that two commands share a key", () => {
    const commands = editorCommands(sampleWorkbench());
    const shared = conflicts(commands, { "edit.undo": "KeyN", "insert.note": "KeyN" });
    expect([...shared.values()]).toEqual([]);
    const both = conflicts(commands, { "edit.tidy": "KeyN" });
    expect([...both.values()]).toEqual([["edit.tidy", "insert.note"]]);
  });
});

describe("command registry", () => {
  const command = (id: string, extra: Partial<Command> = {}): Command => ({
    id,
    group: "edit",
    label: () => id,
    keys: [],
    scope: "anywhere",
    run: () => {},
    ...extra,
  });

  it("refuses two commands of one id", () => {
    expect(() => new CommandRegistry().install([command("a"), command("a")])).toThrow("two commands a");
  });

  it("runs what can be done and says why not otherwise", () => {
    let ran = 0;
    const commands = new CommandRegistry();
    const remove = commands.install([
      command("a", { run: () => ran++ }),
      command("b", { run: () => ran++, unavailable: () => "no" }),
    ]);
    expect(commands.run("a")).toBeUndefined();
    expect(commands.run("b")).toBe("no");
    expect(ran).toBe(1);
    remove();
    expect(commands.all).toEqual([]);
  });
});
