import { useSyncExternalStore, type ReactNode } from "react";
import { chordLabel, isMac, keysOf } from "../commands/key-chord.ts";
import { Icon, Mark } from "../glyph/icon.tsx";
import { FaultMenu } from "../transport/fault-menu.tsx";
import { useText } from "../i18n/use-text.ts";
import { type View } from "../workspace/workspace.ts";
import { MenuButton } from "../workspace/menu-button.tsx";
import { commandEntries } from "../actions/command-entries.ts";
import { SavedState } from "./saved-state.tsx";
import { TrustBadge } from "./trust-badge.tsx";
import { failedName, jobFailure } from "../run/failures.ts";
import { isLive } from "../run/session-state.ts";
import {
  useAnalysis,
  useDocument,
  useRun,
  useSessionState,
  useSettings,
  useWorkbench,
  useWorkspace,
} from "../workspace/workbench-context.ts";

/** Name and state of the document at the left, the view in the middle, what can be done with it at the right. */
export function TopBar(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const name = useDocument((state) => state.document.name);
  return (
    <header className="top-bar" data-region="top" tabIndex={-1}>
      <span className="top-document">
        <span className="brand">
          <Mark />
          <b>Weir</b>
        </span>
        <span className="document-title">
          <button type="button" className="document-name" title={t("openJobs")} onClick={() => workbench.commands.run("file.open")}>
            {name}
          </button>
          <SavedState />
        </span>
        <TrustBadge />
        <span className="history-buttons">
          <HistoryButton command="edit.undo" icon="undo" />
          <HistoryButton command="edit.redo" icon="redo" />
        </span>
      </span>
      <ViewSwitch />
      <span className="top-actions">
        <ProblemsButton />
        <RunButton />
        <FaultMenu />
        <i className="divider" />
        <CommandButton command="file.share" icon="share" label={t("share")} className="is-foldable" />
        <ExportMenu />
        <i className="divider" />
        <LanguageButton />
        <CommandButton command="view.theme" icon="theme" className="is-square is-foldable" />
        <FindButton />
        <MoreMenu />
      </span>
    </header>
  );
}

/** Name of a command and its key; empty until the commands are installed. */
function useLabelWithKey(id: string): string {
  const { commands } = useWorkbench();
  useText("commands");
  const command = useSyncExternalStore(commands.onChange, () => commands.all).find((candidate) => candidate.id === id);
  if (!command) return "";
  const [chord] = keysOf(command, {});
  return chord === undefined ? command.label() : `${command.label()} (${chordLabel(chord, isMac())})`;
}

interface CommandButtonProps {
  readonly command: string;
  readonly icon: string;
  readonly label?: string;
  readonly className?: string;
}

function CommandButton({ command, icon, label, className = "" }: CommandButtonProps): ReactNode {
  const workbench = useWorkbench();
  const name = useLabelWithKey(command);
  return (
    <button
      type="button"
      className={`button ${className}`}
      title={name}
      aria-label={label ?? name}
      onClick={() => workbench.commands.run(command)}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
}

function HistoryButton({
  command,
  icon,
}: {
  readonly command: "edit.undo" | "edit.redo";
  readonly icon: string;
}): ReactNode {
  const workbench = useWorkbench();
  const possible = useDocument((state) => (command === "edit.undo" ? state.past : state.future).length > 0);
  const name = useLabelWithKey(command);
  return (
    <button
      type="button"
      className="button is-square"
      disabled={!possible}
      title={name}
      aria-label={name}
      onClick={() => workbench.commands.run(command)}
    >
      <Icon name={icon} />
    </button>
  );
}

const views: readonly View[] = ["logical", "physical"];

function ViewSwitch(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const view = useWorkspace((state) => state.view);
  return (
    <span className="segments view-switch" role="group" aria-label={t("view")}>
      {views.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={view === name}
          onClick={() => workbench.workspace.set({ view: name })}
        >
          {t(name)}
        </button>
      ))}
    </span>
  );
}

