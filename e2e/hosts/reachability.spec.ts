import type { Page } from "@playwright/test";
import { expect, test } from "../served.ts";
import type { CompartmentWalk } from "../../src/expression/testing/reachability-thread.ts";
import type { HandedWalk } from "../../src/app/testing/handed-values-thread.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";

/** The first message of a worker that runs `entry`. */
async function messageOfWorker<Message>(page: Page, entry: string): Promise<Message> {
  const text = await bundleEntry(entry);
  await openBarePage(page, "");
  return page.evaluate(
    (script) =>
      new Promise<Message>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
        worker.onmessage = ({ data }) => resolve(data as Message);
        worker.onerror = (event) => reject(new Error(`the worker died: ${event.message}`));
      }),
    text,
  );
}

test("[SB24] in a Web Worker, too, all that a function finds is deeply frozen or its own", async ({ page }) => {
  test.setTimeout(120_000);
  const walk = await messageOfWorker<CompartmentWalk>(page, "src/expression/testing/reachability-thread.ts");
  expect(walk.leaks).toEqual([]);
  expect(walk.reached).toBeGreaterThan(700);
  expect(Object.entries(walk.planted).filter(([, leaks]) => leaks.length === 0)).toEqual([]);
});

test("[SB24] in a Web Worker, too, all that operators hand to functions is deeply frozen or made for the one call", async ({ page }) => {
  test.setTimeout(240_000);
  const walk = await messageOfWorker<HandedWalk>(page, "src/app/testing/handed-values-thread.ts");
  expect(walk.leaks).toEqual([]);
  expect(walk.functions.length).toBeGreaterThan(25);
  expect(walk.reached).toBeGreaterThan(2000);
  expect(walk.planted.length).toBeGreaterThan(50);
});
