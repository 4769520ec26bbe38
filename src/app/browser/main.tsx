import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startRun } from "../../designer/actions/run-actions.ts";
import { isUntrusted, type DocumentState } from "../../designer/document/editor.ts";
import { currentLanguage, i18n, initLanguage, preferredLanguage } from "../../designer/i18n/language.ts";
import { Designer } from "../../designer/shell/designer.tsx";
import { afterFirstInput } from "../../designer/shell/first-input.ts";
import { rememberLayout } from "../../designer/shell/layout-memory.ts";
import { openFirst } from "../../designer/shell/open-first.ts";
import { isLive } from "../../designer/run/session-state.ts";
import { SettingsStore } from "../../designer/workspace/settings.ts";
import { Workbench } from "../../designer/workspace/workbench.ts";
import { createBrowserJobClient, prepareJobFrame } from "../../hosts/browser/job-client.ts";
import { createDesignCatalog } from "../design-catalog.ts";
import { inForeignFrame, showFramedNotice, showStartFailure } from "./plain-page.ts";
import { fileGuesser } from "./file-guesser.ts";
import { ownJobId, scheduleHousekeeping } from "./housekeeping.ts";
import { serveOffline } from "./offline.ts";

/** Milliseconds without an edit after which the document is taken for the job that may be run next. */
const settledMs = 400;

async function main(root: HTMLElement): Promise<void> {
  const settings = new SettingsStore();
  const asked = new URLSearchParams(location.search).get("lang");
  const languages = [asked, settings.state.language, ...navigator.languages];
  await initLanguage(preferredLanguage(languages.filter((language) => language != null)));
  const showLanguage = (): void => {
    document.documentElement.lang = currentLanguage();
  };
  showLanguage();
  i18n.on("languageChanged", showLanguage);
  const workbench = new Workbench({
    catalog: createDesignCatalog(),
    settings,
    connect: createBrowserJobClient,
    jobIdOf,
    startAnalysis: () => new Worker(new URL("./analysis-worker.ts", import.meta.url), { type: "module", name: "analysis" }),
    fileGuesser,
  });
  rememberLayout(workbench.workspace, localStorage, { width: innerWidth, height: innerHeight });
  const [opened] = await Promise.all([openFirst(workbench, location.hash), workbench.files.restore()]);
  createRoot(root).render(
    <StrictMode>
      <Designer workbench={workbench} />
    </StrictMode>,
  );
  keepHouseAfterRuns(workbench);
  if (opened === "example") {
    void startRun(workbench);
    keepWorkersReady(workbench);
  } else {
    afterFirstInput(() => {
      prepareFrame(workbench);
      keepWorkersReady(workbench);
    });
  }
}

/** What no run can go back to is removed now, when a run begins, and when one was put away. */
function keepHouseAfterRuns(workbench: Workbench): void {
  scheduleHousekeeping(workbench);
  workbench.session.store.subscribe(({ phase }, before) => {
    if (phase !== before.phase && (phase === "running" || phase === "idle")) scheduleHousekeeping(workbench);
  });
}

/** Workers wait for a job that can run and no other one: a page whose canvas is empty, or whose job is wrong, does without them. */
function prepareFrame({ analysis, editor, session }: Workbench): void {
  const { workers, diagnostics } = analysis.state;
  if (workers === undefined || diagnostics.some(({ severity }) => severity === "error")) return;
  // While a run is there, no second one is made ready.
  if (!isLive(session.store.getState().phase)) prepareJobFrame(isUntrusted(editor.state.trust), editor.document);
}

/** Keeps as many workers warm as the document takes; a person who types is not to feel that. */
function keepWorkersReady(workbench: Workbench): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => prepareFrame(workbench), settledMs);
  };
  workbench.editor.store.subscribe((now, before) => {
    if (now.document !== before.document || now.trust !== before.trust) settle();
  });
  // A large document is judged later than it is opened.
  workbench.analysis.store.subscribe(settle);
}

/** A document of the person's own keeps its job id, and with it its checkpoints; examples and links may run in many tabs at once. */
function jobIdOf({ id, origin }: DocumentState): string {
  const own = origin === "own" ? ownJobId(id) : undefined;
  return own ?? crypto.randomUUID().replaceAll("-", "");
}

const root = document.getElementById("root");
if (root && inForeignFrame()) showFramedNotice(root);
else if (root) {
  serveOffline();
  main(root).catch((error: unknown) => showStartFailure(root, error));
}