function ProblemsButton(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const errors = useAnalysis((state) => state.diagnostics.filter(({ severity }) => severity === "error").length);
  const warnings = useAnalysis((state) => state.diagnostics.length) - errors;
  const run = useRun();
  const failed = run && jobFailure(run.view);
  const exceptions = failed ? 0 : (run?.view.failures.length ?? 0);
  const found =
    errors === 0 && warnings > 0
      ? t("warnings", { count: warnings })
      : warnings === 0
        ? t("problems", { count: errors })
        : t("problemsAndWarnings", { errors, warnings });
  const bad = failed !== undefined || errors > 0;
  return (
    <button
      type="button"
      className={bad ? "button is-bad" : "button"}
      onClick={() => workbench.commands.run("view.problems")}
    >
      <Icon name={bad ? "kill" : warnings + exceptions > 0 ? "bell" : "check"} />
      {run && failed ? t("failed", { name: failedName(run.header, failed) || t("job") }) : found}
      {exceptions > 0 && t("exceptions", { count: exceptions })}
    </button>
  );
}

/** The one filled button of the screen. */
function RunButton(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const phase = useSessionState((state) => state.phase);
  const running = phase === "running" || phase === "starting";
  const toggle = useLabelWithKey("run.toggle");
  const stop = useLabelWithKey("run.stop");
  return (
    <>
      <button type="button" className="button is-strong" title={toggle} onClick={() => workbench.commands.run("run.toggle")}>
        <Icon name={running ? "pause" : "play"} />
        {t(running ? "pause" : phase === "paused" ? "resume" : "run")}
      </button>
      {isLive(phase) && (
        <button
          type="button"
          className="button is-square is-foldable"
          title={stop}
          aria-label={stop}
          onClick={() => workbench.commands.run("run.stop")}
        >
          <Icon name="stop" />
        </button>
      )}
    </>
  );
}

const exports = ["file.exportJob", "file.exportPlan"] as const;

function ExportMenu(): ReactNode {
  const t = useText("shell");
  return (
    <CommandMenu
      className="is-foldable"
      icon="exp"
      label={t("export")}
      commands={[...exports, "-", "file.import"]}
      note={["exportNote.job", "exportNote.plan", "exportNote.program"].map((key) => t(key)).join(" ")}
    />
  );
}

/** On narrow screens everything behind Run and Fault. */
function MoreMenu(): ReactNode {
  const t = useText("shell");
  return (
    <CommandMenu
      className="is-more is-square"
      icon="menu"
      hiddenLabel={t("more")}
      commands={[
        "insert.operator",
        "view.dock",
        "view.inspector",
        "help.commands",
        "-",
        "file.open",
        "file.share",
        ...exports,
        "file.import",
        "-",
        "file.trust",
        "file.distrust",
        "-",
        "run.stop",
        "view.language",
        "view.theme",
        "help.shortcuts",
        "help.licences",
      ]}
    />
  );
}

interface CommandMenuProps {
  readonly icon: string;
  readonly label?: string;
  readonly hiddenLabel?: string;
  readonly className?: string;
  /** Ids of commands; "-" is a line between groups. */
  readonly commands: readonly string[];
  /** Below them. */
  readonly note?: string;
}

function CommandMenu({ icon, label, hiddenLabel, className = "", commands, note }: CommandMenuProps): ReactNode {
  const workbench = useWorkbench();
  return (
    <MenuButton
      className={`button ${className}`}
      aria-label={label ?? hiddenLabel}
      align="end"
      entries={() => {
        const entries = commandEntries(workbench, commands);
        return note === undefined ? entries : [...entries, { kind: "rule" }, { kind: "note", text: note }];
      }}
    >
      <Icon name={icon} />
      {label}
    </MenuButton>
  );
}

function LanguageButton(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  return (
    <button
      type="button"
      className="button is-square is-foldable"
      lang={t("otherLanguage.code")}
      aria-label={t("otherLanguage.name")}
      title={t("otherLanguage.name")}
      onClick={() => workbench.commands.run("view.language")}
    >
      {t("otherLanguage.code") === "en" ? t("otherLanguage.short") : <Icon name="chinese" />}
    </button>
  );
}

function FindButton(): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const keys = useSettings((state) => state.keys);
  const command = workbench.commands.all.find(({ id }) => id === "help.commands");
  const [chord = "Mod+KeyK"] = command ? keysOf(command, keys) : [];
  return (
    <button type="button" className="button is-key is-foldable" onClick={() => workbench.commands.run("help.commands")}>
      {t("find")} <kbd>{chordLabel(chord, isMac())}</kbd>
    </button>
  );
}
