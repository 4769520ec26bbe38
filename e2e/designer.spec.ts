import type { Page } from "@playwright/test";
import { expect, testsOfOnePage, withOwnPage } from "./app.ts";

const test = testsOfOnePage((app) => app.openEmpty());

/** A blank canvas of one's own beside the palette, in a page that is open. */
async function blankCanvas(page: Page, language: "en" | "zh-Hans" = "en", size = { width: 1440, height: 900 }): Promise<void> {
  await page.setViewportSize(size);
  const isChinese = (await page.locator("html").getAttribute("lang")) === "zh-Hans";
  if (isChinese !== (language === "zh-Hans")) await command(page, isChinese ? "English" : "中文");
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await command(page, language === "en" ? "New job" : "新建作业");
  await expect(page.locator(".empty-canvas")).toBeVisible();
}

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+KeyK");
  await page.getByRole("dialog").getByRole("combobox").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Adds an operator from the keyboard: behind the selected one where it may follow. */
async function addByKeyboard(page: Page, search: string): Promise<void> {
  const before = await page.locator(".operator-node").count();
  await page.keyboard.press("a");
  await expect(page.getByRole("combobox", { name: /^(Search|搜索)/ })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(search);
  await page.keyboard.press("Enter");
  await expect(page.locator(".operator-node")).toHaveCount(before + 1);
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
}

const labels = (page: Page): Promise<string[]> => page.locator(".flume-label").allTextContents();

test("a job is built by mouse, in Chinese: dragged, clicked, connected both ways, undone and redone", async ({ page }) => {
  await blankCanvas(page, "zh-Hans");
  const palette = (type: string) => page.locator(`[data-operator-type="${type}"]`);
  const from = await palette("values").boundingBox();
  if (!from) throw new Error("the palette is not on screen");
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 30, { steps: 4 });
  await page.mouse.move(420, 300, { steps: 6 });
  await page.mouse.up();
  await expect(page.locator(".operator-node")).toHaveCount(1);

  for (const [type, x, y] of [
    ["count", 720, 300],
    ["print", 950, 480],
  ] as const) {
    await palette(type).click();
    await page.mouse.click(x, y);
  }
  await expect(page.locator(".operator-node")).toHaveCount(3);

  await page
    .locator('[data-operator="values-1"] .port.is-spout')
    .dragTo(page.locator('[data-operator="count-1"] .port.is-wall'));
  await expect.poll(() => labels(page)).toEqual(["hash(word)"]);
  await page.locator('[data-operator="count-1"] .port.is-spout').click();
  await page.locator('[data-operator="print-1"] .port.is-wall').click();
  await expect.poll(() => labels(page)).toEqual(["hash(word)", "forward"]);
  await expect(page.getByRole("button", { name: "0 个问题" })).toBeVisible();

  for (let step = 0; step < 5; step++) await page.keyboard.press("Control+z");
  await expect(page.locator(".operator-node")).toHaveCount(0);
  for (let step = 0; step < 5; step++) await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => labels(page)).toEqual(["hash(word)", "forward"]);
});

test("[UI10] [UI17] the same job is built with the keyboard alone, in Chinese", async ({ page }) => {
  await blankCanvas(page, "zh-Hans");
  await addByKeyboard(page, "values");
  await addByKeyboard(page, "count per");
  await addByKeyboard(page, "print");
  await expect.poll(() => labels(page)).toEqual(["hash(word)", "forward"]);

  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("x");
  await expect.poll(() => labels(page)).toEqual(["hash(word)"]);
  await page.keyboard.press("Escape");
  await page.locator(".react-flow__node").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator(".operator-node.is-selected")).toHaveAttribute("data-operator", "count-1");
  await page.keyboard.press("c");
  await expect(page.locator(".port-number")).toHaveText(["1"]);
  await page.keyboard.press("1");
  await expect.poll(() => labels(page)).toEqual(["hash(word)", "forward"]);

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  await page.keyboard.type("access");
  await page.keyboard.press("Enter");
  await expect(page.locator('[data-operator="print-1"] .node-name')).toHaveText("access");
  await expect(page.locator(".operator-node")).toHaveCount(3);
});

