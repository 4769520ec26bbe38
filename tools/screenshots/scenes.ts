import type { Locator, Page } from "@playwright/test";
import { linkFragment } from "../../src/designer/document/share-link.ts";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { failingJob, finishedJob, screenshotJob } from "./jobs.ts";
import type { Say } from "./words.ts";

const patience = { timeout: 60_000 };

/** The page as a person works it, whatever its language and width: by keys, roles and the words of its own catalog. */
export class Stage {
  readonly page: Page;
  readonly say: Say;

  constructor(page: Page, say: Say) {
    this.page = page;
    this.say = say;
  }

  get inspector(): Locator {
    return this.page.getByRole("complementary", { name: this.say("shell", "region.inspector") });
  }

  /** Runs a command by its name. */
  async command(area: string, key: string): Promise<void> {
    await this.page.keyboard.press("ControlOrMeta+KeyK");
    await this.page.getByRole("dialog").getByRole("combobox").fill(this.say(area, key));
    await this.page.keyboard.press("Enter");
  }

  /** A card on the shelf says so of a checkpoint. */
  async checkpoint(id: number, status: RegExp | string): Promise<void> {
    const said = this.say("run", "shelf.cardName", { id, status: "@" }).replace("@", typeof status === "string" ? status : status.source);
    await this.page.getByRole("button", { name: new RegExp(`^${said}`) }).first().waitFor(patience);
  }

  async resting(): Promise<void> {
    await this.page.getByRole("banner").getByRole("button", { name: this.say("shell", "resume") }).waitFor(patience);
  }

  /** Lets the run go on until it rests at such an event. */
  async until(what: string): Promise<void> {
    await this.command("run", `until.${what}`);
    await this.resting();
  }

  /** Steps event by event until `reached`; a run that never gets there is an error. */
  async stepTo(reached: () => Promise<boolean>): Promise<void> {
    const step = this.page.getByRole("button", { name: this.say("run", "transport.step") });
    for (let events = 0; events < 600; events++) {
      if (await reached()) return;
      await step.click();
    }
    throw new Error("the moment to photograph did not come");
  }

  async openSubtask(name: string, tab: string): Promise<Locator> {
    await this.page.getByRole("application").getByRole("button", { name, exact: true }).press("Enter");
    await this.inspector.getByRole("tab", { name: this.say("inspector", tab), exact: true }).click();
    return this.inspector;
  }

  /** Opens a job as its author: out of a link, and made one's own. */
  async open(job: JobDocument): Promise<void> {
    const { page } = this;
    const address = new URL(page.url());
    await page.goto("about:blank");
    await page.goto(`${address.origin}${address.pathname}${address.search}${linkFragment(job)}`);
    await page.getByRole("button", { name: this.say("shell", "makeItMine") }).click();
    await page.getByRole("application").waitFor();
  }

  /** Runs a job that came by link: the page asks first. */
  async run(): Promise<void> {
    await this.page.getByRole("banner").getByRole("button", { name: this.say("shell", "run"), exact: true }).click();
    await this.page.getByRole("dialog").getByRole("button", { name: this.say("question", "trustAndRun") }).click();
  }

  /** Waits until nothing has moved for a while: neither the camera nor a panel. */
  async still(): Promise<void> {
    await this.page.evaluate(async () => {
      const place = (): string => document.querySelector(".react-flow__viewport")?.getAttribute("style") ?? "";
      for (let [same, last] = [0, place()]; same < 20; ) {
        await new Promise(requestAnimationFrame);
        const now = place();
        same = now === last ? same + 1 : 0;
        last = now;
      }
      await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)));
    });
  }
}

/** One moment of the page that the visual design draws, or that its users asked for. */
export interface Scene {
  readonly name: string;
  readonly pose: (stage: Stage) => Promise<void>;
}

/** The first visit a few seconds in: the third checkpoint under way. */
async function firstRun(stage: Stage): Promise<void> {
  await stage.checkpoint(3, stage.say("run", "shelf.acknowledged", { count: "[1-5]", of: 6 }));
}

/** One input of a subtask holds its barrier back, the other one is still read. */
async function alignment(stage: Stage): Promise<void> {
  await stage.checkpoint(2, stage.say("run", "shelf.completed"));
  const inspector = await stage.openSubtask("count 0", "tab.checkpoint");
  await stage.until("barrier");
  await stage.stepTo(async () => (await inspector.getByText(stage.say("run", "inspect.held"), { exact: true }).count()) > 0);
  await lanes(stage);
  await stage.still();
}

/** The same moment from near: queue, gate, bay and sheet of one subtask. */
async function motion(stage: Stage): Promise<void> {
  await alignment(stage);
  await stage.page.getByRole("application").getByRole("button", { name: "count 0", exact: true }).focus();
  await stage.command("commands", "view-fitSelection");
  await stage.still();
}

