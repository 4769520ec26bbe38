import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { diagnosticTextOnce } from "../../designer/analysis/diagnostic-text.ts";
import { installAnalysisWorker } from "../../designer/analysis/read-document.ts";
import { startRun } from "../../designer/actions/run-actions.ts";
import { documentStore, isStranger, onRefusedEdit, type DocumentState } from "../../designer/document/document-store.ts";
import { Job } from "../../designer/run/job.ts";
import { runControl, type RunControl } from "../../designer/run/run-control.ts";
import { currentLanguage, i18n, initLanguage, preferredLanguage } from "../../designer/i18n/language.ts";
import { Designer } from "../../designer/shell/designer.tsx";
import { afterFirstInput } from "../../designer/shell/first-input.ts";
import { rememberLayout } from "../../designer/shell/layout-memory.ts";
import { openFirst } from "../../designer/shell/open-first.ts";
import { ViewBoundary } from "../../designer/workspace/view-boundary.tsx";
import { showToast } from "../../designer/workspace/dialog-store.ts";
import { filesFor, keepFilesWithDocument, restoreFiles } from "../../designer/workspace/file-store.ts";
import { runEnded } from "../../designer/workspace/run-memory.ts";
import { settingsStore } from "../../designer/workspace/settings-store.ts";
import { createBrowserJobClient, prepareJobFrame } from "../../hosts/browser/job-client.ts";
import { createDesignCatalog } from "../design-catalog.ts";
import { inForeignFrame, sayFramed, sayNotStarted } from "./plain-page.ts";
import { guessFile } from "./guess-file.ts";
import { ownJobId, tidySoon } from "./housekeeping.ts";
import { serveOffline } from "./offline.ts";

/** Milliseconds without an edit after which the document is taken for the job that may be run next. */
const settledMs = 400;
/** While a run is there, no second one is made ready. */
const busyPhases: ReadonlySet<string> = new Set(["starting", "running", "paused"]);

async function main(root: HTMLElement): Promise<void> {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = settingsStore.getState().language;
  await initLanguage(preferredLanguage([asked, kept, ...navigator.languages].filter((language) => language != null)));
  const showLanguage = (): void => {
    document.documentElement.lang = currentLanguage();
  };
  showLanguage();
  i18n.on("languageChanged", showLanguage);
  installAnalysisWorker(() => new Worker(new URL("./analysis-worker.ts", import.meta.url), { type: "module", name: "analysis" }));
  onRefusedEdit((excess) => void diagnosticTextOnce(excess).then((told) => showToast(told)));
  rememberLayout(localStorage, { width: innerWidth, height: innerHeight });
  const [opened] = await Promise.all([openFirst(location.hash), restoreFiles()]);
  keepFilesWithDocument();
  const catalog = createDesignCatalog();
  const job = new Job({
    connect: createBrowserJobClient,
    isolated: () => isStranger(documentStore.getState().trust),
    files: (document) => filesFor(documentStore.getState().id, document).map((file) => ({ name: file.name, blob: file })),
    jobId: () => jobIdOf(documentStore.getState()),
  });
  const run = runControl(job);
  documentStore.subscribe((now, before) => {
    const replaced = now.id !== before.id && now.document !== before.document && now.past.length === 0;
    if (!replaced || run.phase() === "idle") return;
    runEnded();
    job.close();
    tidySoon();
  });
  run.onPhase(() => {
    if (run.phase() === "running") tidySoon();
    // A broken run has not ended: it is there to be recovered, by a later page, too.
    if (["finished", "failed", "canceled"].includes(run.phase()) && run.broken() === undefined) runEnded();
  });
  createRoot(root).render(
    <StrictMode>
      <ViewBoundary view="page">
        <Designer catalog={catalog} job={job} run={run} guessFile={guessFile} />
      </ViewBoundary>
    </StrictMode>,
  );
  tidySoon();
  if (opened === "example") void startRun(run);
  else afterFirstInput(prepareFrame);
  prepareAtEdits(run);
}

function prepareFrame(): void {
  const { document, trust } = documentStore.getState();
  prepareJobFrame(isStranger(trust), document);
}

/** Keeps as many workers warm as the document takes; a person who types is not to feel that. */
function prepareAtEdits(run: RunControl): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  documentStore.subscribe((now, before) => {
    if (now.document === before.document && now.trust === before.trust) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!busyPhases.has(run.phase())) prepareFrame();
    }, settledMs);
  });
}

/** A document of the person's own keeps its job id, and with it its checkpoints; examples and links may run in many tabs at once. */
function jobIdOf({ id, origin }: DocumentState): string {
  const own = origin === "own" ? ownJobId(id) : undefined;
  return own ?? crypto.randomUUID().replaceAll("-", "");
}

const root = document.getElementById("root");
if (root && inForeignFrame()) sayFramed(root);
else if (root) {
  serveOffline();
  main(root).catch((error: unknown) => sayNotStarted(root, error));
}
