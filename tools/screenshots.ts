// `npm run screenshots`: builds the site, serves it, and photographs it for docs/screenshots at moments of real runs.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Locator, type Page } from "@playwright/test";
import { ensureBrowser } from "./ensure-browser.mjs";
import { screenshotJob } from "./screenshot-job.ts";

const root = join(import.meta.dirname, "..");
const target = join(root, "docs", "screenshots");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");
const largest = 250 * 1024;
const patience = { timeout: 60_000 };

interface Look {
  readonly name: string;
  readonly language?: "en" | "zh-Hans";
  readonly theme?: "light" | "dark";
  readonly pose: (page: Page) => Promise<void>;
}

/** The first visit a few seconds in: the third checkpoint under way. */
async function firstRun(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^(Checkpoint 3, [1-5] of 6|检查点 3.*[1-5].*6)/ }).waitFor(patience);
}

async function runUntil(page: Page, what: string): Promise<void> {
  await page.getByRole("button", { name: /^Run until/ }).click();
  await page.getByRole("menuitem", { name: what }).click();
  await page.getByRole("banner").getByRole("button", { name: "Resume" }).waitFor(patience);
}

/** Steps event by event until `reached`; a run that never gets there is an error. */
async function stepTo(page: Page, reached: () => Promise<boolean>): Promise<void> {
  const step = page.getByRole("button", { name: "Step one event" });
  for (let events = 0; events < 600; events++) {
    if (await reached()) return;
    await step.click();
  }
  throw new Error("the moment to photograph did not come");
}

async function openSubtask(page: Page, name: string, tab: string): Promise<Locator> {
  await page.getByRole("application").getByRole("button", { name }).press("Enter");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await inspector.getByRole("tab", { name: tab, exact: true }).click();
  return inspector;
}

/** One input of a subtask holds its barrier back, the other one is still read. */
async function alignment(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Checkpoint 2, complete/ }).waitFor(patience);
  const inspector = await openSubtask(page, "count 0", "Checkpoint");
  await runUntil(page, "next barrier");
  await stepTo(page, async () => (await inspector.getByText("held", { exact: true }).count()) > 0);
  await showLanes(page);
  await settled(page);
}

/** A subtask was killed after two checkpoints; the job comes back from the newest. */
async function recovery(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Checkpoint 2, complete/ }).waitFor(patience);
  await page.getByRole("application").getByRole("button", { name: "count 1" }).press("Enter");
  await runUntil(page, "checkpoint complete");
  await page.getByRole("button", { name: "Fault", exact: true }).click();
  await page.getByRole("menuitem", { name: /^Kill count 1/ }).click();
  await showLanes(page);
  await stepTo(page, async () => (await page.getByRole("button", { name: /^Checkpoint \d+, restoring/ }).count()) > 0);
  await settled(page);
}

async function showLanes(page: Page): Promise<void> {
  await page.keyboard.press("Alt+Digit1");
  await page.getByRole("slider", { name: "Lanes of all subtasks over time" }).waitFor();
}

/** Editing: a job was opened, a connection is being drawn, what is wrong stands below. */
async function logical(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Build your own/ }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("ControlOrMeta+KeyK");
  await page.getByRole("dialog").getByRole("combobox").fill("Import job JSON");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name: "job.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(screenshotJob)) });
  await page.getByRole("button", { name: "Open on canvas" }).click();
  await page.keyboard.press("Alt+Digit6");
  const window = page.getByRole("group", { name: /^per item,/ });
  await window.click();
  await page.getByRole("complementary", { name: "Inspector" }).getByRole("textbox").first().waitFor();
  await page.keyboard.press("Digit1");
  await still(page);
  await page.getByRole("group", { name: /^refunds,/ }).locator(".port.is-spout").hover();
  await page.mouse.down();
  const wall = await window.locator(".port.is-wall").boundingBox();
  if (wall) await page.mouse.move(wall.x + wall.width / 2, wall.y + wall.height / 2, { steps: 8 });
  await page.getByText("per item takes it", { exact: true }).waitFor();
}

/** The run stands still, and the picture with it. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Resume" }).waitFor(patience);
  await still(page);
}

/** Waits until nothing has moved for a while: neither the camera nor a panel. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const place = (): string => document.querySelector(".react-flow__viewport")?.getAttribute("style") ?? "";
    for (let [same, last] = [0, place()]; same < 20; ) {
      await new Promise(requestAnimationFrame);
      const now = place();
      same = now === last ? same + 1 : 0;
      last = now;
    }
    await Promise.all(document.getAnimations().map(({ finished }) => finished));
  });
}

const looks: readonly Look[] = [
  { name: "first-run", pose: firstRun },
  { name: "first-run-dark", theme: "dark", pose: firstRun },
  { name: "first-run-zh", language: "zh-Hans", pose: firstRun },
  { name: "physical-alignment", pose: alignment },
  { name: "recovery", pose: recovery },
  { name: "logical", pose: logical },
];

async function photograph(browser: Browser, url: string, look: Look): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: look.theme ?? "light", serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${url}?lang=${look.language ?? "en"}`);
  await look.pose(page);
  await page.evaluate(() => document.fonts.ready);
  const file = join(target, `${look.name}.png`);
  await page.screenshot({ path: file, animations: "disabled" });
  await context.close();
  const { size } = statSync(file);
  console.log(`${look.name}.png ${Math.round(size / 1024)} KB`);
  if (size > largest) throw new Error(`${look.name}.png is larger than ${largest / 1024} KB`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function serve(directory: string): Promise<{ readonly url: string; readonly server: ChildProcess }> {
  const port = await freePort();
  const server = spawn(process.execPath, [vite, "preview", "--outDir", directory, "--port", String(port), "--strictPort"], { cwd: root, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(url).then((response) => response.ok, () => false)) return { url, server };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill();
  throw new Error("the preview server did not start");
}

const wanted = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "weir-screenshots-"));
mkdirSync(target, { recursive: true });
const build = spawnSync(process.execPath, [vite, "build", "--outDir", directory, "--emptyOutDir", "--logLevel", "error"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(1);
const { url, server } = await serve(directory);
const executablePath = await ensureBrowser();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
try {
  for (const look of looks) if (wanted.length === 0 || wanted.includes(look.name)) await photograph(browser, url, look);
} finally {
  await browser.close();
  server.kill();
  rmSync(directory, { recursive: true });
}
