import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import { allCommands, runCommand } from "../commands/registry.ts";

/** A command as an entry of a menu: its name, and its key or why it cannot be done now. */
export function MenuCommand({ id }: { readonly id: string }): ReactNode {
  const command = allCommands().find((candidate) => candidate.id === id);
  if (!command) return null;
  const reason = command.unavailable?.();
  const [chord] = keysOf(command, {});
  return (
    <DropdownMenu.Item className="menu-item" disabled={reason !== undefined} onSelect={() => runCommand(id)}>
      <span>{command.label()}</span>
      {reason !== undefined ? <small>{reason}</small> : chord !== undefined && <kbd>{chordLabel(chord, isMac())}</kbd>}
    </DropdownMenu.Item>
  );
}
