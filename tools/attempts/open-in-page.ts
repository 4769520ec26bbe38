import type { Page } from "@playwright/test";

/** Milliseconds within which a page answers on a busy machine; one that hangs never does. */
const answerMs = 12_000;
const showMs = 45_000;

/**
 * Lets a document fall onto the canvas, as a file from elsewhere comes in, opens it if it may be opened, and works the page: now, and after
 * a reload, as at the next visit. Resolves with what the dialog said. Throws when the page does not answer.
 */
export async function openInPage(page: Page, address: string, text: string): Promise<string> {
  await page.goto(address);
  const canvas = page.getByRole("main", { name: "Canvas" });
  await canvas.waitFor({ timeout: showMs });
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "attempt.json"));
    return data;
  }, text);
  await canvas.dispatchEvent("drop", { dataTransfer: transfer, clientX: 500, clientY: 300 });
  const said = await answerDialog(page);
  await answers(page, "after it was opened");
  await page.reload();
  await canvas.waitFor({ timeout: showMs });
  await answers(page, "at the next visit");
  return said;
}

/** What the import says; the document is opened where that is offered. A document that is no job may be told without a question. */
async function answerDialog(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog");
  const open = dialog.getByRole("button", { name: "Open on canvas" });
  const notice = page.locator("[role=alert], .toast").first();
  await open.or(notice).first().waitFor({ timeout: showMs });
  if (!(await open.isVisible())) return notice.innerText();
  const said = (await dialog.getByRole("listitem").allTextContents()).join(" / ");
  if (!(await open.isEnabled())) {
    await dialog.getByRole("button", { name: "Cancel" }).click({ timeout: answerMs });
    return `refused: ${said}`;
  }
  await open.click({ timeout: answerMs });
  await page.getByRole("main", { name: "Canvas" }).getByRole("application").waitFor({ timeout: showMs });
  return `opened: ${said}`;
}

async function answers(page: Page, when: string): Promise<void> {
  try {
    await page.keyboard.press("ControlOrMeta+KeyK");
    await page.getByRole("dialog").getByRole("combobox").waitFor({ timeout: answerMs });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden", timeout: answerMs });
  } catch (error) {
    throw new Error(`the page does not answer ${when}: ${String(error).split("\n")[0]}`, { cause: error });
  }
}
