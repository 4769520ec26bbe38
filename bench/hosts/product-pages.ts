import type { Browser, Page } from "@playwright/test";
import { createServer } from "vite";
import type { ViteDevServer } from "vite";
import type { Params } from "../program.ts";

/** Pages of benchmarks that need more than a worker: each has a function that measures once. */
const pages: Readonly<Record<string, { readonly path: string; readonly measure: string } | undefined>> = {
  frame: { path: "bench/frame/index.html?tokens=2000", measure: "frameFigure" },
  "start-up": { path: "bench/start-up/index.html", measure: "startInPage" },
};

export const hasPage = (program: string): boolean => pages[program] !== undefined;

const viewport = { width: 1280, height: 720 };

/** The product's own server, with one page open at a time: a page in the background would take its share of the machine. */
export class ProductPages {
  readonly #browser: Browser;
  #server: ViteDevServer | undefined;
  #shown: { readonly program: string; readonly page: Page } | undefined;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async run(program: string, params: Params): Promise<number> {
    const known = pages[program];
    if (known === undefined) throw new Error(`there is no page for "${program}"`);
    const page = await this.#show(program, known.path, known.measure);
    return page.evaluate(
      async (call) => {
        const measure: unknown = Reflect.get(globalThis, call.measure);
        if (typeof measure !== "function") throw new Error(`the page has no ${call.measure}`);
        return Number(await measure(call.params));
      },
      { measure: known.measure, params },
    );
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #show(program: string, path: string, measure: string): Promise<Page> {
    if (this.#shown?.program === program) return this.#shown.page;
    await this.#shown?.page.close();
    this.#server ??= await serveProduct();
    const page = await this.#browser.newPage({ viewport });
    await page.goto(`${this.#server.resolvedUrls?.local[0] ?? ""}${path}`);
    await page.waitForFunction((name) => name in globalThis, measure);
    this.#shown = { program, page };
    return page;
  }
}

async function serveProduct(): Promise<ViteDevServer> {
  const server = await createServer({ logLevel: "error", server: { host: "127.0.0.1", port: 0, hmr: false } });
  await server.listen();
  return server;
}
