import { Command as Palette } from "cmdk";
import { useState, type ReactNode } from "react";
import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import { useText } from "../i18n/use-text.ts";
import { useSettings, useWorkbench } from "../workspace/workbench-context.ts";

/** Every command with its key; what cannot be done now stays in the list with the reason. */
export function CommandPalette({ query }: { readonly query: string }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const tc = useText("commands");
  const [typed, setTyped] = useState(query);
  const chosen = useSettings((state) => state.keys);
  const commands = workbench.commands.all.filter(
    ({ id }) => !/\d$|^select\.|^edit\.nudge/.test(id) || id.startsWith("view.timeline"),
  );
  return (
    <Palette label={t("commands.title")} loop>
      <h2 id="dialog-title" className="visually-hidden">
        {t("commands.title")}
      </h2>
      <div className="command-search">
        <Palette.Input
          autoFocus
          value={typed}
          onValueChange={setTyped}
          placeholder={t("commands.placeholder")}
          aria-label={t("commands.placeholder")}
        />
        <kbd>Esc</kbd>
      </div>
      <Palette.List className="command-list" label={t("commands.title")}>
        <Palette.Empty className="dock-note">{t("commands.none")}</Palette.Empty>
        {commands.map((command) => {
          const reason = command.unavailable?.();
          const [chord] = keysOf(command, chosen);
          return (
            <Palette.Item
              key={command.id}
              value={`${command.label()} ${command.id}`}
              className={reason === undefined ? "command-item" : "command-item is-off"}
              onSelect={() => {
                if (reason !== undefined) return;
                workbench.dialogs.close();
                command.run();
              }}
            >
              <span>{command.label()}</span>
              <small>{reason ?? tc(`group.${command.group}`)}</small>
              {chord !== undefined && <kbd>{chordLabel(chord, isMac())}</kbd>}
            </Palette.Item>
          );
        })}
      </Palette.List>
    </Palette>
  );
}
