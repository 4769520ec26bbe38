import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../served.ts";
import { linkFragment } from "../../src/designer/document/share-link.ts";
import { App } from "../app.ts";
import { countedWords, expectedRows } from "../jobs.ts";

const dist = join(import.meta.dirname, "..", "..", "dist");
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2" };

interface StaticHost {
  readonly url: string;
  /** From then on nobody answers, until it begins again at the same address. */
  stop(): Promise<void>;
  begin(): Promise<void>;
}

/** A static host as there are many: below a path of its own, and without any header for isolation. `changed` stands in place of files. */
async function staticHost(changed: Readonly<Record<string, string>> = {}): Promise<StaticHost> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/^\/weir\//, "/").replace(/\/$/, "/index.html");
    const other = changed[path];
    const read = other === undefined ? readFile(join(dist, path)) : Promise.resolve(other);
    read.then(
      (body) => response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  let port = 0;
  const begin = async (): Promise<void> => {
    if (!server.listening) await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const address = server.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await begin();
  return { url: `http://127.0.0.1:${port}/weir/`, begin, stop };
}

test.use({ serviceWorkers: "allow" });

const controlled = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => crossOriginIsolated && navigator.serviceWorker.controller !== null).catch(() => false)).toBe(true);

/** A browser that has visited a static host, once. */
let visitor: { readonly host: StaticHost; readonly context: BrowserContext } | undefined;

const afterVisit = test.extend<{ readonly host: StaticHost }>({
  context: async ({ browser, viewport }, use) => {
    if (visitor === undefined) {
      visitor = { host: await staticHost(withBarePage), context: await browser.newContext({ viewport, serviceWorkers: "allow" }) };
      const page = await visitor.context.newPage();
      await page.goto(visitor.host.url);
      await controlled(page);
      await page.close();
    }
    await visitor.host.begin();
    await use(visitor.context);
    for (const page of visitor.context.pages()) await page.close();
  },
  host: async ({ context }, use) => {
    if (visitor?.context === context) await use(visitor.host);
  },
});
test.afterAll(async () => {
  await visitor?.context.close();
  await visitor?.host.stop().catch(() => undefined);
  visitor = undefined;
});

