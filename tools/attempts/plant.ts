import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rolldown } from "rolldown";
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
  const met = new Set<string>();
  await Promise.all(needed[planted.mode].map((name) => plantScript(name, { product, place, opened, met })));
  const missed = [...opened.keys()].filter((file) => !met.has(file));
  if (missed.length > 0) throw new Error(`${planted.hole}: no script of a ${planted.mode} job is made of ${missed.join(", ")}`);
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

interface Planting {
  /** Folder of the scripts without a hole. */
  readonly product: string;
  readonly place: string;
  readonly opened: ReadonlyMap<string, string>;
  /** Takes the files among `opened` that a script is made of. */
  readonly met: Set<string>;
}

/** A script that the hole is not in is the product's own, with its compiled code. */
async function plantScript(name: ScriptName, { product, place, opened, met }: Planting): Promise<void> {
  let holds = false;
  const swap = {
    name: "weir-planted-hole",
    load(id: string): string | undefined {
      const text = opened.get(id);
      if (text === undefined) return undefined;
      holds = true;
      met.add(id);
      return text;
    },
  };
  const bundle = await rolldown({ input: scriptEntries[name], platform: "node", logLevel: "silent", plugins: [swap] });
  const { output } = await bundle.generate({ format: "cjs", codeSplitting: false });
  await bundle.close();
  const script = scriptIn(place, name);
  if (holds) return writeFileSync(script, output[0].code);
  const own = scriptIn(product, name);
  copyFileSync(own, script);
  if (existsSync(codePlace(own))) copyFileSync(codePlace(own), codePlace(script));
}
