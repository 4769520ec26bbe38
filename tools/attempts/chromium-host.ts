import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumArgs } from "../../e2e/chromium-args.ts";
import { bundleEntry, openBarePage } from "../../e2e/hosts/bundle-entry.ts";
import { slowness } from "../../src/app/testing/slowness.ts";
import { ensureBrowser } from "../ensure-browser.mjs";
import { serveBuild, type ServedBuild } from "../serve-build.ts";
import { classOf, type Attempt, type JobAttempt, type JobText, type LanguageAttempt, type Verdict } from "./attempt.ts";
import { judgeTogether, untouchedRun, type BatchHost } from "./batches.ts";
import { harmOfClass, limits } from "./judge-job.ts";
import type { LanguageRun } from "./judge-language.ts";
import { languageJob, readPrinted } from "./language-job.ts";
import type { Mode } from "./node-host.ts";
import { openInPage } from "./open-in-page.ts";
import type { PageRequest, PageRun } from "./page-entry.ts";

declare const runStranger: (request: PageRequest) => Promise<PageRun>;

/** Attempts of one job, see `runTogether`: each has a worker of its own, of which a stranger's job gets 32. */
const batchSize = 15;

const runMs = { F: 5_000, M: 30_000, default: 40_000 };

/** A page that does not answer within this is a page that hangs. */
const answerMs = 8_000;

/** Says so where a runtime's own global gets what a text of a job might put there. */
const watch = `"use strict";Object.defineProperty(globalThis,"PWN",{configurable:true,set(){console.error("PWN-SEEN")}});\n`;

interface Seen {
  readonly run: PageRun;
  /** What else happened to the page: a crash, a dialog, a request to elsewhere. */
  readonly harm: string | undefined;
}

/** The built app in Chromium: every job is read as an import and run as a stranger's, in a page of its own. */
export class ChromiumHost {
  readonly #mode: Mode;
  readonly #browser: Browser;
  readonly #server: ServedBuild;
  readonly #script: string;
  readonly #where: string;
  /** Scripts of workers with the watch in front, by address. */
  readonly #watched = new Map<string, { readonly headers: Record<string, string>; readonly body: string }>();

  private constructor(parts: { mode: Mode; browser: Browser; server: ServedBuild; script: string }) {
    this.#mode = parts.mode;
    this.#browser = parts.browser;
    this.#server = parts.server;
    this.#script = parts.script;
    this.#where = `chromium, ${parts.mode}`;
  }

