import { test as base } from "@playwright/test";
import { serveBuild } from "../tools/serve-build.ts";

export { expect } from "@playwright/test";

/** Tests of the built page. Each process of the tests serves it to itself: what ends one server ends no other process's tests. */
export const test = base.extend<object, { readonly address: string }>({
  address: [
    async ({}, use) => {
      const { address, close } = await serveBuild();
      await use(address);
      await close();
    },
    { scope: "worker" },
  ],
  baseURL: ({ address }, use) => use(address),
  // What a page still asks for when its test is over fails with it: that is no failure of the next test.
  page: async ({ page, context }, use) => {
    await use(page);
    await Promise.all([context, ...context.pages()].map((each) => each.unrouteAll({ behavior: "ignoreErrors" })));
  },
});
