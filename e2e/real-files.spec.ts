import { jobOfRealFiles } from "../src/app/testing/real-files-job.ts";
import { realFiles } from "../src/formats/testing/real-files.ts";
import { expect, test } from "./app.ts";

test("[UI102] [UI103] a dropped file is shown before it is a source: rows, types and how it is read, for every shape that people have", async ({ app, page }) => {
  await app.openBlank();
  for (const { name, bytes, fields, first, rows } of realFiles) {
    await test.step(name, async () => {
      await app.dropFile(name, bytes);
      const dialog = page.getByRole("dialog", { name });
      const types = Object.entries(fields);
      for (const [place, [field, type]] of types.entries()) {
        await expect(dialog.getByRole("textbox", { name: `Name of field ${place + 1}`, exact: true })).toHaveValue(field);
        await expect(dialog.getByRole("combobox", { name: `Type of ${field}`, exact: true })).toHaveValue(type);
      }
      const shown = dialog.locator("tbody tr");
      for (const [at, row] of first.entries()) {
        await expect.poll(() => shown.nth(at).locator("td").allTextContents()).toEqual(row.map((value) => value ?? "NULL"));
      }
      await expect(dialog.getByRole("status")).toContainText(rows === 1 ? "The one row of the file fits" : `All ${rows} rows of the file fit`);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
    });
  }
  await expect(app.canvas.getByRole("group", { name: / ×\d/ })).toHaveCount(0);
});

test("[CN82] [CN84] [CN89] files in the shapes that people have are dropped and run, every row of them", async ({ app }) => {
  const chosen = realFiles.filter(({ name }) => /^(zip|hourly|stocks|movies-pretty|movies-one|umsatz|sheet|ragged)/.test(name));
  await app.openJob({ ...jobOfRealFiles(chosen, "table"), run: { mode: "deterministic", seed: 1, speed: 1 } });
  for (const { name, bytes } of chosen) {
    await app.dropFile(name, bytes);
    await app.toldInToast(`${name} is read by the source that names it`);
  }
  await app.run();
  await app.finished();
  for (const { name, first, rows } of chosen) {
    const committed = await app.committedRows(`rows of ${name}`);
    expect([name, committed.length]).toEqual([name, rows]);
    for (const [at, row] of first.entries()) expect(JSON.parse(committed[at] ?? "[]").slice(1, row.length + 1)).toEqual(row.map((value) => value ?? "null"));
  }
});

test("[UI105] a value that breaks in the run names its field, which is made text from there, and the job runs", async ({ app, page }) => {
  const [file] = realFiles.filter(({ name }) => name === "old-mac.csv");
  if (file === undefined) throw new Error("the file is gone");
  await app.openJob({ ...jobOfRealFiles([file], "table"), run: { mode: "deterministic", seed: 1, speed: 1 } });
  await app.dropFile(file.name, "id,n\n1,10\n2,2x\n");
  await app.run();
  const widen = page.getByRole("button", { name: "Make n text" }).first();
  await page.getByRole("contentinfo").getByRole("button", { name: /^job failed/ }).click();
  await widen.click({ timeout: 45_000 });
  await app.run();
  await app.finished();
  expect((await app.committedRows("rows of old-mac.csv")).map((row) => JSON.parse(row).slice(1, 3))).toEqual([["1", "10"], ["2", "2x"]]);
});

const late = `id,amount\n${Array.from({ length: 40_000 }, (_, id) => `${id},${id % 100}\n`).join("")}40001,12.5\n40002,x\n`;

test("[UI103] what breaks behind the first part of a file is told with line and field, and made to fit from there", async ({ app, page }) => {
  await app.openBlank();
  await app.dropFile("late.csv", late);
  const dialog = page.getByRole("dialog", { name: "late.csv" });
  await expect(dialog.getByRole("combobox", { name: "Type of amount" })).toHaveValue("BIGINT");
  await expect(dialog.getByRole("status")).toContainText('Line 40002: field amount: "12.5" is not a value of BIGINT', { timeout: 30_000 });
  await dialog.getByRole("combobox", { name: "Type of amount" }).selectOption("DOUBLE");
  await expect(dialog.getByRole("status")).toContainText('Line 40003: field amount: "x" is not a value of DOUBLE', { timeout: 30_000 });
  await dialog.getByRole("button", { name: "Make amount text" }).click();
  await expect(dialog.getByRole("status")).toContainText("All 40,002 rows of the file fit", { timeout: 30_000 });
  await dialog.getByRole("button", { name: "Add source" }).click();
  await expect(page.locator(".schema-row select").nth(1)).toHaveValue("STRING");
});

test("[UI23] [UI102] a broken JSON file says where it breaks; another format or delimiter shows its rows at once", async ({ app, page }) => {
  await app.openBlank();
  await app.dropFile("broken.json", '[\n  {"a": 1},\n  {"a" 2}\n]\n');
  const dialog = page.getByRole("dialog", { name: "broken.json" });
  await expect(dialog.getByRole("status")).toContainText('Line 3: no JSON: "2}" stands where : should be');
  await expect(dialog.locator("tbody tr")).toHaveCount(1);
  await page.keyboard.press("Escape");

  await app.dropFile("heads.csv", "a,b\n");
  await expect(page.getByRole("dialog", { name: "heads.csv" }).getByRole("status")).toHaveText("The file has no rows.");
  await page.keyboard.press("Escape");
  await app.dropFile("parts.bin", Uint8Array.from([0x42, 0, 0x10, 0, 0x41, 0]));
  await app.toldInToast("parts.bin cannot be read as records: the file is no text");

  await app.dropFile("zips.txt", "zip;n\n00501;1\n00544;2\n");
  const zips = page.getByRole("dialog", { name: "zips.txt" });
  await expect(zips).toContainText("zip stays text: as a number 00501 would become 501.");
  await expect(zips.getByRole("combobox", { name: "Delimiter" })).toHaveValue(";");
  await zips.getByRole("combobox", { name: "Delimiter" }).selectOption(",");
  await expect(zips.locator("tbody td").first()).toHaveText("00501;1");
  await zips.getByRole("combobox", { name: "Delimiter" }).selectOption(";");
  await zips.getByRole("checkbox", { name: "First line is a header" }).uncheck();
  await expect(zips.locator("tbody td").first()).toHaveText("zip");
});