afterVisit("[HB9] a static host without headers gets an isolated page, which runs its first job offline after one visit", async ({ page, host }) => {
  await host.stop();
  await page.goto(host.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // The example runs by itself: its first events come from the job's workers.
  await expect(page.getByText(/^event\s*[1-9]/).first()).toBeVisible({ timeout: 30_000 });
});

afterVisit("[HB9] [HB40] on such a host, offline, a job from a link runs in its cell, over rings", async ({ page, host }) => {
  await host.stop();
  const app = new App(page);
  const rows = 12;
  await app.open(host.url + linkFragment(countedWords({ name: "afar", rows, intervalMs: 0, run: { mode: "freeRunning", seed: 1 } })));
  await app.runButton.click();
  await app.starts(() => app.question.getByRole("button", { name: "Run in isolation" }).click());
  const cell = page.frames().find((frame) => frame.url() === "about:srcdoc");
  expect(await cell?.evaluate(() => [self.origin, crossOriginIsolated])).toEqual(["null", true]);
  await app.finished();
  expect((await app.committedRows("table")).sort()).toEqual(expectedRows(rows));
  expect(app.complaints).toEqual([]);
});

/** A page of the host without the app. */
const withBarePage = { "/bare.html": "<!doctype html><title>bare</title>" };

/** Installs the host's service worker, as the page of the app does. */
async function installed(page: Page, { url }: StaticHost): Promise<void> {
  await page.goto(`${url}bare.html`);
  await page.evaluate(async () => {
    const taken = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    await navigator.serviceWorker.register("service-worker.js");
    await taken;
  });
}

const evil = "globalThis.poisoned = true; document.body.textContent = 'poisoned';";

/** Overwrites what the cache holds for these files, as a script of the page's origin could. Gives what lay there. */
function poison(page: Page, pattern: string): Promise<readonly string[]> {
  return page.evaluate(
    async ([text, matching]) => {
      const [name] = (await caches.keys()).filter((each) => each.startsWith("weir-"));
      const cache = await caches.open(name ?? "");
      const urls = (await cache.keys()).map(({ url }) => url).filter((each) => new RegExp(matching).test(each));
      for (const each of urls) {
        const type = each.endsWith(".html") ? "text/html" : "text/javascript";
        await cache.put(each, new Response(type === "text/html" ? `<!doctype html><body>poisoned` : text, { headers: { "Content-Type": type } }));
      }
      await cache.put(new URL("unlisted.html", location.href), new Response("poisoned", { headers: { "Content-Type": "text/html" } }));
      return urls;
    },
    [evil, pattern] as const,
  );
}

const isPoisoned = (page: Page): Promise<boolean> => page.evaluate(() => "poisoned" in globalThis || document.body.textContent.includes("poisoned"));

afterVisit("[HB60] a cached file that is not the one the build lists is neither shown nor run, and is fetched again", async ({ page, host }) => {
  const { url } = host;
  await page.goto(`${url}bare.html`);
  const poisoned = await poison(page, "assets/|workers/|html$");
  expect(poisoned.some((each) => /assets\/index-.*\.js$/.test(each))).toBe(true);
  await page.goto(url);
  await expect(page.getByRole("button", { name: "Stop the job" })).toBeVisible({ timeout: 30_000 });
  expect(await isPoisoned(page)).toBe(false);
  // What was asked for is whole again in the cache.
  const entry = poisoned.find((each) => /assets\/index-.*\.js$/.test(each)) ?? "";
  expect(await page.evaluate(async (each) => (await (await caches.match(each))?.text())?.includes("poisoned"), entry)).toBe(false);
  // What the build does not list is the network's, whatever the cache holds.
  expect((await page.request.get(`${url}unlisted.html`)).status()).toBe(404);
  expect(await page.evaluate(async () => (await fetch("unlisted.html")).status)).toBe(404);

  await poison(page, "html$");
  await host.stop();
  await page.goto(url).catch(() => undefined);
  expect(await isPoisoned(page).catch(() => false)).toBe(false);
  expect(await page.content()).not.toContain("poisoned");
});

test("[HB60] planted: a worker that takes its cache on trust runs what was put there", async ({ page }) => {
  const worker = await readFile(join(dist, "service-worker.js"), "utf8");
  // Every file has the hash that it is asked to have.
  const trusting = worker.replace(/[\w$]+\.crypto\.subtle\.digest|crypto\.subtle\.digest/, "(async () => new ArrayBuffer(0))").replace(/\.join\(``\)===/, ".join(``)!==");
  expect(trusting).not.toBe(worker);
  const host = await staticHost({ ...withBarePage, "/service-worker.js": trusting });
  await installed(page, host);
  // The page knows its scripts by hash itself; the page itself has only the worker, which asks the network first.
  await poison(page, "html$");
  await host.stop();
  await page.goto(host.url);
  await expect.poll(() => isPoisoned(page).catch(() => false)).toBe(true);
});

test("[HB60] a file that the host changed is not kept; what the build does not list passes unchanged", async ({ page }) => {
  const host = await staticHost({ ...withBarePage, "/job.schema.json": "{}", "/notes.txt": "of the host" });
  await installed(page, host);
  const found = await page.evaluate(async () => {
    const notes = await fetch("notes.txt");
    return {
      schema: await (await fetch("job.schema.json")).text(),
      notes: [await notes.text(), notes.headers.get("Cross-Origin-Opener-Policy")],
      kept: (await Promise.all(["job.schema.json", "notes.txt", "index.html"].map((file) => caches.match(file)))).map((each) => each !== undefined),
    };
  });
  expect(found).toEqual({ schema: "{}", notes: ["of the host", null], kept: [false, false, true] });
  await host.stop();
});

test("[HB61] another site's page shows no Weir in a frame: servers forbid it, and without their headers the page does not start", async ({ page, baseURL }) => {
  const bare = await staticHost({ "/outside.html": "<!doctype html><iframe id=inner></iframe>" });
  const outside = await staticHost({ "/outside.html": "<!doctype html><iframe id=inner width=800 height=600></iframe>" });
  await page.goto(`${outside.url}outside.html`);
  const show = (src: string): Promise<void> => page.evaluate((address) => document.querySelector("iframe")?.setAttribute("src", address), src);
  await show(bare.url);
  const inner = page.frameLocator("#inner");
  await expect(inner.getByRole("alert")).toContainText("Weir does not start inside another site's page.");
  await expect(inner.locator(".designer")).toHaveCount(0);
  await expect(inner.getByRole("link")).toHaveAttribute("target", "_top");

  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await show(baseURL ?? "");
  await refused;
  await Promise.all([bare.stop(), outside.stop()]);
});

test("[HB62] every answer of the servers says that it is what it says it is, and that no address goes out", async ({ request }) => {
  for (const path of ["./", "job-frame.html", "favicon.svg", "workers/task.js"]) {
    const headers = (await request.get(path)).headers();
    expect([path, headers["x-content-type-options"], headers["referrer-policy"]]).toEqual([path, "nosniff", "no-referrer"]);
  }
  expect((await request.get("./")).headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect((await request.get("job-frame.html")).headers()["content-security-policy"]).toBe("frame-ancestors 'self'");
});
