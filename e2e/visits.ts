import type { Browser, BrowserContext, Page, ViewportSize } from "@playwright/test";
import { outside } from "../tools/serve-build.ts";

/**
 * One page for the tests of a process, one after the other. Each finds it as a browser that was never here: outside, with nothing in
 * storage. A page of its own would be two processes more for each of them, and would read and compile all of the build's scripts anew.
 * A test that fails ends this process, and with it the page.
 */
export class Visits {
  readonly #browser: Browser;
  readonly #address: string;
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  constructor(browser: Browser, address: string) {
    this.#browser = browser;
    this.#address = address;
  }

  async begin(viewport: ViewportSize | null): Promise<Page> {
    this.#context ??= await this.#browser.newContext({ baseURL: this.#address, viewport, serviceWorkers: "block" });
    const page = await this.#pageOf(this.#context);
    if (viewport) await page.setViewportSize(viewport);
    return page;
  }

  /** Leaves the page, and takes away all that the visit left in it and in the browser. */
  async end(): Promise<void> {
    const context = this.#context;
    if (context === undefined) return;
    const page = await this.#pageOf(context);
    for (const other of context.pages()) if (other !== page) await other.close();
    page.removeAllListeners();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto(outside);
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    await page.mouse.move(0, 0);
    await context.clearPermissions();
    await page.evaluate(() => sessionStorage.clear());
    const session = await context.newCDPSession(page);
    await session.send("Storage.clearDataForOrigin", { origin: new URL(this.#address).origin, storageTypes: "all" });
    await session.detach();
  }

  async close(): Promise<void> {
    await this.#context?.close();
  }

  async #pageOf(context: BrowserContext): Promise<Page> {
    if (this.#page === undefined || this.#page.isClosed()) {
      this.#page = await context.newPage();
      await this.#page.goto(outside);
    }
    return this.#page;
  }
}
