import type { APIResponse, Page, Route } from "@playwright/test";

type Answer = Parameters<Route["fulfill"]>[0];

const rewritten = new Set<Page>();

/** From now on what `page` is served at `pattern` is first changed. What it still asks for when its test is over is let go: it is no failure of the next one. */
export async function rewrite(page: Page, pattern: string, change: (response: APIResponse) => Answer | Promise<Answer>): Promise<void> {
  rewritten.add(page);
  await page.route(pattern, async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    await route.fulfill({ response, ...(await change(response)) });
  });
}

/** Ends the changes of a test, with the answers that are on their way. Pages without any are left alone: one that hangs would not let go. */
export async function endRewriting(): Promise<void> {
  const pages = [...rewritten];
  rewritten.clear();
  await Promise.all(pages.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
}