  /** Needs the build in `dist`. */
  static async open(mode: Mode): Promise<ChromiumHost> {
    const server = await serveBuild();
    const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: [...chromiumArgs] });
    return new ChromiumHost({ mode, browser, server, script: await bundleEntry("tools/attempts/page-entry.ts") });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  async judge(attempts: readonly Attempt[], report: (verdict: Verdict) => void): Promise<void> {
    const host: BatchHost = { batchSize, lanes: 1, runBatch: (batch, zone) => this.#runBatch(batch, zone) };
    const untouched = await untouchedRun(host);
    const language = attempts.filter((attempt) => attempt.kind === "language");
    await judgeTogether(language, host, untouched, (attempt, run, won) => {
      report({ attempt, where: this.#where, won, answer: `${run.status}: ${run.printed.results.join(" | ")} ${run.cause}`.slice(0, 300) });
    });
    for (const attempt of attempts) {
      if (attempt.kind === "job") report(await this.#judgeJob(attempt));
      if (attempt.kind === "open") report(await this.#judgeOpening(attempt));
    }
  }

  /** In the app itself, as a person opens what somebody sent. */
  async #judgeOpening(attempt: JobAttempt): Promise<Verdict> {
    const context = await this.#browser.newContext({ locale: "en", serviceWorkers: "block", viewport: { width: 1440, height: 900 } });
    try {
      const page = await context.newPage();
      const harm = watchPage(page, this.#server.address);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      const text = typeof attempt.job === "string" ? attempt.job : JSON.stringify(attempt.job);
      let hang: string | undefined;
      const answer = await openInPage(page, this.#server.address, text).catch((error: unknown) => (hang = String(error).split("\n")[0]));
      const won = harm() ?? hang ?? (complaints.length === 0 ? undefined : `the page complained: ${complaints[0]}`);
      return { attempt, where: "chromium, page", won, answer: String(answer).slice(0, 300) };
    } finally {
      await context.close();
    }
  }

  async #runBatch(batch: readonly LanguageAttempt[], timezoneId: string): Promise<readonly LanguageRun[]> {
    const { run, harm } = await this.#run(languageJob(batch, this.#mode), 30_000, timezoneId);
    const printed = readPrinted([...run.stdout.split("\n"), ...run.stderr.split("\n")], batch.length);
    const status = harm ?? (run.ending === "itself" ? run.status : run.ending);
    const cause = run.status === "FAILED" ? `FAILED: ${run.cause}` : run.cause;
    return printed.map((each) => ({ status, cause: harm === undefined && run.ending === "itself" ? cause : "", printed: each }));
  }

  async #judgeJob(attempt: JobAttempt): Promise<Verdict> {
    const letter = classOf(attempt);
    const { run, harm } = await this.#run(attempt.job, letter === "F" ? runMs.F : letter === "M" ? runMs.M : runMs.default, "America/New_York");
    const code = run.ending !== "itself" ? null : run.status === "refused" ? 2 : run.status === "FINISHED" ? 0 : 1;
    const stderr = run.status === "refused" ? run.cause : run.stderr;
    const outcome = { ...run, stderr, code, signal: null, ms: 0, peakBytes: 0 };
    const won = harm ?? (run.ending === "killed" ? "it could not be stopped" : harmOfClass(attempt, outcome, undefined));
    const stopped = run.stopMs === undefined ? "" : `, stopped in ${Math.round(run.stopMs)} ms`;
    return { attempt, where: this.#where, won, answer: `${run.status}${stopped}: ${(run.cause || run.stdout).slice(0, 200)}` };
  }

  async #run(job: JobText, patience: number, timezoneId: string): Promise<Seen> {
    const context = await this.#browser.newContext({ timezoneId, locale: "de-DE", serviceWorkers: "block" });
    try {
      const page = await context.newPage();
      const harm = watchPage(page, this.#server.address);
      await this.#plantWatch(context);
      // A root-relative address is what the page's own navigation is made of.
      await openBarePage(pageAt(page, this.#server.address), this.#script);
      const text = typeof job === "string" ? job : JSON.stringify(job);
      const stopMs = limits.stopMs * slowness();
      const request: PageRequest = { text, mode: this.#mode, runMs: patience, stopMs };
      const patienceMs = patience * 2 + stopMs + answerMs;
      const answer = page.evaluate((each) => runStranger(each), request);
      const run = await within(patienceMs, answer.catch((error: unknown) => dead(String(error))), () => dead("the page was silent"));
      const isAlive = await within(answerMs, page.evaluate(() => true).catch(() => false), () => false);
      return { run, harm: harm() ?? (isAlive ? undefined : "the page no longer answers") };
    } finally {
      await context.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    }
  }

  /** Worker scripts come from the build as texts: the watch goes in front. */
  async #plantWatch(context: BrowserContext): Promise<void> {
    await context.addInitScript(watch);
    await context.route("**/workers/*.js", async (route) => {
      const address = route.request().url();
      let script = this.#watched.get(address);
      if (script === undefined) {
        const response = await route.fetch();
        script = { headers: response.headers(), body: watch + (await response.text()) };
        this.#watched.set(address, script);
      }
      await route.fulfill(script);
    });
  }
}

const dead = (cause: string): PageRun => ({ status: "broken", cause, stdout: "", stderr: "", ending: "killed", stopMs: undefined });

/** What `answer` comes to, or after `ms` what `silence` gives. No timer is left behind: it would keep the whole command waiting. */
function within<Value>(ms: number, answer: Promise<Value>, silence: () => Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(silence()), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** `page`, with addresses below `address`. */
function pageAt(page: Page, address: string): Page {
  const go = page.goto.bind(page);
  page.goto = (url, options) => go(new URL(url, address).href, options);
  return page;
}

function watchPage(page: Page, address: string): () => string | undefined {
  const harms: string[] = [];
  page.on("crash", () => harms.push("the page crashed"));
  page.on("dialog", (dialog) => {
    harms.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => message.text().includes("PWN-SEEN") && harms.push("its text ran in the runtime's own global"));
  page.on("request", (request) => !request.url().startsWith(address) && !/^(?:blob|data|about):/.test(request.url()) && harms.push(`a request to ${request.url()}`));
  return () => harms[0];
}