/** A subtask was killed after two checkpoints; the job comes back from the newest. */
async function recovery(stage: Stage): Promise<void> {
  const { page, say } = stage;
  await stage.checkpoint(2, say("run", "shelf.completed"));
  await page.getByRole("application").getByRole("button", { name: "count 1", exact: true }).press("Enter");
  await stage.until("checkpointComplete");
  await page.keyboard.press("KeyK");
  await page.getByRole("menuitem", { name: say("run", "fault.killSubtask", { subtask: "count 1" }), exact: true }).click();
  await lanes(stage);
  const restoring = new RegExp(`^${say("run", "shelf.cardName", { id: "@", status: say("run", "shelf.restoring") }).replace("@", "\\d+")}`);
  await stage.stepTo(async () => (await page.getByRole("button", { name: restoring }).count()) > 0);
  await stage.still();
}

async function lanes({ page, say }: Stage): Promise<void> {
  await page.keyboard.press("Alt+Digit1");
  await page.getByRole("slider", { name: say("run", "timeline.lanes") }).waitFor();
}

/** Editing: a job was opened, a connection is being drawn, what is wrong stands below. */
async function logical(stage: Stage): Promise<void> {
  const { page } = stage;
  await stage.open(screenshotJob);
  // A narrow window has room for one of them: canvas, timeline or inspector.
  const isNarrow = (page.viewportSize()?.width ?? 0) < 1024;
  if (!isNarrow) {
    await page.keyboard.press("Alt+Digit6");
    await operator(stage, "window").click();
    await stage.inspector.getByRole("textbox").first().waitFor();
  }
  await page.keyboard.press("Digit1");
  await stage.still();
  await operator(stage, "refunds").locator(".port.is-spout").hover();
  await page.mouse.down();
  const wall = await operator(stage, "window").locator(".port.is-wall").boundingBox();
  if (wall) await page.mouse.move(wall.x + wall.width / 2, wall.y + wall.height / 2, { steps: 8 });
  await page.locator(".connection-tip.is-shown").waitFor();
}

const operator = ({ page }: Stage, id: string): Locator => page.getByRole("application").locator(`[data-operator=${id}]`);

/** What may follow is listed, what may not is too, with the reason. */
async function palette(stage: Stage): Promise<void> {
  await stage.open(screenshotJob);
  await operator(stage, "orders").click();
  await stage.command("commands", "insert-after");
  await stage.still();
}

async function find(stage: Stage): Promise<void> {
  await stage.checkpoint(1, stage.say("run", "shelf.completed"));
  await stage.page.keyboard.press("ControlOrMeta+KeyK");
  await stage.page.getByRole("dialog").getByRole("combobox").fill(stage.say("run", "fault.button"));
  await stage.still();
}

async function share(stage: Stage): Promise<void> {
  await stage.open(screenshotJob);
  await stage.command("commands", "file-share");
  await stage.page.getByRole("dialog").getByRole("checkbox").first().waitFor();
  await stage.still();
}

/** A function threw: the failure is the first thing in every view. */
async function failure(stage: Stage): Promise<void> {
  await stage.open(failingJob);
  await stage.run();
  await stage.page.getByRole("banner").getByText(stage.say("shell", "failed", { name: "share" })).first().waitFor(patience);
  await stage.still();
}

/** A job is over: its results stand on the canvas, in the summary and in the table of its sink. */
async function results(stage: Stage): Promise<void> {
  const { page, say } = stage;
  await stage.open(finishedJob);
  await stage.run();
  await page.getByRole("banner").getByRole("button", { name: say("shell", "run"), exact: true }).waitFor(patience);
  await page.keyboard.press("Alt+Digit4");
  await page.getByRole("tabpanel").getByRole("row").nth(2).waitFor(patience);
  await stage.still();
}

/** The gallery of examples. */
async function gallery(stage: Stage): Promise<void> {
  await stage.checkpoint(1, stage.say("run", "shelf.completed"));
  await stage.command("commands", "file-examples");
  await stage.page.getByRole("list", { name: stage.say("gallery", "title") }).waitFor(patience);
  await stage.still();
}

/** The second example, just opened: with its notes. */
async function example(stage: Stage): Promise<void> {
  await gallery(stage);
  await stage.page.getByRole("list", { name: stage.say("gallery", "title") }).getByRole("button").nth(1).click();
  await stage.page.locator("[data-note]").first().waitFor(patience);
  await stage.still();
}

export const scenes: readonly Scene[] = [
  { name: "first-run", pose: firstRun },
  { name: "physical-alignment", pose: alignment },
  { name: "recovery", pose: recovery },
  { name: "motion", pose: motion },
  { name: "logical", pose: logical },
  { name: "palette", pose: palette },
  { name: "find", pose: find },
  { name: "share", pose: share },
  { name: "failure", pose: failure },
  { name: "results", pose: results },
  { name: "gallery", pose: gallery },
  { name: "example", pose: example },
];
