import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { keepDraft } from "../../tools/keep-draft.ts";
import { buildPage } from "../../tools/first-load.ts";
import { outside, serveBuild, type ServedBuild } from "../../tools/serve-build.ts";
import type { Params } from "../program.ts";

/** Milliseconds that each of these may take. */
const budgets = { open: 1500, edit: 100, undo: 100 } as const;
type Figure = keyof typeof budgets;

const viewport = { width: 1440, height: 900 };
const chains = 100;
const stepsOfChain = 10;
const pitch = { x: 320, y: 160 };

/** The built page with a job of 1,000 operators: how long it takes to show it, an edit and what undoes it. */
export class LargeDocument {
  readonly #browser: Browser;
  #served: Promise<ServedBuild & { readonly directory: string }> | undefined;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Milliseconds of a figure: "open" from the start of the visit, "edit" and "undo" from the key, each to the frame that shows it. */
  async run({ figure, engine }: Params): Promise<number> {
    const wanted = String(figure);
    if (!isFigure(wanted)) throw new Error(`there is no figure "${wanted}"`);
    if (engine === "budget") return budgets[wanted];
    const { address } = await (this.#served ??= serve());
    const context = await this.#browser.newContext({ viewport, serviceWorkers: "block" });
    try {
      return await measure(await context.newPage(), address, wanted);
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    const served = await this.#served;
    if (served === undefined) return;
    await served.close();
    rmSync(served.directory, { recursive: true, force: true });
  }
}

const isFigure = (name: string): name is Figure => Object.hasOwn(budgets, name);

async function serve(): Promise<ServedBuild & { readonly directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), "weir-large-document-"));
  await buildPage(directory);
  return { ...(await serveBuild(directory)), directory };
}

async function measure(page: Page, address: string, figure: Figure): Promise<number> {
  await page.addInitScript(watchFrames);
  await page.goto(`${address}${outside}`);
  await page.evaluate(keepDraft, { document: largeJob(), trust: "own" as const });
  await page.goto(address);
  const opened = await page.evaluate(() => globalThis.shownAt('.react-flow__node[aria-label*="source 0,"]'));
  if (figure === "open") return opened;
  // What follows the opening (analysis, workers of a later run) has come to rest: an edit of a person is later.
  await page.waitForTimeout(3000);
  await page.locator('.react-flow__node[aria-label*="source 0,"]').click();
  await page.keyboard.press("F2");
  await page.keyboard.type("renamed");
  const edit = await timeOf(page, { key: "Enter", keys: "Enter", shown: '.react-flow__node[aria-label*="renamed"]' });
  if (figure === "edit") return edit;
  await page.waitForTimeout(1000);
  return timeOf(page, { key: "z", keys: "ControlOrMeta+KeyZ", shown: '.react-flow__node[aria-label*="source 0,"]' });
}

async function timeOf(page: Page, { key, keys, shown }: { readonly key: string; readonly keys: string; readonly shown: string }): Promise<number> {
  // Two messages: a key overtakes what the page is asked to do.
  await page.evaluate((watched) => globalThis.watchKey(watched.key, watched.shown), { key, shown });
  await page.keyboard.press(keys);
  return page.evaluate(() => globalThis.sinceKey);
}

declare global {
  /** Milliseconds from the start of the visit to the first frame that shows it. */
  var shownAt: (selector: string) => Promise<number>;
  /** From now on `sinceKey` is about that key and what it makes the page show. */
  var watchKey: (key: string, selector: string) => void;
  /** Milliseconds from the press of the key to the first frame that shows it. */
  var sinceKey: Promise<number>;
}

/** Runs in the page, from its beginning. */
function watchFrames(): void {
  const frameWith = (selector: string): Promise<number> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (document.querySelector(selector) === null) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve(performance.now()));
      };
      look();
    });
  const first = new Promise<number>((resolve) => document.addEventListener("DOMContentLoaded", () => resolve(frameWith(".react-flow__node"))));
  globalThis.shownAt = async (selector) => Math.max(await first, document.querySelector(selector) === null ? await frameWith(selector) : 0);
  globalThis.watchKey = (key, selector) => {
    globalThis.sinceKey = new Promise((resolve) => {
      const pressed = (event: KeyboardEvent): void => {
        if (event.key !== key) return;
        removeEventListener("keydown", pressed, { capture: true });
        void frameWith(selector).then((shown) => resolve(shown - event.timeStamp));
      };
      addEventListener("keydown", pressed, { capture: true });
    });
  };
}

/** 100 chains of a source, eight maps and filters, and a table. */
function largeJob(): JobDocument {
  const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];
  const idOf = (chain: number, step: number): string => `step-${chain}-${step}`;
  const stepOf = (chain: number, step: number): Pick<JobDocument["operators"][number], "type" | "name" | "config"> => {
    if (step === 0) {
      return { type: "values", name: `source ${chain}`, config: { fields, rows: [["a", 1], ["b", 2]], repeat: false, intervalMs: 10 } };
    }
    if (step === stepsOfChain - 1) return { type: "table", name: `table ${chain}`, config: { mode: "append", key: [] } };
    if (step % 3 === 2) return { type: "filter", name: `positive ${chain}.${step}`, config: { function: "row.n > 0" } };
    return { type: "map", name: `next ${chain}.${step}`, config: { function: "({ word: row.word, n: row.n + 1 })", fields } };
  };
  const steps = Array.from({ length: chains * stepsOfChain }, (_, index) => ({ chain: Math.floor(index / stepsOfChain), step: index % stepsOfChain }));
  return {
    format: "weir.job/1",
    name: "large",
    config: {},
    operators: steps.map(({ chain, step }) => ({ id: idOf(chain, step), ...stepOf(chain, step) })),
    edges: steps
      .filter(({ step }) => step > 0)
      .map(({ chain, step }) => ({
        id: `to-${chain}-${step}`,
        from: { operator: idOf(chain, step - 1), port: "out" },
        to: { operator: idOf(chain, step), port: "in" },
      })),
    layout: { positions: Object.fromEntries(steps.map(({ chain, step }) => [idOf(chain, step), { x: step * pitch.x, y: chain * pitch.y }])) },
  };
}
