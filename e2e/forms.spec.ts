import type { Locator } from "@playwright/test";
import type { JobDocument } from "../src/graph/job-document.ts";
import { expect, testsOfOnePage, type App } from "./app.ts";

const fields = [{ name: "card", type: "STRING" }, { name: "id", type: "BIGINT" }];
const job: JobDocument = {
  format: "weir.job/1",
  name: "forms",
  config: {},
  operators: [
    { id: "cards", type: "values", name: "cards", config: { fields, rows: [["a", "9007199254740993"], ["b", 7]] } },
    {
      id: "alerts",
      type: "process",
      name: "alerts",
      config: {
        processElement: "ctx.state.seen.add(1);\ncollect({ card: row.card, n: ctx.state.seen.get() });",
        states: [
          { kind: "reducing", name: "seen", type: "BIGINT", reduce: "left + right" },
          { kind: "value", name: "last", type: "STRING" },
        ],
        fields: [{ name: "card", type: "STRING" }, { name: "n", type: "BIGINT" }],
      },
    },
    { id: "out", type: "print", name: "out", config: {} },
  ],
  edges: [
    {
      id: "in",
      from: { operator: "cards", port: "out" },
      to: { operator: "alerts", port: "in" },
      partitioner: { type: "hash", key: ["card"] },
    },
    { id: "on", from: { operator: "alerts", port: "out" }, to: { operator: "out", port: "in" } },
  ],
};

const test = testsOfOnePage((app) => app.openEmpty());

/** Opens the job anew and the form of its process function. */
async function openForm(app: App): Promise<void> {
  await app.importJob(job);
  await app.canvas.locator('[data-operator="alerts"]').click();
  await expect(states(app)).toHaveText(["1 seen", "2 last"]);
}

/** Threads start for a trial; on a busy machine that takes a while. */
const patience = { timeout: 60_000 };

const states = ({ inspector }: App): Locator => inspector.getByRole("group", { name: "State", exact: true }).locator("[data-part=title]");

test("[UI32] states are added, moved and removed with the keyboard", async ({ app, page }) => {
  await openForm(app);
  await page.getByRole("group", { name: "State 1 seen" }).getByLabel("Name").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(states(app)).toHaveText(["1 last", "2 seen"]);
  await page.getByRole("group", { name: "State", exact: true }).locator("[data-add]").press("Enter");
  await expect(states(app)).toHaveText(["1 last", "2 seen", "3 state"]);
  await expect(page.getByRole("group", { name: "State 3 state" }).getByLabel("Kind")).toBeFocused();
  await page.getByRole("button", { name: "Remove State 3 state" }).press("Enter");
  await expect(page.getByRole("button", { name: "Remove State 2 seen" })).toBeFocused();
});

test("[UI36] a function is tried on sample rows in the sandbox", async ({ app, page }) => {
  await openForm(app);
  await page.getByRole("button", { name: "Try", exact: true }).click();
  await expect(page.locator(".trial-outcome li")).toHaveText(["+I[a, 1]", "+I[b, 1]"], patience);
  await app.inspector.getByLabel("Process element")
    .fill("if (row.card === 'b') throw new RangeError('no ' + row.id);\ncollect({ card: row.card, n: 1 })");
  await page.getByRole("button", { name: "Try", exact: true }).click();
  const failure = "alerts, processElement, line 1: RangeError: no 7 (record b, 7)";
  await expect(page.locator(".trial-outcome .field-error")).toHaveText(failure, patience);
});

test("[UI34] Run refuses a job with a mistake in a state's function and puts the cursor there", async ({ app, page }) => {
  await openForm(app);
  const reduce = page.getByRole("group", { name: "State 1 seen" }).getByLabel("Reduce");
  await reduce.fill("left +\n  rihgt");
  await app.runButton.click();
  await expect(page.getByRole("status").filter({ hasText: "The job cannot start. alerts: rihgt" })).toHaveCount(1);
  await expect(reduce).toBeFocused();
  expect(await reduce.evaluate((area) => (area instanceof HTMLTextAreaElement ? area.selectionStart : -1))).toBe("left +\n  ".length);
});

test("[UI106][UI107] what cannot be read stays in its field, which says what can be, and Run leads there", async ({ app, page }) => {
  await app.importJob(job);
  await app.canvas.locator('[data-operator="cards"]').click();
  const between = app.inspector.getByRole("textbox", { name: "Time between rows" });
  const note = app.inspector.locator('[data-field="intervalMs"]');
  await between.fill("1 month");
  await app.inspector.getByRole("textbox", { name: "uid" }).focus();
  await expect(between).toHaveValue("1 month");
  await expect(note).toContainText("“1 month” is not a duration. Write for example 5 s, 200 ms or 10 min");
  await app.timeline("Problems");
  await expect(page.getByRole("list", { name: "Problems" }).getByRole("listitem")).toHaveCount(1);
  await between.fill("90");
  await expect(note).toContainText("= 90 ms");
  await expect(between).toHaveAttribute("aria-invalid", "false");

  const parallelism = app.inspector.locator('[data-field="parallelism"] input');
  for (const [typed, told] of [["0", "at least 1"], ["-1", "at least 1"], ["99999", "at most 32768"], ["two", "a number"], ["2.5", "a whole number"]]) {
    await parallelism.fill(typed ?? "");
    await expect(app.inspector.locator('[data-field="parallelism"]')).toContainText(`parallelism must be ${told}`);
  }
  await app.canvas.locator('[data-operator="out"]').click();
  await app.runButton.click();
  await expect(page.getByRole("status").filter({ hasText: "cards: parallelism must be a whole number, not 2.5. Until then it is 1." })).toHaveCount(1);
  await expect(parallelism).toBeFocused();
  await expect(parallelism).toHaveValue("2.5");
  await parallelism.fill("999");
  await expect(app.inspector.locator('[data-field="parallelism"]')).toContainText("at most 256 workers");
  await parallelism.fill("");
  await expect(page.getByRole("list", { name: "Problems" })).toHaveCount(0);
});

