import { readFile } from "node:fs/promises";
import type { Locator, Page, WebSocket } from "@playwright/test";
import { createServer, type Plugin, type ViteDevServer } from "vite";
import { expect, testsOfOnePage, withOwnPage, type App } from "./app.ts";

/** A module of the development server, of which the page's own instance can be imported by address. */
const modules = "/src/designer";

/** Views, each with the component that fails in it, and what has to be open for it to be seen. */
const views: readonly { readonly view: string; readonly module: string; readonly component: string; readonly open?: object }[] = [
  { view: "topBar", module: "shell/top-bar.tsx", component: "TopBar" },
  { view: "tools", module: "shell/dock.tsx", component: "Dock" },
  { view: "palette", module: "palette/palette.tsx", component: "Palette", open: { dock: { open: true, tab: "palette", size: 240 } } },
  { view: "outline", module: "shell/outline.tsx", component: "Outline", open: { dock: { open: true, tab: "outline", size: 240 } } },
  { view: "examples", module: "shell/example-gallery.tsx", component: "ExampleGallery", open: { dock: { open: true, tab: "scenarios", size: 240 } } },
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

const dialog = { module: "shell/dialog-body.tsx", component: "DialogBody" };

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

/** A page whose requests bear this header gets views with failures to be planted in them. */
const asksForPlanted = "x-planted";

const plantedViews: Plugin = {
  name: "views that fail when they are told to",
  configureServer(dev) {
    const texts = new Map([...views, dialog, frame].map(({ module, component }) => [`${modules}/${module}`, plantable(module, component)]));
    dev.middlewares.use((request, response, next) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      const text = request.headers[asksForPlanted] === undefined || searchParams.has("original") ? undefined : texts.get(pathname);
      if (text === undefined) return next();
      response.setHeader("Content-Type", "text/javascript").end(text);
    });
  },
};

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

/** What was planted is complained of. */
const forgive = ({ complaints }: App): void => void complaints.splice(0);

async function newestCheckpoint(page: Page): Promise<number> {
  const complete = page.getByRole("button", { name: /^Checkpoint \d+, complete/ });
  return Math.max(0, ...(await complete.evaluateAll((cards) => cards.map(({ ariaLabel }) => Number(/\d+/.exec(ariaLabel ?? "")?.[0])))));
}

const show = (page: Page, open: object): Promise<void> =>
  page.evaluate((state) => Reflect.get(globalThis, "workbench").workspace.set({ firstRun: false, ...state }), open);

const html = `<!doctype html><title>two designers</title><div id="root"></div><script type="module" src="/e2e/two-designers.tsx"></script>`;

const pageOfTwoDesigners: Plugin = {
  name: "page of two designers",
  configureServer: (dev) =>
    void dev.middlewares.use("/two-designers.html", (_, response) => {
      void dev.transformIndexHtml("/two-designers.html", html).then((page) => response.setHeader("content-type", "text/html").end(page));
    }),
};

/** One server for all: it compiles each module once. */
let server: ViteDevServer;
let address = "";
withOwnPage.beforeAll(async () => {
  server = await createServer({ server: { port: 0 }, logLevel: "error", plugins: [plantedViews, pageOfTwoDesigners] });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? "";
});
withOwnPage.afterAll(() => server.close());
// The server compiles every module while the page waits for it.
withOwnPage.slow();

let hotReload: WebSocket;
const test = testsOfOnePage(async (app) => {
  await app.page.setExtraHTTPHeaders({ [asksForPlanted]: "yes" });
  const connected = app.page.waitForEvent("websocket");
  await app.open(address);
  hotReload = await connected;
  await app.running();
});

test("[HB1] the development page has the strict policy of the built one, and runs and reloads under it", async ({ app, request }) => {
  const policyOf = async (path: string): Promise<string | undefined> => (await request.get(address + path)).headers()["content-security-policy"];
  expect(await policyOf("")).toMatch(/default-src 'none'; script-src 'self';/);
  expect(await policyOf("job-frame.html")).toBe("frame-ancestors 'self'");
  expect(hotReload.isClosed()).toBe(false);
  await app.checkpointComplete(1, 120_000);
});

test("[UI65] a view that fails says so and comes back; all others, the document and the run go on", async ({ app, page }) => {
  const before = await newestCheckpoint(page);
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
  await app.checkpointComplete(before + 1, 120_000);
  forgive(app);
});

test("[UI65] a dialog that fails can be closed; the page as a whole hands out the document", async ({ app, page }) => {
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
  forgive(app);
});

const notes = (designer: Locator): Locator => designer.locator("[data-note]");
const undo = (designer: Locator): Locator => designer.getByRole("banner").getByRole("button", { name: /^Undo/ });
const eventsOf = async (designer: Locator): Promise<string> => designer.locator(".transport").innerText();

test("[UI80] [UI81] two designers in one page have separate documents, undo histories and runs", async ({ context }) => {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1440, height: 1440 });
  await page.goto(`${address}two-designers.html`);
  const [first, second] = [page.locator(".designer").nth(0), page.locator(".designer").nth(1)];
  for (const [designer, name] of [[first, "first"], [second, "second"]] as const) {
    await expect(designer.getByRole("banner").getByRole("button", { name })).toBeVisible({ timeout: 60_000 });
    await expect(designer.getByRole("group", { name: /^words,/ })).toBeVisible({ timeout: 60_000 });
  }

  // A key is for the designer that has the focus, an undo for its history.
  await first.getByRole("group", { name: /^words,/ }).click();
  await page.keyboard.press("Delete");
  await expect(first.getByRole("group", { name: /^words,/ })).toHaveCount(0);
  await second.getByRole("group", { name: /^words,/ }).click();
  await page.keyboard.press("KeyN");
  await page.keyboard.press("Escape");
  await expect(notes(second)).toHaveCount(1);
  await expect(notes(first)).toHaveCount(0);
  await expect(second.getByRole("group", { name: /^words,/ })).toHaveCount(1);
  await undo(first).click();
  await expect(first.getByRole("group", { name: /^words,/ })).toHaveCount(1);
  await expect(undo(first)).toBeDisabled();
  await expect(undo(second)).toBeEnabled();
  await expect(notes(second)).toHaveCount(1);

  // Two runs at once: the one goes on while the other rests, and ends alone.
  await first.getByRole("banner").getByRole("button", { name: "Run" }).click();
  await expect(first.getByRole("button", { name: "Stop the job" })).toBeVisible();
  await expect(second.getByRole("button", { name: "Stop the job" })).toHaveCount(0);
  await second.getByRole("banner").getByRole("button", { name: "Run" }).click();
  await expect(second.getByRole("button", { name: "Stop the job" })).toBeVisible();
  await first.getByRole("banner").getByRole("button", { name: "Pause" }).click();
  await expect(first.getByRole("banner").getByRole("button", { name: "Resume" })).toBeVisible();
  // What is shown comes a frame behind the rest itself.
  await expect(async () => {
    const [rests, moves] = [await eventsOf(first), await eventsOf(second)];
    await expect.poll(() => eventsOf(second)).not.toBe(moves);
    expect(await eventsOf(first)).toBe(rests);
  }).toPass();
  await first.getByRole("button", { name: "Stop the job" }).click();
  await expect(first.getByRole("button", { name: "Stop the job" })).toHaveCount(0);
  await expect(second.getByRole("banner").getByRole("button", { name: "Pause" })).toBeVisible();
  await page.close();
});

withOwnPage("[HB1] the policy is sent as a header, too, where a server can", async ({ request }) => {
  expect((await request.get("./")).headers()["content-security-policy"]).toMatch(/script-src 'self';/);
});
