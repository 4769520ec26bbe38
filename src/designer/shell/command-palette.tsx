import { Command as Palette } from "cmdk";
import { useState, type ReactNode } from "react";
import { openExample } from "../actions/file-actions.ts";
import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import { examples } from "../examples/examples.ts";
import { textOf, useText } from "../i18n/use-text.ts";
import { useSettings, useWorkbench } from "../workspace/workbench-context.ts";

/** Every command with its key; what cannot be done now stays in the list with the reason. Behind them every example. [UI142] */
export function CommandPalette({ query }: { readonly query: string }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const tc = useText("commands");
  const tg = useText("gallery");
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
              keywords={[tc(`group.${command.group}`)]}
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
        {examples.map((example) => (
          <Palette.Item
            key={example.id}
            value={`${example.title.en} ${example.title["zh-Hans"]} example-${example.id}`}
            className="command-item"
            onSelect={() => openExample(workbench, example)}
          >
            <span>{textOf(example.title)}</span>
            <small>{tg("title")}</small>
          </Palette.Item>
        ))}
      </Palette.List>
    </Palette>
  );
}
