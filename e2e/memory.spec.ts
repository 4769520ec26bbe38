import { expect, test } from "./app.ts";

test("[UI45] a run says what its workers keep, or may keep, in the status bar and for each subtask", async ({ app, page }) => {
  await app.open();
  await expect(app.status.getByText(/^memory (up to|[\d.,]+ .+ of) 4 GB$/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("application").getByRole("button", { name: "count 0", exact: true }).press("Enter");
  await app.inspector.getByRole("tab", { name: "State" }).click();
  await expect(app.inspector).toContainText(/It may keep 1 GB of heap and 512 MB in byte buffers\./);
});
