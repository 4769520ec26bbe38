import { Profiler } from "react";
import { createRoot } from "react-dom/client";
import { initLanguage } from "../../src/designer/i18n/language.ts";
import { WorkbenchContext } from "../../src/designer/workspace/workbench-context.ts";
import { SettingsStore } from "../../src/designer/workspace/settings.ts";
import { Workbench } from "../../src/designer/workspace/workbench.ts";
import { PhysicalView } from "../../src/designer/physical/physical-view.tsx";
import { jobDocumentFormat } from "../../src/graph/job-document.ts";
import { createDesignCatalog } from "../../src/app/design-catalog.ts";
import type { Params } from "../program.ts";
import { CrowdClient } from "./crowd-client.ts";
import "@fontsource-variable/ibm-plex-sans";
import "@fontsource/ibm-plex-mono/400.css";
import "@fontsource/ibm-plex-mono/600.css";
import "@xyflow/react/dist/style.css";
import "../../src/designer/theme/tokens.css";

const warmUpMs = 4000;
const measuredMs = 2000;
/** A frame of 60 in a second. */
const budgetMs = 1000 / 60;
const workbench = new Workbench({
  catalog: createDesignCatalog(),
  settings: new SettingsStore(),
  connect: () => new CrowdClient(tokensAsked()),
  jobIdOf: () => "crowd",
});
const { session } = workbench;
let commits = 0;

function tokensAsked(): number {
  return Number(new URLSearchParams(location.search).get("tokens") ?? 2000);
}

async function show(root: HTMLElement): Promise<void> {
  await initLanguage("en");
  createRoot(root).render(
    <WorkbenchContext value={workbench}>
      <Profiler id="picture" onRender={() => commits++}>
        <PhysicalView />
      </Profiler>
    </WorkbenchContext>,
  );
  await session.start({ format: jobDocumentFormat, name: "crowd", config: {}, operators: [], edges: [], run: { speed: 1 } }, "none");
  await drawEveryChannel(root);
  await new Promise((resolve) => setTimeout(resolve, warmUpMs));
}

/** A topology of this size is bundled until somebody asks for all of it. */
async function drawEveryChannel(root: HTMLElement): Promise<void> {
  for (;;) {
    const button = root.querySelector<HTMLButtonElement>(".bundle-bar button");
    if (button) return button.click();
    await new Promise(requestAnimationFrame);
  }
}

/** Main-thread milliseconds of each frame's own work, fold, picture and painting, for a while. Throws when React commits anything. */
async function measureWork(): Promise<readonly number[]> {
  const work: number[] = [];
  const commitsBefore = commits;
  let begun = performance.now();
  const stopFirst = session.frames.addFirst(() => {
    begun = performance.now();
  });
  const stopLast = session.frames.add(() => void work.push(performance.now() - begun));
  await new Promise((resolve) => setTimeout(resolve, measuredMs));
  stopFirst();
  stopLast();
  const committed = commits - commitsBefore;
  if (committed > 0) throw new Error(`React committed ${committed} times in ${work.length} frames; records alone change none of its text`);
  return work;
}

const percentiles: Readonly<Record<string, number | undefined>> = { p50: 0.5, p95: 0.95 };

/** Called by `hosts/product-pages.ts`: percentile `figure` of a frame's work, or the budget, in milliseconds. */
async function frameFigure({ figure }: Params): Promise<number> {
  if (figure === "budget") return budgetMs;
  const part = percentiles[String(figure)];
  if (part === undefined) throw new Error(`there is no figure "${figure}"`);
  await shown;
  const sorted = (await measureWork()).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

const root = document.getElementById("root");
const shown = root === null ? Promise.reject(new Error("the page has no root")) : show(root);
Object.assign(globalThis, { frameFigure });
