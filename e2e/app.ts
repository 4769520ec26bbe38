import { readFile, writeFile } from "node:fs/promises";
import type { JSHandle, Locator, Page } from "@playwright/test";
import { expect, test as base } from "./served.ts";
import { emptyJob } from "./jobs.ts";
import { endRewriting } from "./rewrite.ts";
import { keepDraft } from "../tools/keep-draft.ts";
import { outside } from "../tools/serve-build.ts";
import { z } from "zod";
import type { Trust } from "../src/designer/document/editor.ts";
import { emptyDocument } from "../src/designer/document/empty-document.ts";
import type { JobDocument } from "../src/graph/job-document.ts";

/**
 * The machine may be slow: what is waited for is always an event, never a time, and always something that lasts. A run may be over
 * before a test looks, a toast gone; so the page itself takes down what passes by.
 */
const patience = 45_000;

/** A file of so many is written to the disk before it is dropped. */
const manyCharacters = 100_000;

declare global {
  var passedBy: { runs: number; readonly toasts: string[] };
}

/** Runs in the page, from its beginning. */
function takeDown(): void {
  globalThis.passedBy = { runs: 0, toasts: [] };
  const passing = ".toast, button[aria-label^='Stop the job']";
  const look = (element: Element): void => {
    if (element.matches(".toast")) globalThis.passedBy.toasts.push(element.textContent);
    else globalThis.passedBy.runs++;
  };
  const watch = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(passing)) look(node);
        node.querySelectorAll(passing).forEach(look);
      }
    }
  });
  watch.observe(document, { childList: true, subtree: true });
}

/** Pages that take down what passes by, once each: a page is worked by one test after the other. */
const watched = new WeakMap<Page, Promise<unknown>>();

