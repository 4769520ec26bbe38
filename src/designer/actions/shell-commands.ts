import { adoptDocument, currentDocument, documentStore } from "../document/document-store.ts";
import { readJobFile } from "../analysis/read-document.ts";
import { writeJob } from "../document/job-file.ts";
import { examples } from "../examples/example.ts";
import { changeLanguage, currentLanguage, text } from "../i18n/language.ts";
import { isLive } from "../run/job-state.ts";
import type { DesignerServices } from "../workspace/designer-context.ts";
import { canvasControl } from "../workspace/canvas-control.ts";
import { openDialog, showToast } from "../workspace/dialog-store.ts";
import { changeSettings, effectiveTheme, settingsStore } from "../workspace/settings-store.ts";
import { wasCutOff } from "../workspace/run-memory.ts";
import { announce, showTimeline, timelineTabs, workspaceStore } from "../workspace/workspace-store.ts";
import type { Command } from "../commands/command.ts";
import { defineCommand } from "../commands/define.ts";
import { newDocumentId, newJob, openExample, saveVersion } from "./file-actions.ts";
import { download, fileNameOf } from "../workspace/download.ts";
import { exportPlan } from "./plan-export.ts";
import { cycleRegion } from "../commands/regions.ts";
import { startRun } from "./run-actions.ts";
import { askForTrust, cannotTrust, cannotWithdraw, withdrawTrust } from "../workspace/trust.ts";
import { runCommand } from "../commands/registry.ts";

/** Commands of the frame: files, run, views, panels, help. */
export function shellCommands(services: DesignerServices): Command[] {
  return [...fileCommands(services), ...runCommands(services), ...viewCommands(), ...helpCommands()];
}

function fileCommands(services: DesignerServices): Command[] {
  const firstRun = (): string | undefined => {
    const { firstRun: doors, view } = workspaceStore.getState();
    return doors && view === "physical" ? undefined : text("commands", "unavailable.firstRun");
  };
  const fromLink = (): string | undefined =>
    documentStore.getState().origin === "link" ? undefined : text("commands", "unavailable.ownAlready");
  return [
    defineCommand("file.new", newJob),
    defineCommand("file.open", () => openDialog({ kind: "open" })),
    defineCommand("file.save", () => void saveVersion(undefined), { keys: ["Mod+KeyS"] }),
    defineCommand("file.versions", () => openDialog({ kind: "versions" })),
    defineCommand("file.import", importFile),
    defineCommand("file.exportJob", exportJob, { keys: ["Mod+KeyE"] }),
    defineCommand("file.exportPlan", () => exportPlan(services.catalog)),
    defineCommand("file.share", () => openDialog({ kind: "share" })),
    defineCommand("file.adopt", adopt, { unavailable: fromLink }),
    defineCommand("file.trust", () => void askForTrust(), { unavailable: cannotTrust }),
    defineCommand("file.distrust", () => withdrawTrust(services.run), { unavailable: cannotWithdraw }),
    defineCommand("file.door1", () => showSnapshot(services), {
      keys: ["Digit1"],
      scope: "canvas",
      unavailable: firstRun,
    }),
    defineCommand("file.door2", newJob, { keys: ["Digit2"], scope: "canvas", unavailable: firstRun }),
    defineCommand("file.door3", openExamples, { keys: ["Digit3"], scope: "canvas", unavailable: firstRun }),
  ];
}

function exportJob(): void {
  const document = currentDocument();
  download(fileNameOf(document.name, "weir.json"), writeJob(document));
  showToast(text("shell", "jobExported", { name: document.name }));
}

function importFile(): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = ".json,application/json";
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    if (file) void readJobFile(file).then((report) => openDialog({ kind: "import", name: file.name, report }));
  });
  chooser.click();
}

function adopt(): void {
  adoptDocument(newDocumentId());
  workspaceStore.setState({ readOnly: false });
  history.replaceState(undefined, "", location.pathname + location.search);
}

/** The first door: the picture of the run, up to the next barrier. */
function showSnapshot({ run }: DesignerServices): void {
  workspaceStore.setState({ view: "physical", firstRun: false });
  if (run.phase() === "starting") {
    const stop = run.onPhase(() => {
      stop();
      runCommand("run.until.barrier");
    });
  } else if (isLive(run.phase())) runCommand("run.until.barrier");
  else void startRun(run).then(() => runCommand("run.until.barrier"));
}

