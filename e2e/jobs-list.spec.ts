import { App, expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

const jobOf = (name: string) => countedWords({ name, rows: 5, intervalMs: 0, run: { mode: "deterministic", seed: 3 } });

test("[DC33] [DC34] jobs are found, renamed, duplicated, deleted and brought back in the list, by keyboard too; open ones are not deleted", async ({ app, page, context }) => {
  await app.openDraft(jobOf("rivers"));
  // What runs on Flink is said where it is looked for.
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("menu")).toContainText("This version writes no SQL and no Java for Flink");
  await page.keyboard.press("Escape");
  await app.canvas.getByRole("group", { name: /^count,/ }).click();
  await app.inspector.getByRole("tab", { name: "Code" }).click();
  await expect(app.inspector).toContainText("It runs on Flink once it is written there");
  await app.importStrangersJob(jobOf("lakes"));
  await page.getByRole("banner").getByRole("button", { name: "lakes" }).click();
  const dialog = page.getByRole("dialog", { name: "Jobs in this browser" });
  const rows = dialog.getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/lakes3 operators, open here/);
  await expect(rows.last()).toContainText(/rivers3 operators, opened/);
  await expect(rows.last().locator("svg rect")).toHaveCount(3);

  // Search has the focus; arrows lead to the jobs, F2 renames, Delete deletes.
  await page.keyboard.type("riv");
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F2");
  await page.keyboard.type("river gauges");
  await page.keyboard.press("Enter");
  await expect(rows).toContainText("river gauges");
  await rows.getByRole("button", { name: "Duplicate: river gauges" }).click();
  await expect(dialog.getByText("river gauges (copy)")).toBeVisible();
  await dialog.getByRole("searchbox").fill("");
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: "(copy)" }).getByRole("button", { name: /3 operators/ }).press("Delete");
  await expect(rows).toHaveCount(2);
  await expect(dialog.getByRole("status")).toContainText("“river gauges (copy)” was deleted");
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: "(copy)" }).getByRole("button", { name: /^Delete/ }).click();
  await expect(rows).toHaveCount(2);

  // The open one stays, here and in another tab.
  await rows.first().getByRole("button", { name: "Delete: lakes" }).click({ force: true });
  await expect(rows).toHaveCount(2);
  await rows.last().getByRole("button", { name: /3 operators/ }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "river gauges" })).toBeVisible();
  const other = new App(await context.newPage());
  await other.open();
  await other.command("Open a job");
  const theirs = other.page.getByRole("dialog", { name: "Jobs in this browser" }).getByRole("listitem");
  await expect(theirs).toHaveCount(2);
  await theirs.last().getByRole("button", { name: /3 operators/ }).click();
  await expect(other.page.getByRole("banner").getByRole("button", { name: "lakes" })).toBeVisible();
  await other.command("Open a job");
  await expect(theirs.filter({ hasText: "river gauges" })).toContainText("open in another tab");
  await theirs.filter({ hasText: "river gauges" }).getByRole("button", { name: "Delete: river gauges" }).click({ force: true });
  await expect(theirs).toHaveCount(2);
  expect(other.complaints).toEqual([]);
});
