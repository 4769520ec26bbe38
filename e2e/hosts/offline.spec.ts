import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { extname, join } from "node:path";
import { expect, test } from "@playwright/test";

const dist = join(import.meta.dirname, "..", "..", "dist");
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2" };

/** A static host as there are many: below a path of its own, and without any header for isolation. */
function staticHost(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/^\/weir\//, "/").replace(/\/$/, "/index.html");
    readFile(join(dist, path)).then(
      (body) => response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}/weir/`, server });
    });
  });
}

test.use({ serviceWorkers: "allow" });

test("[HB9] a static host without headers gets an isolated page, which runs its first job offline after one visit", async ({ page }) => {
  const { url, server } = await staticHost();
  await page.goto(url);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated && navigator.serviceWorker.controller !== null).catch(() => false), { timeout: 30_000 }).toBe(true);

  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // The example runs by itself: its first events come from the job's workers.
  await expect(page.getByText(/^event\s*[1-9]/).first()).toBeVisible({ timeout: 30_000 });
});
