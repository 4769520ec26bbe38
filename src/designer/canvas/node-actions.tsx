import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

const actions = [
  { command: "insert.after", icon: "plus" },
  { command: "select.open", icon: "edit" },
  { command: "edit.duplicate", icon: "copy" },
  { command: "edit.delete", icon: "close" },
] as const;

/** Buttons above the right corner while the pointer is on the node. Each is a command with a key, so Tab skips them. */
export function NodeActions({ operator, name }: { readonly operator: string; readonly name: string }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("canvas");
  return (
    <div className="node-actions nodrag nopan">
      {actions.map(({ command, icon }) => (
        <button
          key={command}
          type="button"
          tabIndex={-1}
          className="button is-square is-line"
          title={t(`action.${command.replace(".", "-")}`, { name })}
          aria-label={t(`action.${command.replace(".", "-")}`, { name })}
          onClick={(event) => {
            event.stopPropagation();
            workbench.workspace.select({ operators: [operator] });
            workbench.commands.run(command);
          }}
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </div>
  );
}
