import { readFile } from "node:fs/promises";
import { expect, test as base, type Locator, type Page } from "@playwright/test";
import type { JobDocument } from "../src/graph/job-document.ts";

/** The machine may be slow; what is waited for is always an event, never a time. */
const patience = 45_000;

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
    await this.page.goto(path);
    await expect(this.page.getByRole("banner")).toBeVisible();
  }

  /** Opens the page with a job that is trusted: it runs as one of the person's own does. */
  async openJob(job: JobDocument): Promise<void> {
    await this.openStrangersJob(job);
    await this.trust();
  }

  /** Opens the page with a job by import, as any file from elsewhere comes in. */
  async openStrangersJob(job: JobDocument): Promise<void> {
    await this.open();
    await this.importFile(`${job.name}.json`, JSON.stringify(job));
    await this.page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
    await expect(this.page.getByRole("banner").getByRole("button", { name: job.name })).toBeVisible();
    await expect(this.canvas.getByRole("application")).toBeVisible();
  }

  async trust(): Promise<void> {
    // It shows as a stranger's from the moment on that it is open.
    await expect(this.trustBadge).toBeVisible();
    await this.command("Trust this job");
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
  async dropFile(name: string, content: string): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([file, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], file));
        return data;
      },
      [name, content] as const,
    );
    await this.canvas.dispatchEvent("drop", { dataTransfer: transfer, clientX: 500, clientY: 300 });
  }

  /** Runs a command by its name, through the command palette. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+KeyK");
    await this.page.getByRole("dialog").getByRole("combobox").fill(name);
    await this.page.keyboard.press("Enter");
  }

  async run(): Promise<void> {
    await this.runButton.click();
    await this.running();
  }

  /** A run was asked for: it is there, or on its way. */
  async running(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Stop the job" })).toBeVisible();
  }

  /** Goes on with the run that the page before this one left. */
  async recover(): Promise<void> {
    await this.page.getByRole("button", { name: "Recover from its newest checkpoint" }).click();
    await this.running();
  }

  async finished(timeout = patience): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Stop the job" })).toBeHidden({ timeout });
    await expect(this.runButton).toHaveText("Run");
  }

  /** The card of a checkpoint on the shelf. */
  async checkpointComplete(id: number | RegExp, timeout = patience): Promise<void> {
    const name = typeof id === "number" ? `Checkpoint ${id}, complete` : id;
    await expect(this.page.getByRole("button", { name }).last()).toBeVisible({ timeout });
  }

  async timeline(tab: string): Promise<void> {
    const handle = this.page.getByRole("tab", { name: tab });
    if ((await handle.getAttribute("aria-selected")) !== "true") await handle.click();
  }

  /** Every committed row of a table, as text, in commit order. */
  async committedRows(table: string): Promise<string[]> {
    await this.timeline("Sink output");
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: `Save the committed rows of ${table}` }).click();
    const lines = await readFile(await (await download).path(), "utf8");
    return lines.split("\n").filter((line) => line !== "");
  }

  /** Numbers and hashes of the status bar and the transport. */
  async readout(name: string): Promise<string> {
    const readout = this.page.getByRole("region", { name: "Transport" }).getByText(name, { exact: true }).locator("xpath=following-sibling::*");
    return readout.innerText();
  }
}

export const test = base.extend<{ readonly app: App }>({
  app: async ({ page }, use) => {
    const app = new App(page);
    await use(app);
    expect(app.complaints).toEqual([]);
  },
});

export { expect };