test("[UI5] a connection that may not be says why under the pointer", async ({ page }) => {
  await blankCanvas(page);
  await addByKeyboard(page, "values");
  await addByKeyboard(page, "count per");
  await page.locator('[data-operator="values-1"] .port.is-spout').click();
  await page.locator('[data-operator="count-1"] .port.is-wall').hover();
  await expect(page.locator(".connection-tip")).toHaveText("is connected to it already");
  await expect(page.locator(".visually-hidden[role=status]")).toHaveText(/count: is connected to it already/);
  await page.keyboard.press("Escape");
  await expect(page.locator(".port-ring, .port-cross")).toHaveCount(0);
});

test("[DC10] [UI24] a draft survives a reload; a link opens read-only and can be made one's own", async ({
  page,
  context,
}) => {
  await blankCanvas(page);
  await addByKeyboard(page, "values");
  await addByKeyboard(page, "print");
  await expect(page.getByText("autosaved")).toBeVisible();
  await page.reload();
  await expect(page.locator(".operator-node")).toHaveCount(2);

  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.locator(".share-link").textContent();
  await page.keyboard.press("Escape");
  const guest = await context.newPage();
  await guest.goto(`/${link}`);
  await expect(guest.getByText("Opened from a link, read-only")).toBeVisible();
  await expect(guest.locator(".operator-node")).toHaveCount(2);
  await guest.locator(".react-flow__node").first().focus();
  await guest.keyboard.press("Delete");
  await expect(guest.locator(".operator-node")).toHaveCount(2);
  await guest.getByRole("button", { name: "Make it mine" }).click();
  await guest.locator(".operator-node").first().click();
  await guest.keyboard.press("Delete");
  await expect(guest.locator(".operator-node")).toHaveCount(1);
  await guest.close();
  await page.bringToFront();
});

test("[UI23] a dropped CSV becomes a source with guessed fields; a dropped job is offered for import", async ({
  page,
}) => {
  await blankCanvas(page);
  const drop = (name: string, content: string): Promise<void> =>
    page.evaluate(
      ([file, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text ?? ""], file ?? ""));
        const region = document.querySelector("[data-region=canvas]");
        region?.dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, clientX: 600, clientY: 300 }),
        );
      },
      [name, content],
    );
  await drop(
    "orders.csv",
    "id,amount,at\n1,9.5,2026-01-01 12:00:00\n2,3,2026-01-01 12:00:01\n3,4,2026-01-01 12:00:02\n",
  );
  await page.getByRole("dialog").getByRole("button", { name: "Add source" }).click();
  await expect(page.locator(".operator-node")).toHaveCount(1);
  await expect(page.locator(".schema-row input").nth(0)).toHaveValue("id");
  await expect(page.locator(".schema-row select").nth(0)).toHaveValue("BIGINT");
  await expect(page.locator(".schema-row select").nth(2)).toHaveValue("TIMESTAMP(3)");

  const job = { format: "weir.job/1", name: "dropped", config: {}, operators: [], edges: [] };
  await drop("job.json", JSON.stringify(job));
  await expect(page.getByRole("dialog")).toContainText("0 operators, 0 edges");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator(".operator-node")).toHaveCount(1);
});

test("[UI18] tidy lays the graph out in a worker and is one step of undo", async ({ page }) => {
  await blankCanvas(page);
  await addByKeyboard(page, "values");
  await addByKeyboard(page, "print");
  const place = async (): Promise<string> =>
    (await page.locator('.react-flow__node[data-id="print-1"]').getAttribute("style")) ?? "";
  const nodes = page.locator(".react-flow__node");
  await nodes.last().focus();
  for (let step = 0; step < 12; step++) await page.keyboard.press("Control+ArrowDown");
  const moved = await place();
  await page.keyboard.press("Shift+t");
  await expect.poll(place).not.toBe(moved);
  await page.keyboard.press("Control+z");
  await expect.poll(place).toBe(moved);
});

test("[UI22] the outline is a tree that works by keyboard and selects on the canvas", async ({ page }) => {
  await blankCanvas(page);
  await addByKeyboard(page, "values");
  await addByKeyboard(page, "print");
  await page.getByRole("tab", { name: "Outline" }).click();
  const items = page.getByRole("treeitem");
  await expect(items).toHaveText([/values/, /print/, /from values/]);
  await items.first().focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.locator(".flume.is-selected")).toHaveCount(1);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page.locator(".operator-node.is-selected")).toHaveAttribute("data-operator", "print-1");
});

