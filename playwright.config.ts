import { defineConfig } from "@playwright/test";
import { chromiumArgs } from "./e2e/chromium-args.ts";

const port = Number(process.env["WEIR_TEST_PORT"] ?? 4317);

export default defineConfig({
  testDir: "e2e",
  timeout: 180_000,
  // Every wait is for an event; on a busy machine the event comes late, and that is no defect.
  expect: { timeout: 30_000 },
  // Two cores: a second browser would only slow down the first.
  workers: 1,
  forbidOnly: true,
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
    launchOptions: {
      ...(process.env["WEIR_CHROMIUM"] === undefined ? {} : { executablePath: process.env["WEIR_CHROMIUM"] }),
      args: [...chromiumArgs],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
});
