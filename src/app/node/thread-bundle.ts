import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { ThreadData } from "../../hosts/node/thread-data.ts";
import type { JobModules } from "../../hosts/node/job-process/job-message.ts";

const source = join(import.meta.dirname, "..", "..");
const cache = join(source, "..", "node_modules", ".cache", "weir");

/** Milliseconds that a bundle is kept at least. */
const keptMs = 2 * 24 * 3_600_000;

/**
 * Scripts of the process of a job and of its threads, bundled to one file each with the code compiled of it beside it: a thread that loads
 * some hundred sources on its own takes five times as long to start. So does the command line, whose script is beside them. Bundled once
 * per change of the sources and per engine.
 */
export async function bundleThreads(): Promise<JobModules> {
  const directory = bundlesOfNow();
  if (!existsSync(directory)) await bundleInto(directory);
  return modulesIn(directory);
}

/** Script of the whole command line, if it was bundled since the last change of the sources. */
export function bundledCommand(): string | undefined {
  const script = scriptIn(bundlesOfNow(), "command");
  return existsSync(script) ? script : undefined;
}

let ofNow: string | undefined;

/** Where the bundles of the sources as this process found them are. */
function bundlesOfNow(): string {
  ofNow ??= join(cache, `threads-${process.version}-${Math.round(newestChange(source)).toString(36)}`);
  return ofNow;
}

/** What each script is bundled from. */
export const scriptEntries = {
  boot: join(import.meta.dirname, "thread-boot.ts"),
  plain: join(import.meta.dirname, "task-thread.ts"),
  functions: join(import.meta.dirname, "locked-task-thread.ts"),
  whole: join(import.meta.dirname, "whole-job-thread.ts"),
  job: join(import.meta.dirname, "job-process.ts"),
  command: join(import.meta.dirname, "command-line.ts"),
};

export type ScriptName = keyof typeof scriptEntries;

export const scriptIn = (directory: string, name: ScriptName): string => join(directory, `${name}.cjs`);

export const modulesIn = (directory: string): JobModules => ({
  boot: scriptIn(directory, "boot"),
  plain: scriptIn(directory, "plain"),
  functions: scriptIn(directory, "functions"),
  job: scriptIn(directory, "job"),
  whole: scriptIn(directory, "whole"),
});

/** Several processes may bundle at once: each into a place of its own, and the first one in stays. */
async function bundleInto(directory: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const building = mkdtempSync(join(cache, "building-"));
  const modules = modulesIn(building);
  await Promise.all(Object.entries(scriptEntries).map(([name, entry]) => bundleScript(entry, scriptIn(building, name as ScriptName))));
  const compiled = (Object.keys(scriptEntries) as ScriptName[]).filter((name) => name !== "boot");
  await Promise.all(compiled.map((name) => keepCode(modules, scriptIn(building, name))));
  removeOld();
  try {
    renameSync(building, directory);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

async function bundleScript(input: string, file: string): Promise<void> {
  // Loaded where it is needed: a command whose scripts are there starts without it.
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({ input, platform: "node", logLevel: "warn" });
  await bundle.write({ file, format: "cjs", minify: true, codeSplitting: false });
  await bundle.close();
}

/** Starts one thread that keeps what the engine compiles of `script`. */
function keepCode({ boot }: JobModules, script: string): Promise<void> {
  const workerData: ThreadData = { script, checkpoints: cache, keepsCode: true };
  return new Promise((resolve, reject) => {
    const thread = new Worker(boot, { workerData });
    thread.once("error", reject);
    thread.once("exit", () => resolve());
  });
}

/** Other processes may still start threads of an older bundle; not for days. */
function removeOld(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

/** Folders whose sources are in none of the scripts. */
const apart = new Set(["designer", "testing"]);

/** Milliseconds of the newest change of a source of the scripts below `directory`. */
function newestChange(directory: string): number {
  const entries = readdirSync(directory, { withFileTypes: true });
  const changes = entries.map((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return apart.has(entry.name) ? 0 : newestChange(path);
    return /(?<!\.test)\.ts$/.test(entry.name) ? statSync(path).mtimeMs : 0;
  });
  return Math.max(0, ...changes);
}