test("[UI2] panels are resized from the keyboard and restored", async ({ page }) => {
  await blankCanvas(page);
  const splitter = page.getByRole("separator", { name: "Width of the tools" });
  await splitter.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await expect(page.locator(".dock")).toHaveCSS("width", "264px");
  await page.keyboard.press("Enter");
  await expect(page.locator(".dock")).toHaveCSS("width", "240px");
});

withOwnPage("[UI12] a running job makes React work a few times a second at most, never per frame", async ({ page }) => {
  await page.addInitScript(() => {
    const counts = { commits: 0 };
    Object.assign(window, {
      reactCommits: counts,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        renderers: new Map(),
        supportsFiber: true,
        inject: () => 1,
        checkDCE: () => {},
        onCommitFiberRoot: () => void counts.commits++,
        onCommitFiberUnmount: () => {},
        onPostCommitFiberRoot: () => {},
      },
    });
  });
  const commitsIn = (milliseconds: number): Promise<number> =>
    page.evaluate(async (duration) => {
      const counts: unknown = Reflect.get(window, "reactCommits");
      const read = (): number =>
        typeof counts === "object" && counts !== null ? Number(Reflect.get(counts, "commits")) : Number.NaN;
      const before = read();
      await new Promise((resolve) => setTimeout(resolve, duration));
      return read() - before;
    }, milliseconds);
  await page.goto("/");
  await expect(page.getByText(/6 workers in your browser/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: /^Checkpoint 1, complete/ })).toBeVisible();
  const seconds = 2;
  const commits = await commitsIn(seconds * 1000);
  expect(commits).toBeGreaterThan(0);
  expect(commits / seconds).toBeLessThan(12);
});

test("[UI40] 1 shows the whole graph, and what is selected stays in view when a panel takes its room", async ({ page }) => {
  await blankCanvas(page, "en", { width: 1280, height: 720 });
  for (const word of ["values", "count per", "filter", "print"]) await addByKeyboard(page, word);
  const canvas = page.getByRole("main", { name: "Canvas" });
  const inside = async (operator: string): Promise<boolean> => {
    const [box, room] = await Promise.all([page.locator(`[data-operator="${operator}"]`).boundingBox(), canvas.boundingBox()]);
    return box !== null && room !== null && box.x >= room.x && box.x + box.width <= room.x + room.width;
  };
  await expect.poll(() => inside("values-1")).toBe(false);
  await page.keyboard.press("1");
  await expect.poll(() => inside("values-1")).toBe(true);
  await expect.poll(() => inside("print-1")).toBe(true);
  await page.keyboard.press("Control+i");
  await expect(page.getByRole("complementary", { name: "Inspector" })).toBeVisible();
  await expect.poll(() => inside("print-1")).toBe(true);
});

withOwnPage("[UI41] on a narrow screen the palette is a sheet that makes room for the place, and the inspector one from below", async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.goto("./");
  await page.getByRole("button", { name: /Build your own/ }).click();
  await expect(page.locator(".empty-canvas")).toBeVisible();
  await page.getByRole("button", { name: "Add a source (A)" }).click();
  await page.locator('[data-operator-type="values"]').click();
  await expect(page.locator(".dock")).toHaveCount(0);
  await expect(page.getByText("Choose a place for values")).toBeVisible();
  await page.mouse.click(500, 400);
  await expect(page.locator(".operator-node.is-selected")).toHaveCount(1);
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("complementary", { name: "Inspector" });
  await expect(sheet).toHaveCSS("width", "820px");
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
});

test("[UI42] a toast offers to undo what it tells of, and goes with the next edit", async ({ page }) => {
  await blankCanvas(page);
  await addByKeyboard(page, "values");
  await page.keyboard.press("Delete");
  await expect(page.locator(".toast")).toContainText("Deleted 1 operator");
  await page.keyboard.press("Control+z");
  await expect(page.locator(".operator-node")).toHaveCount(1);
  await expect(page.locator(".toast")).toHaveCount(0);
});
