import type { APIResponse, Page, Route } from "@playwright/test";

type Answer = Parameters<Route["fulfill"]>[0];

/** Pages of the test that runs. */
const rewritten = new Set<Page>();

/** From now on what `page` is served at `pattern` is first changed. What it still asks for when its test is over is let go: it is no failure of the next one. */
export async function rewrite(page: Page, pattern: string, change: (response: APIResponse) => Answer | Promise<Answer>): Promise<void> {
  rewritten.add(page);
  await page.route(pattern, async (route) => {
    try {
      if (!rewritten.has(page)) return await route.fallback();
      const response = await route.fetch({ maxRetries: 3 });
      await route.fulfill({ response, ...(await change(response)) });
    } catch (error) {
      if (rewritten.has(page)) throw error;
    }
  });
}

/** Ends the changes of a test. Nothing is asked of its pages: one whose worker is just being ended may never answer. */
export function endRewriting(): void {
  rewritten.clear();
}
