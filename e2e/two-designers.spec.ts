import type { Locator } from "@playwright/test";
import { createServer, type ViteDevServer } from "vite";
import { expect, test } from "./app.ts";

const html = `<!doctype html><title>two designers</title><div id="root"></div><script type="module" src="/e2e/two-designers.tsx"></script>`;

let server: ViteDevServer;
test.beforeAll(async () => {
  server = await createServer({
    server: { port: 0 },
    logLevel: "error",
    plugins: [
      {
        name: "page of two designers",
        configureServer: (dev) =>
          void dev.middlewares.use("/two-designers.html", (_, response) => {
            void dev.transformIndexHtml("/two-designers.html", html).then((page) => response.setHeader("content-type", "text/html").end(page));
          }),
      },
    ],
  });
  await server.listen();
});
test.afterAll(() => server.close());
// The server compiles every module while the page waits for it.
test.slow();
test.use({ viewport: { width: 1440, height: 1440 } });

const notes = (designer: Locator): Locator => designer.locator("[data-note]");
const undo = (designer: Locator): Locator => designer.getByRole("banner").getByRole("button", { name: /^Undo/ });
const eventsOf = async (designer: Locator): Promise<string> => designer.locator(".transport").innerText();

test("[UI80] [UI81] two designers in one page have separate documents, undo histories and runs", async ({ page }) => {
  await page.goto(`${server.resolvedUrls?.local[0] ?? ""}two-designers.html`);
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
  const [rests, moves] = [await eventsOf(first), await eventsOf(second)];
  await expect.poll(() => eventsOf(second)).not.toBe(moves);
  expect(await eventsOf(first)).toBe(rests);
  await first.getByRole("button", { name: "Stop the job" }).click();
  await expect(first.getByRole("button", { name: "Stop the job" })).toHaveCount(0);
  await expect(second.getByRole("banner").getByRole("button", { name: "Pause" })).toBeVisible();
});