function openExamples(): void {
  const [first] = examples;
  if (examples.length === 1 && first) openExample(first);
  else workspaceStore.setState(({ dock }) => ({ firstRun: false, dock: { ...dock, open: true, tab: "scenarios" } }));
}

function runCommands({ run }: DesignerServices): Command[] {
  const live = (): string | undefined => (isLive(run.phase()) ? undefined : text("commands", "unavailable.notRunning"));
  const cutOff = (): string | undefined => {
    const { id, origin } = documentStore.getState();
    if (run.broken() !== undefined) return undefined;
    return origin === "own" && run.phase() === "idle" && wasCutOff(id)
      ? undefined
      : text("commands", "unavailable.notCutOff");
  };
  const toggle = (): void => {
    const phase = run.phase();
    if (phase === "running" || phase === "starting") run.pause();
    else if (phase === "paused") run.resume();
    else void startRun(run);
  };
  return [
    defineCommand("run.toggle", toggle, { keys: ["Space", "Period"] }),
    defineCommand("run.restart", () => void startRun(run)),
    defineCommand("run.recover", () => void (run.broken() === undefined ? startRun(run, "latest") : run.recover()), {
      unavailable: cutOff,
    }),
    defineCommand("run.stop", run.cancel, { unavailable: live }),
  ];
}

function viewCommands(): Command[] {
  const canvas = (run: (control: NonNullable<ReturnType<typeof canvasControl>>) => void) => (): void => {
    const control = canvasControl();
    if (control) run(control);
  };
  const zoom = { scope: "canvas" as const };
  const nothingToFit = (): string | undefined =>
    workspaceStore.getState().selection.operators.length > 0 ? undefined : text("commands", "unavailable.nothingSelected");
  return [
    defineCommand(
      "view.toggle",
      () => workspaceStore.setState(({ view }) => ({ view: view === "logical" ? "physical" : "logical" })),
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
      canvas((control) => control.fit(workspaceStore.getState().selection.operators)),
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
    defineCommand("view.dock", () => workspaceStore.setState(({ dock }) => ({ dock: { ...dock, open: !dock.open } })), {
      keys: ["Mod+KeyB"],
    }),
    defineCommand(
      "view.inspector",
      () =>
        workspaceStore.setState(({ inspector }) => ({
          firstRun: false,
          inspector: { ...inspector, open: !inspector.open },
        })),
      { keys: ["Mod+KeyI"] },
    ),
    defineCommand("view.problems", () => showTimeline("problems")),
    ...timelineTabs.map((tab, index) =>
      defineCommand(`view.timeline${index + 1}`, () => showTimeline(tab), { keys: [`Alt+Digit${index + 1}`] }),
    ),
    defineCommand("view.theme", toggleTheme),
    defineCommand("view.language", toggleLanguage),
    defineCommand("view.motion", toggleMotion),
    defineCommand("view.nextRegion", () => cycleRegion(1), { keys: ["F6"] }),
    defineCommand("view.previousRegion", () => cycleRegion(-1), { keys: ["Shift+F6"] }),
  ];
}

function toggleTheme(): void {
  changeSettings({ theme: effectiveTheme(settingsStore.getState().theme) === "dark" ? "light" : "dark" });
}

function toggleLanguage(): void {
  const language = currentLanguage() === "zh-Hans" ? "en" : "zh-Hans";
  changeSettings({ language });
  void changeLanguage(language);
}

function toggleMotion(): void {
  const motion = settingsStore.getState().motion === "none" ? "system" : "none";
  changeSettings({ motion });
  announce(text("shell", motion === "none" ? "motionOff" : "motionOn"));
}

function helpCommands(): Command[] {
  return [
    defineCommand("help.commands", () => openDialog({ kind: "commands", query: "" }), { keys: ["Mod+KeyK"] }),
    defineCommand("help.shortcuts", () => openDialog({ kind: "shortcuts" }), { keys: ["Shift+Slash"] }),
    defineCommand("help.licences", () => openDialog({ kind: "licences" })),
  ];
}
