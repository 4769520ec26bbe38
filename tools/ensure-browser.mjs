// Finds a Chromium for the browser tests: Playwright's own, the system's, or installs one (Playwright's build, else Debian's package).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const systemPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** Path of a Chromium. Throws with what was tried when there is none. */
export async function ensureBrowser() {
  const { chromium } = await import("@playwright/test");
  const find = () => [process.env.WEIR_CHROMIUM, chromium.executablePath(), ...systemPaths].find((path) => path && existsSync(path));
  const found = find();
  if (found) return found;
  console.error("Installing a browser for the tests (once) ...");
  spawnSync("npx", ["playwright", "install", "chromium"], { stdio: ["ignore", 2, 2], timeout: 180_000 });
  if (find()) return find();
  spawnSync("apt-get", ["update"], { stdio: ["ignore", 2, 2] });
  spawnSync("apt-get", ["install", "-y", "chromium"], { stdio: ["ignore", 2, 2] });
  const installed = find();
  if (installed) return installed;
  throw new Error("No Chromium: tried Playwright's download, the system's paths and Debian's package. Install Chromium or set WEIR_CHROMIUM to its path.");
}
