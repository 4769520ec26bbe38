import { expect, testsOfOnePage, type App } from "./app.ts";

/** The example, paused at its first barrier. Each test goes on from where the one before it left the run. */
const test = testsOfOnePage(async (app) => {
  await app.open();
  await app.page.getByRole("button", { name: /^1 See a snapshot happen/ }).click();
  await expect(app.runButton).toHaveText("Resume");
});

/** The status bar says so once every channel was compared with what the runtime holds, at this very event. */
async function agrees(app: App): Promise<number> {
  const said = app.status.getByText(/^picture = runtime at event/);
  let event = 0;
  await expect(async () => {
    event = Number((await said.innerText()).replaceAll(/[^0-9]/g, ""));
    expect(String(event)).toBe((await app.readout("event")).replaceAll(",", ""));
  }).toPass();
  await expect(app.status).toContainText("invariants hold");
  return event;
}

test("[OB7] at many moments of a paused run the picture holds what the runtime's channels hold", async ({ app, page }) => {
  let event = await agrees(app);

  const step = await page.getByRole("button", { name: "Step one event" }).elementHandle();
  const shown = await page.getByRole("region", { name: "Transport" }).getByText("event", { exact: true }).locator("xpath=following-sibling::*").elementHandle();
  await step?.focus();
  for (let moment = 0; moment < 12; moment++) {
    for (let steps = 0; steps <= (moment * 5) % 7; steps++) {
      await page.keyboard.press("Enter");
      await page.waitForFunction(([element, least]) => Number(element?.textContent?.replaceAll(",", "")) > least, [shown, event + steps] as const);
    }
    // The runtime is asked at the end of the turn that the last step is in.
    await page.keyboard.press("l");
    const now = await agrees(app);
    expect(now).toBeGreaterThan(event);
    event = now;
  }

  await page.getByRole("button", { name: /^Run until/ }).click();
  await page.getByRole("menuitem", { name: "alignment ends" }).click();
  await expect(app.runButton).toHaveText("Resume");
  expect(await agrees(app)).toBeGreaterThan(event);
});

test("[PX9] scrubbing and stepping back show the run as it was, and the live end as it is", async ({ app, page }) => {
  const event = await agrees(app);
  const drawn = (): Promise<string> => app.status.getByText(/^tokens drawn/).innerText();
  const before = await drawn();
  const hash = await page.getByRole("button", { name: /^log / }).innerText();

  await page.getByRole("button", { name: "Step back one event" }).click();
  await expect.poll(() => app.readout("event")).toBe((event - 1).toLocaleString("en"));
  await expect(page.getByText(`In the past: event ${(event - 1).toLocaleString("en")} of ${event.toLocaleString("en")}`)).toBeVisible();

  await page.getByRole("tab", { name: "Lanes" }).click();
  const lanes = page.getByRole("slider", { name: "Lanes of all subtasks over time" });
  await lanes.press("Home");
  await expect.poll(() => app.readout("event")).toBe("0");
  await expect(app.status.getByText(/^tokens drawn 0/)).toBeVisible();
  await lanes.press("ArrowRight");
  await expect.poll(() => app.readout("event")).toBe("1");

  await page.getByRole("button", { name: "Return to live, L" }).click();
  await expect.poll(() => app.readout("event")).toBe(event.toLocaleString("en"));
  await expect.poll(drawn).toBe(before);
  await expect(page.getByRole("button", { name: /^log / })).toHaveText(hash);
  await agrees(app);
});
