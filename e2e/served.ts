import { test as base } from "@playwright/test";
import { serveBuild } from "../tools/serve-build.ts";
import { endRewriting } from "./rewrite.ts";
import { Visits } from "./visits.ts";

export { expect } from "@playwright/test";

/** Tests of the built page. Each process of the tests serves it to itself: what ends one server ends no other process's tests. */
export const test = base.extend<object, { readonly address: string; readonly visits: Visits }>({
  address: [
    async ({}, use) => {
      const { address, close } = await serveBuild();
      await use(address);
      await close();
    },
    { scope: "worker" },
  ],
  // Here, where all tests have it, and not where it is used: tests of different fixtures share no process.
  visits: [
    async ({ browser, address }, use) => {
      const visits = new Visits(browser, address);
      await use(visits);
      await visits.close();
    },
    { scope: "worker" },
  ],
  baseURL: ({ address }, use) => use(address),
  page: async ({ page }, use) => {
    await use(page);
    endRewriting();
  },
});
