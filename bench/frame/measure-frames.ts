import { chromium } from "@playwright/test";
import react from "@vitejs/plugin-react";
import { createServer } from "vite";
import type { FrameMeasurement } from "./main.tsx";

/**
 * Frames of the physical view with 201 subtasks, 588 channels and 2,000 records under way, fitted and zoomed in. Prints the
 * distance between frames, the main thread's own work per frame and the React commits per frame. Budgets: 16.7 ms, 6 ms, 0.
 * Run alone: `node tools/run.mjs bench/frame/measure-frames.ts`.
 */
const scenes = [
  { name: "2,000 records, whole picture", query: "tokens=2000" },
  { name: "2,000 records, zoomed in", query: "tokens=2000&zoom=1500" },
  { name: "200 records, whole picture", query: "tokens=200" },
] as const;

const patienceMs = 60_000;

async function main(): Promise<void> {
  const server = await createServer({
    configFile: false,
    root: process.cwd(),
    plugins: [react()],
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, hmr: false },
  });
  await server.listen();
  const origin = server.resolvedUrls?.local[0] ?? "";
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    for (const { name, query } of scenes) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      await page.goto(`${origin}bench/frame/index.html?${query}`);
      const handle = await page.waitForFunction(() => document.body.dataset["measurement"], undefined, { timeout: patienceMs });
      console.log(lineOf(name, JSON.parse(String(await handle.jsonValue()))));
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

function lineOf(name: string, { frames, work, reactCommits }: FrameMeasurement): string {
  const share = (values: readonly number[], part: number): string => {
    const sorted = values.toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1).padStart(6);
  };
  const perFrame = (reactCommits / Math.max(1, frames.length)).toFixed(3);
  const times = (values: readonly number[]): string => `p50 ${share(values, 0.5)} p95 ${share(values, 0.95)} ms`;
  return `${name.padEnd(30)} frame ${times(frames)}   work ${times(work)}   commits per frame ${perFrame}`;
}

await main();
