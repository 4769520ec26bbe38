import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import type { MenuEntry } from "../workspace/menu-entry.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Commands by their ids as entries of a menu: the name, and its key or why it cannot be done now. "-" is a line between groups. */
export function commandEntries({ commands, settings }: Workbench, ids: readonly string[]): readonly MenuEntry[] {
  return ids.flatMap((id): readonly MenuEntry[] => {
    if (id === "-") return [{ kind: "rule" }];
    const command = commands.all.find((candidate) => candidate.id === id);
    if (!command) return [];
    const remark = command.unavailable?.();
    const [chord] = keysOf(command, settings.state.keys);
    const hint = remark !== undefined ? { remark, disabled: true } : chord === undefined ? {} : { keys: chordLabel(chord, isMac()) };
    return [{ kind: "item", text: command.label(), ...hint, select: () => commands.run(id) }];
  });
}