/** One page of Weir, worked as a person works it: by roles, names and keys. */
export class App {
  readonly page: Page;
  /** What the page complained of. Every test ends with none. */
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.stack ?? error.message));
    page.on("request", (request) => this.requests.push(request.url()));
    if (!watched.has(page)) watched.set(page, page.addInitScript(takeDown));
  }

  get canvas(): Locator {
    return this.page.getByRole("main", { name: "Canvas" });
  }

  get inspector(): Locator {
    return this.page.getByRole("complementary", { name: "Inspector" });
  }

  get status(): Locator {
    return this.page.getByRole("contentinfo");
  }

  get runButton(): Locator {
    return this.page.getByRole("banner").getByRole("button", { name: /^(Run|Pause|Resume)$/ });
  }

  async open(path = "./"): Promise<void> {
    await watched.get(this.page);
    await this.page.goto(path);
    await expect(this.page.getByRole("banner")).toBeVisible();
  }

  /** Opens the page with an empty job, out of a link: unlike a first visit it starts no example, which takes a second per worker. */
  async openEmpty(): Promise<void> {
    await this.open(`./${emptyJob}`);
    await this.page.evaluate(() => history.replaceState(undefined, "", location.pathname));
  }

  /** Opens the page with an empty job of one's own. */
  async openBlank(): Promise<void> {
    await this.openDraft(emptyDocument("blank"), "own");
  }

  /** Opens the page with a job that is trusted: it runs as one of the person's own does. */
  async openJob(job: JobDocument): Promise<void> {
    await this.openDraft(job, "trusted");
    await expect(this.trustBadge).toHaveText("From elsewhere: trusted");
  }

  /** Opens the page with a job that an earlier visit kept as a draft. */
  async openDraft(job: JobDocument, trust: Trust = "unasked"): Promise<void> {
    await this.page.goto(outside);
    await this.page.evaluate(keepDraft, { document: job, trust });
    await this.open();
    await expect(this.page.getByRole("banner").getByRole("button", { name: job.name })).toBeVisible();
    await expect(this.canvas.getByRole("application")).toBeVisible();
  }

  /** Opens the page with a job by import, as any file from elsewhere comes in. */
  async openStrangersJob(job: JobDocument): Promise<void> {
    await this.openEmpty();
    await this.importStrangersJob(job);
  }

  /** Opens a job in the page as it is, and trusts it. */
  async importJob(job: JobDocument): Promise<void> {
    await this.importStrangersJob(job);
    await this.trust();
  }

  async importStrangersJob(job: JobDocument): Promise<void> {
    await this.importFile(`${job.name}.json`, JSON.stringify(job));
    await this.page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
    await expect(this.page.getByRole("banner").getByRole("button", { name: job.name })).toBeVisible();
    await expect(this.canvas.getByRole("application")).toBeVisible();
  }

  async trust(): Promise<void> {
    // It shows as a stranger's from the moment on that it is open.
    await this.trustBadge.click();
    await this.page.getByRole("menuitem", { name: "Trust this job" }).click();
    await this.page.getByRole("dialog", { name: "Trust this job?" }).getByRole("button", { name: "Trust it" }).click();
    await expect(this.trustBadge).toHaveText("From elsewhere: trusted");
  }

  /** Says how far the document is let; one's own document has none. */
  get trustBadge(): Locator {
    return this.page.getByRole("banner").getByRole("button", { name: /^From elsewhere/ });
  }

  /** What is asked before a stranger's job runs. */
  get question(): Locator {
    return this.page.getByRole("dialog", { name: "Run a job from elsewhere?" });
  }

  async importFile(name: string, content: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.command("Import job JSON");
    await (await chooser).setFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  }

  /** Lets go of a file over the canvas. */
  async dropFile(name: string, content: string | Uint8Array): Promise<void> {
    const transfer = content.length < manyCharacters ? await this.#fileOf(name, content) : await this.#fileOnDisk(name, content);
    await this.page.locator("[data-region=canvas]").dispatchEvent("drop", { dataTransfer: transfer, clientX: 500, clientY: 300 });
  }

  #fileOf(name: string, content: string | Uint8Array): Promise<JSHandle<DataTransfer>> {
    return this.page.evaluateHandle(
      ([file, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], file));
        return data;
      },
      [name, Buffer.from(content).toString("base64")] as const,
    );
  }

  /** The page gets the file from the disk, as a person's: megabytes told to it as text take more than all that it does with them. */
  async #fileOnDisk(name: string, content: string | Uint8Array): Promise<JSHandle<DataTransfer>> {
    const path = base.info().outputPath(name);
    await writeFile(path, content);
    const input = await this.page.evaluateHandle(() => document.body.appendChild(Object.assign(document.createElement("input"), { type: "file" })));
    await input.setInputFiles(path);
    return input.evaluateHandle((chosen) => {
      const data = new DataTransfer();
      for (const file of chosen.files ?? []) data.items.add(file);
      chosen.remove();
      return data;
    });
  }

  /** Makes a source of a file as it is guessed. */
  async dropRecords(name: string, content: string): Promise<void> {
    await this.dropFile(name, content);
    await this.page.getByRole("dialog", { name }).getByRole("button", { name: "Add source" }).click();
  }

  /** Runs a command by its name, through the command palette. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+KeyK");
    await this.page.getByRole("dialog").getByRole("combobox").fill(name);
    await this.page.keyboard.press("Enter");
  }

  async run(): Promise<void> {
    await this.starts(() => this.runButton.click());
  }

  /** Does what starts a run, and waits until that run has begun. It may be over by then. */
  async starts(act: () => Promise<unknown>): Promise<void> {
    const runs = (): Promise<number> => this.page.evaluate(() => globalThis.passedBy.runs);
    const before = await runs();
    await act();
    await expect.poll(runs, { timeout: patience }).toBeGreaterThan(before);
  }

  /** Starts the job and rests it at once: what the test does next finds it alive, however slow the machine is. */
  async runResting(): Promise<void> {
    await this.starts(async () => {
      await this.runButton.click();
      await this.runButton.click();
    });
    await expect(this.runButton).toHaveText("Resume");
  }

  /** Lets a resting run go on until its next checkpoint is complete, where it rests again. */
  async toNextCheckpoint(): Promise<void> {
    const note = this.page.getByRole("region", { name: "Transport" }).getByRole("status");
    const before = (await note.allTextContents()).join();
    await this.page.keyboard.press("KeyU");
    await this.page.getByRole("menuitem", { name: "checkpoint complete" }).click();
    // Not the note of the checkpoint at which it rested already.
    await expect.poll(async () => (await note.allTextContents()).join(), { timeout: patience }).not.toBe(before);
    await expect(note).toHaveText(/^Paused after event [\d,]+: checkpoint complete$/, { timeout: patience });
    await expect(this.runButton).toHaveText("Resume");
  }

  /** As fast as the machine can; a deterministic run writes the same at any speed. */
  async atFullSpeed(): Promise<void> {
    const track = this.page.getByRole("slider", { name: "Speed" });
    const { width = 0 } = (await track.boundingBox()) ?? {};
    await track.click({ position: { x: width - 2, y: 4 } });
    await expect(track).toHaveAttribute("aria-valuenow", "100");
  }

  /** A run without end, as that of the example of a first visit, is there. */
  async running(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Stop the job" })).toBeVisible({ timeout: patience });
  }

  /** Goes on with the run that the page before this one left. */
  async recover(): Promise<void> {
    await this.starts(() => this.page.getByRole("button", { name: "Recover from its newest checkpoint" }).click());
  }

  /** The run that began is over. */
  async finished(timeout = patience): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Stop the job" })).toBeHidden({ timeout });
    await expect(this.runButton).toHaveText("Run");
  }

  /** A checkpoint is complete, not older than number `from`: the shelf shows the newest. */
  async checkpointComplete(from = 1, timeout = patience): Promise<void> {
    const newest = async (): Promise<number> => {
      const names = await this.page.getByRole("button", { name: /^Checkpoint \d+, complete/ }).evaluateAll((cards) => cards.map((card) => card.ariaLabel ?? ""));
      return Math.max(0, ...names.map((name) => Number(/\d+/.exec(name)?.[0])));
    };
    await expect.poll(newest, { timeout }).toBeGreaterThanOrEqual(from);
  }

  /** A toast has said so; it may be gone again. */
  async toldInToast(words: string): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => globalThis.passedBy.toasts.join("\n"))).toContain(words);
  }

  async timeline(tab: string): Promise<void> {
    const handle = this.page.getByRole("tab", { name: tab });
    if ((await handle.getAttribute("aria-selected")) !== "true") await handle.click();
  }

  /** Opens the rows of a sink. */
  async sinkOutput(sink: string): Promise<void> {
    await this.timeline("Sink output");
    await this.page.getByRole("tab", { name: new RegExp(`^${sink}, [\\d,]+ rows?$`) }).click();
  }

  /** What is in the file that an entry of the download menu of a sink gives. */
  async downloaded(sink: string, entry: string): Promise<Buffer> {
    await this.sinkOutput(sink);
    await this.page.getByRole("button", { name: `Download the rows of ${sink}` }).click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("menuitem", { name: entry }).click();
    return readFile(await (await download).path());
  }

  /** Every committed row of a table, its row kind and its values as text, in commit order. */
  async committedRows(table: string): Promise<string[]> {
    // Numbers as they are written: 4.0 is one of DOUBLE.
    const asWritten = (_name: string, value: unknown, place?: { readonly source?: string }): unknown =>
      typeof value === "number" ? place?.source : value;
    const text = String(await this.downloaded(table, "Committed rows, JSON"));
    const rows = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text, asWritten));
    return rows.map(({ row_kind: kind = "+I", ...values }) => JSON.stringify([kind, ...Object.values(values).map(String)]));
  }

  /** Numbers and hashes of the status bar and the transport. */
  async readout(name: string): Promise<string> {
    const readout = this.page.getByRole("region", { name: "Transport" }).getByText(name, { exact: true }).locator("xpath=following-sibling::*");
    return readout.innerText();
  }
}

