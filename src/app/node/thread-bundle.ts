import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import type { ThreadModules } from "../../hosts/node/thread-platform.ts";
import { withoutSchemas } from "./task-script.ts";

const source = join(import.meta.dirname, "..", "..");
const cache = join(source, "..", "node_modules", ".cache", "weir");

/** Milliseconds that a bundle is kept at least. */
const keptMs = 2 * 24 * 3_600_000;

/**
 * Entry modules of the task threads, each bundled to one file: a thread that loads some hundred sources on its own takes five times
 * as long to start. Bundled once per change of the sources.
 */
export async function bundleThreads(): Promise<ThreadModules> {
  const directory = join(cache, `threads-${Math.round(newestChange(source)).toString(36)}`);
  if (!existsSync(directory)) await bundleInto(directory);
  const module = (name: string): URL => pathToFileURL(join(directory, `${name}.js`));
  return { plain: module("plain"), functions: module("functions") };
}

/** Several processes may bundle at once: each into a place of its own, and the first one in stays. */
async function bundleInto(directory: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const building = mkdtempSync(join(cache, "building-"));
  const input = { plain: join(import.meta.dirname, "task-thread.ts"), functions: join(import.meta.dirname, "locked-task-thread.ts") };
  const bundle = await rolldown({ input, platform: "node", logLevel: "warn", plugins: [withoutSchemas()] });
  await bundle.write({ dir: building, format: "esm" });
  await bundle.close();
  removeOld();
  try {
    renameSync(building, directory);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

/** Other processes may still start threads of an older bundle; not for days. */
function removeOld(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Milliseconds of the newest change of a product source below `directory`. */
function newestChange(directory: string): number {
  const entries = readdirSync(directory, { withFileTypes: true });
  const changes = entries.map((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return newestChange(path);
    return /(?<!\.test)\.ts$/.test(entry.name) ? statSync(path).mtimeMs : 0;
  });
  return Math.max(0, ...changes);
}
