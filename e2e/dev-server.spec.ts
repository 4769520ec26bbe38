import { createServer } from "vite";
import { expect, test } from "./app.ts";

test("[HB1] the development page has the strict policy of the built one, and runs and reloads under it", async ({ app, page, request }) => {
  // The server compiles every module while the page waits for it.
  test.slow();
  const server = await createServer({ server: { port: 0 }, logLevel: "error" });
  try {
    await server.listen();
    const url = server.resolvedUrls?.local[0] ?? "";
    const policyOf = async (path: string): Promise<string | undefined> => (await request.get(url + path)).headers()["content-security-policy"];
    expect(await policyOf("")).toMatch(/default-src 'none'; script-src 'self';/);
    expect(await policyOf("job-frame.html")).toBe("frame-ancestors 'self'");
    const hotReload = page.waitForEvent("websocket");
    await app.open(url);
    expect((await hotReload).isClosed()).toBe(false);
    await app.checkpointComplete(1, 120_000);
    await page.goto("about:blank");
  } finally {
    await server.close();
  }
});

test("[HB1] the policy is sent as a header, too, where a server can", async ({ request }) => {
  expect((await request.get("./")).headers()["content-security-policy"]).toMatch(/script-src 'self';/);
});