/** Tests that change what a page cannot be cured of, or go to another server: each has a page of its own. */
export const withOwnPage = base.extend<{ readonly app: App }>({
  app: async ({ page }, use) => {
    const app = new App(page);
    await use(app);
    expect(app.complaints).toEqual([]);
  },
});

export const test = withOwnPage.extend({
  page: async ({ visits, viewport }, use) => {
    await use(await visits.begin(viewport));
    endRewriting();
    await visits.end();
  },
  context: ({ page }, use) => use(page.context()),
});

/**
 * Tests of a file that work in one page, one after the other, as a person goes on in an open page: to open a page takes longer than most
 * of them. It is opened and prepared for the first one. A test that fails ends this process and its page: the next one has its own.
 */
export function testsOfOnePage(prepare: (app: App) => Promise<unknown>): typeof withOwnPage {
  let kept: App | undefined;
  const inOnePage = withOwnPage.extend({
    app: async ({ browser, address, viewport }, use) => {
      if (kept === undefined) {
        const context = await browser.newContext({ baseURL: address, viewport, serviceWorkers: "block" });
        kept = new App(await context.newPage());
        await prepare(kept);
      }
      await use(kept);
      endRewriting();
      expect(kept.complaints).toEqual([]);
    },
    page: ({ app }, use) => use(app.page),
    context: ({ page }, use) => use(page.context()),
  });
  inOnePage.afterAll(async () => {
    await kept?.page.context().close();
    kept = undefined;
  });
  return inOnePage;
}

export { expect };
