import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rolldown, type OutputChunk } from "rolldown";
import { codePlace } from "../../src/app/node/compiled-script.ts";
import { bundleThreads, scriptEntries, scriptIn, type ScriptName } from "../../src/app/node/thread-bundle.ts";
import { oneByOne, type CommandLine, type Mode } from "./node-host.ts";
import type { PlantedHole } from "./planted-holes.ts";

const root = join(import.meta.dirname, "..", "..");

/** Scripts that run a job of a mode. */
const needed: Readonly<Record<Mode, readonly ScriptName[]>> = {
  freeRunning: ["boot", "command", "job", "plain", "functions"],
  deterministic: ["boot", "command", "job", "whole"],
};

/** The product with one hole, in a place of its own, as a command line. Throws when the wall is not where the hole is to be. */
export async function plant(planted: PlantedHole): Promise<{ readonly line: CommandLine; remove(): void }> {
  const opened = openedSources(planted);
  const product = dirname((await bundleThreads()).boot);
  const place = mkdtempSync(join(tmpdir(), "weir-hole-"));
  const made = await sourcesOf();
  const scripts = needed[planted.mode];
  const missed = [...opened.keys()].filter((file) => scripts.every((name) => !made.get(name)?.has(file)));
  if (missed.length > 0) throw new Error(`${planted.hole}: no script of a ${planted.mode} job is made of ${missed.join(", ")}`);
  for (const name of scripts) {
    const holds = [...opened.keys()].some((file) => made.get(name)?.has(file));
    if (holds) writeFileSync(scriptIn(place, name), (await bundled(name, opened)).code);
    else copyScript(scriptIn(product, name), scriptIn(place, name));
  }
  const line: CommandLine = {
    name: "planted hole",
    command: ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "planted-command.ts"), place],
    batchSize: oneByOne,
    bounds: { runMs: 12_000, memoryBytes: 1_500_000_000 },
  };
  return { line, remove: () => rmSync(place, { recursive: true, force: true }) };
}

/** Texts of the files that hold the hole, by path. */
function openedSources({ hole, behind = [], ...first }: PlantedHole): ReadonlyMap<string, string> {
  const opened = new Map<string, string>();
  for (const { file, wall, opening } of [first, ...behind]) {
    const path = join(root, file);
    const text = opened.get(path) ?? readFileSync(path, "utf8");
    const changed = text.replace(wall, opening);
    if (changed === text) throw new Error(`${hole}: ${file} no longer holds ${String(wall)}; say where the wall is now`);
    opened.set(path, changed);
  }
  return opened;
}

let sources: Promise<ReadonlyMap<ScriptName, ReadonlySet<string>>> | undefined;

/** Files that each script is made of. Told once: most holes are in one or two scripts of a job. */
function sourcesOf(): Promise<ReadonlyMap<ScriptName, ReadonlySet<string>>> {
  sources ??= Promise.all(
    [...new Set(Object.values(needed).flat())].map(async (name) => [name, new Set((await bundled(name, new Map())).moduleIds)] as const),
  ).then((made) => new Map(made));
  return sources;
}

/** A script with other texts in the place of some of its files. */
async function bundled(name: ScriptName, texts: ReadonlyMap<string, string>): Promise<OutputChunk> {
  const ids = [...texts.keys()].map((id) => new RegExp(`^${id.replaceAll(/\W/g, "\\$&")}$`));
  const swap = { name: "weir-planted-hole", load: { filter: { id: ids }, handler: (id: string) => texts.get(id) } };
  const bundle = await rolldown({ input: scriptEntries[name], platform: "node", logLevel: "silent", plugins: ids.length > 0 ? [swap] : [] });
  const { output } = await bundle.generate({ format: "cjs", codeSplitting: false });
  await bundle.close();
  return output[0];
}

/** A script that the hole is not in is the product's own, with its compiled code. */
function copyScript(own: string, script: string): void {
  copyFileSync(own, script);
  if (existsSync(codePlace(own))) copyFileSync(codePlace(own), codePlace(script));
}