test("[UI91] options, conditions and typed records say beside what was typed what it is read as, or what it must be", async ({ app, page }) => {
  const [cards, , out] = job.operators;
  if (!cards || !out) throw new Error("the job has lost its ends");
  const typing = { ...cards, type: "manual", config: { fields: [...fields, { name: "day", type: "DATE" }] } };
  const ends = { from: { operator: "cards", port: "out" }, to: { operator: "out", port: "in" } };
  const edges = [{ id: "on", ...ends, partitioner: { type: "rebalance" as const } }];
  await app.importJob({ ...job, name: "typed", operators: [typing, out], edges });
  await app.inspector.getByText("Flink options").click();
  const interval = app.inspector.getByLabel("pipeline.auto-watermark-interval");
  const option = app.inspector.locator(".form-field").filter({ has: page.getByLabel("pipeline.auto-watermark-interval") });
  await interval.fill("90");
  await expect(option).toContainText("= 90 ms");
  await interval.fill("1 month");
  await expect(option).toContainText("“1 month” is not a duration such as “10 s”");
  await expect(interval).toHaveAttribute("aria-invalid", "true");
  await interval.fill("");

  await app.run();
  await app.canvas.locator('[data-operator="cards"]').click();
  const day = app.inspector.getByRole("textbox", { name: "day DATE" });
  await day.fill("soon");
  await expect(app.inspector).toContainText("day must be DATE, for example 2026-01-01, not “soon”.");
  await app.inspector.getByRole("button", { name: "Emit" }).click();
  await expect(day).toHaveValue("soon");

  await page.getByRole("button", { name: /^Run until/ }).click();
  await page.getByRole("menuitem", { name: "A record, a key, a place" }).click();
  const dialog = page.getByRole("dialog", { name: "Run until" });
  const [field, value, run] = [dialog.getByLabel("Field"), dialog.getByLabel("Value"), dialog.getByRole("button", { name: "Run" })];
  await value.fill("abc");
  await expect(dialog).toContainText("Choose the field that has this value");
  await field.selectOption("id");
  await expect(dialog).toContainText("id has the type BIGINT: write a number, not “abc”");
  await run.click();
  await expect(value).toBeFocused();
  await expect(value).toHaveValue("abc");
  await value.fill("12");
  await expect(dialog.locator(".field-error")).toHaveCount(0);
  await page.keyboard.press("Escape");
});

test("[UI108] a condition that is no condition is refused where it is typed", async ({ app, page }) => {
  const [source, , sink] = job.operators;
  if (!source || !sink) throw new Error("the job has lost its ends");
  const kept = { id: "kept", type: "filter", name: "kept", config: { function: "row.card" } };
  const edges = [["cards", "kept"], ["kept", "out"]].map(([from = "", to = ""]) => ({
    id: to, from: { operator: from, port: "out" }, to: { operator: to, port: "in" },
  }));
  await app.importJob({ ...job, operators: [source, kept, sink], edges });
  await app.canvas.locator('[data-operator="kept"]').click();
  await expect(app.inspector.locator('[data-field="function"]')).toContainText("This gives a text; it has to give true or false: compare it with something.");
  await page.getByRole("textbox", { name: "Condition" }).fill("row.card === 'a'");
  await expect(app.inspector.locator('[data-field="function"] .field-error')).toHaveCount(0);
});

test("[UI4] the field of a custom partitioner shows what is set; what was searched is gone from the palette once it was taken", async ({ app, page }) => {
  const [edge, ...others] = job.edges;
  if (!edge) throw new Error("the job has lost its edge");
  await app.importJob({ ...job, edges: [edge, ...others.map((each) => ({ ...each, partitioner: { type: "custom" as const, key: "n", function: "0" } }))] });
  await page.getByText("custom(n)").click();
  await expect(app.inspector.getByRole("combobox", { name: "key" })).toHaveValue("n");
  await app.canvas.locator('[data-operator="alerts"]').click();
  await page.keyboard.press("KeyA");
  const search = page.getByRole("combobox", { name: /^Search/ });
  await search.fill("filter");
  await search.press("Enter");
  await expect(app.canvas.locator(".react-flow__node", { hasText: "filter" })).toHaveCount(1);
  await expect(search).toHaveValue("");
});

test("[UI132] a long name is whole in the inspector and the outline, and keeps its beginning and its number in the log", async ({ app, page }) => {
  const name = "cardsOfAllCustomersSinceTheBeginningOfTheWholeBank_stamps";
  await app.importJob({ ...job, operators: job.operators.map((each) => (each.id === "cards" ? { ...each, name, chain: "never" } : each)) });
  const isWhole = async (place: Locator): Promise<void> => {
    await expect(place).toHaveText(name);
    await expect.poll(() => place.evaluate((element) => [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight])).toEqual([0, 0]);
  };
  // The dock may be open from the test before, or be a strip of buttons.
  await page.getByRole("tab", { name: "Outline" }).or(page.getByRole("navigation").getByRole("button", { name: "Outline" })).press("Enter");
  await isWhole(page.getByRole("treeitem").locator("b", { hasText: name }).first());
  await app.canvas.locator('[data-operator="cards"]').click();
  await isWhole(app.inspector.getByRole("heading", { name }));
  await app.runButton.click();
  await app.timeline("Log");
  const who = page.getByRole("table", { name: "Log of the run" }).getByRole("cell").and(page.locator(`[title="${name} 0"]`)).first();
  await expect(who).toHaveText("cardsOfAllCustomers…amps 0");
});
