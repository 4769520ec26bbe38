import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** A command as an entry of a menu: its name, and its key or why it cannot be done now. */
export function MenuCommand({ id }: { readonly id: string }): ReactNode {
  const workbench = useWorkbench();
  const command = workbench.commands.all.find((candidate) => candidate.id === id);
  if (!command) return null;
  const reason = command.unavailable?.();
  const [chord] = keysOf(command, {});
  return (
    <DropdownMenu.Item className="menu-item" disabled={reason !== undefined} onSelect={() => workbench.commands.run(id)}>
      <span>{command.label()}</span>
      {reason !== undefined ? <small>{reason}</small> : chord !== undefined && <kbd>{chordLabel(chord, isMac())}</kbd>}
    </DropdownMenu.Item>
  );
}
