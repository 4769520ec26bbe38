import { expect, test } from "./app.ts";

test("[UI76] the licences of what Weir contains are listed, with their texts, by keyboard too", async ({ app, page }) => {
  await app.openEmpty();
  await app.command("Licences");
  const dialog = page.getByRole("dialog", { name: "Licences" });
  const elk = dialog.locator("details", { hasText: "elkjs" });
  await expect(elk.locator("code")).toHaveText("EPL-2.0");
  await elk.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(elk).toContainText("Eclipse Public License 2.0");
  await expect(elk.locator("pre")).toContainText("Eclipse Public License - v 2.0");
  for (const name of ["react-dom", "ses", "@fontsource/ibm-plex-mono"]) await expect(dialog.getByText(new RegExp(`^${name} \\d`))).toBeVisible();
});
