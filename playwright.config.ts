import { defineConfig } from "@playwright/test";
import { chromiumArgs } from "./e2e/chromium-args.ts";

export default defineConfig({
  testDir: "e2e",
  timeout: 180_000,
  // Every wait is for an event; on a busy machine the event comes late, and that is no defect.
  expect: { timeout: 30_000 },
  // Two cores: a second browser would only slow down the first.
  workers: 1,
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
    launchOptions: {
      ...(process.env["WEIR_CHROMIUM"] === undefined ? {} : { executablePath: process.env["WEIR_CHROMIUM"] }),
      args: [...chromiumArgs],
    },
  },
});
