import { Profiler } from "react";
import { createRoot } from "react-dom/client";
import { initLanguage } from "../../src/designer/i18n/language.ts";
import { JobContext } from "../../src/designer/job/job-context.ts";
import { Job } from "../../src/designer/job/job.ts";
import { PhysicalView } from "../../src/designer/physical/physical-view.tsx";
import { jobDocumentFormat } from "../../src/graph/job-document.ts";
import { CrowdClient } from "./crowd-client.ts";
import "@fontsource-variable/ibm-plex-sans";
import "@fontsource/ibm-plex-mono/400.css";
import "@fontsource/ibm-plex-mono/600.css";
import "@xyflow/react/dist/style.css";
import "../../src/designer/theme/tokens.css";

/** What the case reads when `frames` has its last entry. */
export interface FrameMeasurement {
  readonly tokens: number;
  /** Wall milliseconds between one frame and the next. */
  readonly frames: readonly number[];
  /** Main-thread milliseconds of each frame's own work: fold, picture, painting. */
  readonly work: readonly number[];
  readonly reactCommits: number;
}

const warmUpMs = 2000;
const measuredMs = 5000;

async function measure(root: HTMLElement): Promise<void> {
  await initLanguage("en");
  const tokens = Number(new URLSearchParams(location.search).get("tokens") ?? 2000);
  const zoom = Number(new URLSearchParams(location.search).get("zoom") ?? 0);
  let commits = 0;
  const job = new Job({ connect: () => new CrowdClient(tokens), jobId: () => "crowd" });
  createRoot(root).render(
    <JobContext value={job}>
      <Profiler id="picture" onRender={() => commits++}>
        <PhysicalView />
      </Profiler>
    </JobContext>,
  );
  await job.start({ format: jobDocumentFormat, name: "crowd", config: {}, operators: [], edges: [], run: { speed: 1 } }, "none");
  await new Promise((resolve) => setTimeout(resolve, warmUpMs));
  if (zoom > 0)
    root
      .querySelector(".react-flow__pane")
      ?.dispatchEvent(new WheelEvent("wheel", { deltaY: -zoom, bubbles: true, clientX: 640, clientY: 300 }));
  await new Promise((resolve) => setTimeout(resolve, warmUpMs));
  const [frames, work]: [number[], number[]] = [[], []];
  const commitsBefore = commits;
  let [last, begun] = [performance.now(), 0];
  const until = last + measuredMs;
  const stopFirst = job.frames.addFirst((wall) => {
    frames.push(wall - last);
    last = wall;
    begun = performance.now();
  });
  const stopLast = job.frames.add(() => work.push(performance.now() - begun));
  while (performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  stopFirst();
  stopLast();
  const result: FrameMeasurement = { tokens, frames: frames.slice(1), work, reactCommits: commits - commitsBefore };
  document.body.dataset.measurement = JSON.stringify(result);
}

const root = document.getElementById("root");
if (root) void measure(root);
