import { join } from "node:path";
import type { Page } from "@playwright/test";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..", "..");

const bundled = new Map<string, Promise<string>>();

/** One self-contained strict script of a TypeScript entry, given by its path in the repository. A process bundles each once. */
export function bundleEntry(entry: string): Promise<string> {
  const script = bundled.get(entry) ?? bundle(entry);
  bundled.set(entry, script);
  return script;
}

async function bundle(entry: string): Promise<string> {
  const build = await rolldown({ input: join(root, entry), platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", codeSplitting: false });
  await build.close();
  return `"use strict";\n${output[0].code}`;
}

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Opens an empty, isolated page of the app's origin, without the app and without a policy, that runs `script`. */
export async function openBarePage(page: Page, script: string): Promise<void> {
  await page.route("**/bare.html", (route) =>
    route.fulfill({ contentType: "text/html", headers: isolation, body: `<!doctype html><title>bare</title><script src="bare.js"></script>` }),
  );
  await page.route("**/bare.js", (route) => route.fulfill({ contentType: "text/javascript", headers: isolation, body: script }));
  await page.goto("bare.html");
}
