import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createServer, type ViteDevServer } from "vite";
import { App, expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

/** A module of the development server, of which the page's own instance can be imported by address. */
const modules = "/src/designer";

/** Views, each with the component that fails in it, and what has to be open for it to be seen. */
const views: readonly { readonly view: string; readonly module: string; readonly component: string; readonly open?: object }[] = [
  { view: "topBar", module: "shell/top-bar.tsx", component: "TopBar" },
  { view: "tools", module: "shell/dock.tsx", component: "Dock" },
  { view: "palette", module: "palette/palette.tsx", component: "Palette", open: { dock: { open: true, tab: "palette", size: 240 } } },
  { view: "outline", module: "shell/outline.tsx", component: "Outline", open: { dock: { open: true, tab: "outline", size: 240 } } },
  { view: "examples", module: "shell/example-list.tsx", component: "ExampleList", open: { dock: { open: true, tab: "scenarios", size: 240 } } },
  { view: "canvas", module: "canvas/logical-view.tsx", component: "LogicalView", open: { view: "logical" } },
  { view: "picture", module: "physical/physical-view.tsx", component: "PhysicalView", open: { view: "physical" } },
  { view: "shelf", module: "shelf/shelf.tsx", component: "Shelf", open: { view: "physical" } },
  { view: "notice", module: "shell/banner.tsx", component: "Banner" },
  { view: "inspector", module: "inspector/inspector.tsx", component: "Inspector", open: { inspector: { open: true, tab: "config", size: 340 } } },
  { view: "transport", module: "transport/transport.tsx", component: "Transport" },
  { view: "timeline", module: "timeline/timeline.tsx", component: "Timeline", open: { timeline: { open: true, tab: "lanes", size: 168 } } },
  { view: "problems", module: "shell/problems.tsx", component: "Problems", open: { timeline: { open: true, tab: "problems", size: 168 } } },
  { view: "status", module: "shell/status-bar.tsx", component: "StatusBar" },
];

/** The frame, which tells the test its workbench besides. */
const frame = { module: "shell/frame.tsx", component: "Frame" };

/** The component as it is, until it is named in `globalThis.planted`: then it throws. */
const plantable = (module: string, component: string): string => `
  import * as original from "${modules}/${module}?original";
  export * from "${modules}/${module}?original";
  import { useWorkbench } from "${modules}/workspace/workbench-context.ts";
  export function ${component}(props) {
    globalThis.workbench = useWorkbench();
    if (globalThis.planted === "${component}") throw new Error("planted in ${component}");
    return original.${component}(props);
  }
`;

async function plantIn(page: Page): Promise<void> {
  for (const { module, component } of [...views, { module: "shell/dialog-body.tsx", component: "DialogBody" }, frame]) {
    await page.route(
      ({ pathname, searchParams }) => pathname === `${modules}/${module}` && !searchParams.has("original"),
      (route) => route.fulfill({ contentType: "text/javascript", body: plantable(module, component) }),
    );
  }
}

/** Names the component that fails from now on, and has every view rendered anew, as a change of language does. */
async function plant(page: Page, component: string): Promise<void> {
  await page.evaluate(
    async ([name, language]) => {
      Object.assign(globalThis, { planted: name });
      const { changeLanguage } = await import(language);
      await changeLanguage("zh-Hans");
      await changeLanguage("en");
    },
    [component, `${modules}/i18n/language.ts`] as const,
  );
}

const show = (page: Page, open: object): Promise<void> =>
  page.evaluate((state) => Reflect.get(globalThis, "workbench").workspace.set({ firstRun: false, ...state }), open);

let server: ViteDevServer;
test.beforeAll(async () => {
  server = await createServer({ server: { port: 0 }, logLevel: "error" });
  await server.listen();
});
test.afterAll(() => server.close());
// The server compiles every module while the page waits for it.
test.slow();
test.use({ viewport: { width: 1440, height: 900 } });

test("[UI65] a view that fails says so and comes back; all others, the document and the run go on", async ({ page }) => {
  await plantIn(page);
  const app = new App(page);
  await app.open(server.resolvedUrls?.local[0] ?? "");
  await app.running();
  for (const { view, component, open = {} } of views) {
    await show(page, open);
    await expect(page.locator("[data-failed]")).toHaveCount(0);
    await plant(page, component);
    const failed = page.locator(`[data-failed=${view}]`);
    await expect(failed, view).toContainText(`planted in ${component}`, { timeout: 30_000 });
    await expect(page.locator("[data-failed]"), view).toHaveCount(1);
    await expect(page.getByRole("alert"), view).toContainText("Your job and its run are not affected");
    await page.evaluate(() => Object.assign(globalThis, { planted: "" }));
    await failed.getByRole("button", { name: "Show it again" }).click();
    await expect(page.locator("[data-failed]"), view).toHaveCount(0);
  }
  await app.running();
  await app.checkpointComplete(1, 120_000);
});

test("[UI65] a dialog that fails can be closed; the page as a whole hands out the document", async ({ page }) => {
  await plantIn(page);
  const app = new App(page);
  await app.open(server.resolvedUrls?.local[0] ?? "");
  await app.running();
  await page.evaluate(() => Object.assign(globalThis, { planted: "DialogBody" }));
  await page.keyboard.press("ControlOrMeta+KeyK");
  await expect(page.locator("dialog [data-failed=dialog]")).toContainText("planted in DialogBody");
  await page.keyboard.press("Escape");
  await expect(page.locator("dialog")).toHaveCount(0);
  await app.running();

  await page.addInitScript(() => Object.assign(globalThis, { planted: "Frame" }));
  await page.reload();
  const failed = page.locator("[data-failed=page]");
  await expect(failed).toContainText("planted in Frame");
  const download = page.waitForEvent("download");
  await failed.getByRole("button", { name: "Export the job" }).click();
  expect(JSON.parse(await readFile(await (await download).path(), "utf8"))).toMatchObject({ format: "weir.job/1", name: "word count" });
});

test("[UI65] a view whose code did not arrive is asked for again; the details of a failure can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const app = new App(page);
  await app.open();
  await app.running();
  await page.route(/assets\/timeline-[^/]*\.js/, (route) => route.abort());
  await app.timeline("Log");
  const failed = page.locator("[data-failed=timeline]");
  await expect(failed).toContainText("The timeline failed");
  await failed.getByRole("button", { name: "Copy details" }).click();
  await expect(failed.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/view "timeline" failed[^]*Mozilla/);
  await page.unroute(/assets\/timeline-[^/]*\.js/);
  await failed.getByRole("button", { name: "Show it again" }).click();
  await expect(page.getByRole("table", { name: "Log of the run" })).toBeVisible();
});

test("[UI90] a menu whose code did not arrive says so, and opens when it is pressed again", async ({ page }) => {
  const app = new App(page);
  await page.route(/assets\/menu-body-[^/]*\.js/, (route) => route.abort());
  await app.openEmpty();
  const menu = page.getByRole("banner").getByRole("button", { name: "Export" });
  await menu.press("Enter");
  await expect(page.getByText(/The menu could not be loaded/)).toBeVisible();
  await expect(menu).toBeFocused();
  await page.unroute(/assets\/menu-body-[^/]*\.js/);
  await menu.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
});

test("[UI66] the inspector of an edge stands every change of its partitioner", async ({ app, page }) => {
  await app.openStrangersJob(countedWords({ name: "edges", rows: 8, intervalMs: 0, run: { mode: "deterministic", seed: 5 } }));
  await app.canvas.getByRole("group", { name: /^words,/ }).click();
  // From the operator along the stream.
  await page.keyboard.press("Alt+ArrowRight");
  for (const name of ["rebalance", "hash", "global", "custom", "default", "hash"]) {
    await app.inspector.getByRole("radio", { name: new RegExp(`^${name}`, "i") }).first().check();
    await expect(page.locator("[data-failed]")).toHaveCount(0);
  }
});
