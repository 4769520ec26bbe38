import { formatDocument } from "../../graph/format-document.ts";
import { changeLanguage, currentLanguage, text } from "../i18n/language.ts";
import { isLive, type SessionState } from "../run/session-state.ts";
import type { CanvasControl } from "../workspace/canvas-region.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { effectiveTheme } from "../workspace/settings.ts";
import { timelineTabs } from "../workspace/workspace.ts";
import type { Command } from "../commands/command.ts";
import { defineCommand } from "../commands/define.ts";
import { createDocumentId, openNewJob, saveVersion } from "./file-actions.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import { exportPlan } from "./plan-export.ts";
import { cycleRegion } from "../commands/regions.ts";
import { startRun } from "./run-actions.ts";
import { askForTrust, cannotTrust, cannotWithdraw, withdrawTrust } from "../workspace/trust.ts";

/** Commands of the frame: files, run, views, panels, help. */
export function shellCommands(workbench: Workbench): Command[] {
  return [...fileCommands(workbench), ...runCommands(workbench), ...viewCommands(workbench), ...helpCommands(workbench)];
}

function fileCommands(workbench: Workbench): Command[] {
  const firstRun = (): string | undefined => {
    const { firstRun: doors, view } = workbench.workspace.state;
    return doors && view === "physical" ? undefined : text("commands", "unavailable.firstRun");
  };
  const fromLink = (): string | undefined =>
    workbench.editor.state.origin === "link" ? undefined : text("commands", "unavailable.ownAlready");
  const openExamples = (): void => workbench.dialogs.open({ kind: "examples" });
  const follows = (): string | undefined => (workbench.editor.state.follows ? undefined : text("commands", "unavailable.writesHere"));
  return [
    defineCommand("file.new", () => openNewJob(workbench)),
    defineCommand("file.open", () => workbench.dialogs.open({ kind: "open" })),
    defineCommand("file.examples", openExamples),
    defineCommand("file.save", () => void saveVersion(workbench, undefined), { keys: ["Mod+KeyS"] }),
    defineCommand("file.versions", () => workbench.dialogs.open({ kind: "versions" })),
    defineCommand("file.import", () => importFile(workbench)),
    defineCommand("file.exportJob", () => exportJob(workbench), { keys: ["Mod+KeyE"] }),
    defineCommand("file.exportPlan", () => exportPlan(workbench)),
    defineCommand("file.share", () => workbench.dialogs.open({ kind: "share" })),
    defineCommand("file.adopt", () => adopt(workbench), { unavailable: fromLink }),
    defineCommand("file.takeOver", () => void workbench.writer?.takeOver(), { unavailable: follows }),
    defineCommand("file.takeCopy", () => workbench.writer?.takeCopy(), { unavailable: follows }),
    defineCommand("file.trust", () => void askForTrust(workbench), { unavailable: () => cannotTrust(workbench) }),
    defineCommand("file.distrust", () => withdrawTrust(workbench), { unavailable: () => cannotWithdraw(workbench) }),
    defineCommand("file.door1", () => showSnapshot(workbench), {
      keys: ["Digit1"],
      scope: "canvas",
      unavailable: firstRun,
    }),
    defineCommand("file.door2", () => openNewJob(workbench), { keys: ["Digit2"], scope: "canvas", unavailable: firstRun }),
    defineCommand("file.door3", openExamples, { keys: ["Digit3"], scope: "canvas", unavailable: firstRun }),
  ];
}

function exportJob(workbench: Workbench): void {
  const { document } = workbench.editor;
  download(fileNameOf(document.name, "weir.json"), formatDocument(document));
  workbench.dialogs.showToast(text("shell", "jobExported", { name: document.name }));
}

function importFile(workbench: Workbench): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".json,application/json";
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    if (file) void workbench.reader.readFile(file).then((report) => workbench.dialogs.open({ kind: "import", name: file.name, report }));
  });
  chooser.click();
}

function adopt(workbench: Workbench): void {
  workbench.editor.adopt(createDocumentId());
  history.replaceState(undefined, "", location.pathname + location.search);
}

/** The first door: the picture of the run, up to the next barrier. */
function showSnapshot(workbench: Workbench): void {
  const { workspace, session, commands } = workbench;
  const { phase } = session.store.getState();
  workspace.set({ view: "physical", firstRun: false });
  if (phase === "starting") {
    const stop = session.store.subscribe((now) => {
      if (now.phase === "starting") return;
      stop();
      commands.run("run.until.barrier");
    });
  } else if (isLive(phase)) commands.run("run.until.barrier");
  else void startRun(workbench).then(() => commands.run("run.until.barrier"));
}

