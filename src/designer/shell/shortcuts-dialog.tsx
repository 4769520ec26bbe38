import { useState, type KeyboardEvent, type ReactNode } from "react";
import type { Command } from "../commands/command.ts";
import { chordLabel, chordOf, conflicts, isMac, keysOf } from "../commands/key-chord.ts";
import { useText } from "../i18n/use-text.ts";
import { useSettings, useWorkbench } from "../workspace/workbench-context.ts";

/** Every key, by group. A press on a key lets another be pressed in its place; Backspace takes it away. [UI16] */
export function ShortcutsDialog(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const tc = useText("commands");
  const chosen = useSettings((state) => state.keys);
  const singleKeys = useSettings((state) => state.singleKeys);
  const commands = workbench.commands.all.filter(
    ({ id, keys }) => (keys.length > 0 || chosen[id] !== undefined) && !/^(edit\.connectTo|file\.door)/.test(id),
  );
  const groups = [...new Set(commands.map(({ group }) => group))];
  const twice = new Set(
    [...conflicts(workbench.commands.all, chosen).values()].flatMap((ids) =>
      ids.some((id) => chosen[id] !== undefined) ? ids : [],
    ),
  );
  return (
    <>
      <header className="dialog-head">
        <h2 id="dialog-title">{t("shortcuts.title")}</h2>
        <p>{t("shortcuts.hint")}</p>
      </header>
      <div className="shortcut-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{tc(`group.${group}`)}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id}>
                    <dt>{command.label()}</dt>
                    <dd>
                      <KeyButton command={command} conflicting={twice.has(command.id)} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button is-strong" onClick={() => workbench.dialogs.close()}>
          {t("close")}
        </button>
        <button
          type="button"
          className="button is-line"
          disabled={Object.keys(chosen).length === 0}
          onClick={() => workbench.settings.change({ keys: {} })}
        >
          {t("shortcuts.reset")}
        </button>
        <label className="check-line">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => workbench.settings.change({ singleKeys: event.target.checked })}
          />
          {t("shortcuts.single")}
        </label>
      </footer>
    </>
  );
}

function KeyButton({ command, conflicting }: { readonly command: Command; readonly conflicting: boolean }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const [listening, setListening] = useState(false);
  const chosen = useSettings((state) => state.keys);
  const chords = keysOf(command, chosen);
  const press = (event: KeyboardEvent): void => {
    if (!listening || /^(Control|Shift|Alt|Meta)/.test(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code !== "Escape") {
      const chord = event.code === "Backspace" ? "" : chordOf(event, isMac());
      workbench.settings.change({ keys: { ...workbench.settings.state.keys, [command.id]: chord } });
    }
    setListening(false);
  };
  const words =
    chords.length === 0 ? t("shortcuts.none") : chords.map((chord) => chordLabel(chord, isMac())).join(", ");
  return (
    <button
      type="button"
      className={conflicting ? "key-button is-bad" : "key-button"}
      aria-label={t("shortcuts.change", { command: command.label(), keys: words })}
      title={conflicting ? t("shortcuts.twice") : undefined}
      onClick={() => setListening(true)}
      onBlur={() => setListening(false)}
      onKeyDown={press}
    >
      {listening ? t("shortcuts.press") : <kbd>{words}</kbd>}
    </button>
  );
}