function runCommands(workbench: Workbench): Command[] {
  const { session, editor, runMemory } = workbench;
  const state = (): SessionState => session.store.getState();
  const live = (): string | undefined => (isLive(state().phase) ? undefined : text("commands", "unavailable.notRunning"));
  const cutOff = (): string | undefined => {
    const { id, origin } = editor.state;
    const { phase, broken } = state();
    if (broken !== undefined) return undefined;
    return origin === "own" && phase === "idle" && runMemory.wasCutOff(id) ? undefined : text("commands", "unavailable.notCutOff");
  };
  const toggle = (): void => {
    const { phase } = state();
    if (phase === "running" || phase === "starting") session.pause();
    else if (phase === "paused") session.resume();
    else void startRun(workbench);
  };
  const recover = (): void => void (state().broken === undefined ? startRun(workbench, "latest") : session.recover());
  return [
    defineCommand("run.toggle", toggle, { keys: ["Space", "Period"] }),
    defineCommand("run.restart", () => void startRun(workbench)),
    defineCommand("run.recover", recover, { unavailable: cutOff }),
    defineCommand("run.stop", () => session.cancel(), { unavailable: live }),
  ];
}

function viewCommands(workbench: Workbench): Command[] {
  const canvas = (run: (control: CanvasControl) => void) => (): void => {
    const { control } = workbench.canvas;
    if (control) run(control);
  };
  const zoom = { scope: "canvas" as const };
  const nothingToFit = (): string | undefined =>
    workbench.workspace.selection.operators.length > 0 ? undefined : text("commands", "unavailable.nothingSelected");
  return [
    defineCommand(
      "view.toggle",
      () => workbench.workspace.set(({ view }) => ({ view: view === "logical" ? "physical" : "logical" })),
      { keys: ["KeyP"] },
    ),
    defineCommand(
      "view.zoomReset",
      canvas((control) => control.zoomTo(1)),
      { keys: ["Digit0"], ...zoom },
    ),
    defineCommand(
      "view.fit",
      canvas((control) => control.fit()),
      { keys: ["Digit1"], ...zoom },
    ),
    defineCommand(
      "view.fitSelection",
      canvas((control) => control.fit(workbench.workspace.selection.operators)),
      { keys: ["Digit2"], ...zoom, unavailable: nothingToFit },
    ),
    defineCommand(
      "view.zoomIn",
      canvas((control) => control.zoomBy(1.25)),
      { keys: ["Equal", "NumpadAdd"], ...zoom },
    ),
    defineCommand(
      "view.zoomOut",
      canvas((control) => control.zoomBy(0.8)),
      { keys: ["Minus", "NumpadSubtract"], ...zoom },
    ),
    defineCommand("view.dock", () => workbench.workspace.set(({ dock }) => ({ dock: { ...dock, open: !dock.open } })), {
      keys: ["Mod+KeyB"],
    }),
    defineCommand(
      "view.inspector",
      () =>
        workbench.workspace.set(({ inspector }) => ({
          firstRun: false,
          inspector: { ...inspector, open: !inspector.open },
        })),
      { keys: ["Mod+KeyI"] },
    ),
    defineCommand("view.problems", () => workbench.workspace.showTimeline("problems")),
    ...timelineTabs.map((tab, index) =>
      defineCommand(`view.timeline${index + 1}`, () => workbench.workspace.showTimeline(tab), { keys: [`Alt+Digit${index + 1}`] }),
    ),
    defineCommand("view.theme", () => toggleTheme(workbench)),
    defineCommand("view.language", () => toggleLanguage(workbench)),
    defineCommand("view.motion", () => toggleMotion(workbench)),
    defineCommand("view.nextRegion", () => cycleRegion(workbench.element ?? document, 1), { keys: ["F6"] }),
    defineCommand("view.previousRegion", () => cycleRegion(workbench.element ?? document, -1), { keys: ["Shift+F6"] }),
  ];
}

function toggleTheme(workbench: Workbench): void {
  workbench.settings.change({ theme: effectiveTheme(workbench.settings.state.theme) === "dark" ? "light" : "dark" });
}

function toggleLanguage(workbench: Workbench): void {
  const language = currentLanguage() === "zh-Hans" ? "en" : "zh-Hans";
  workbench.settings.change({ language });
  void changeLanguage(language);
}

function toggleMotion(workbench: Workbench): void {
  const motion = workbench.settings.state.motion === "none" ? "system" : "none";
  workbench.settings.change({ motion });
  workbench.workspace.announce(text("shell", motion === "none" ? "motionOff" : "motionOn"));
}

function helpCommands(workbench: Workbench): Command[] {
  return [
    defineCommand("help.commands", () => workbench.dialogs.open({ kind: "commands", query: "" }), { keys: ["Mod+KeyK"] }),
    defineCommand("help.shortcuts", () => workbench.dialogs.open({ kind: "shortcuts" }), { keys: ["Shift+Slash"] }),
    defineCommand("help.licences", () => workbench.dialogs.open({ kind: "licences" })),
  ];
}
