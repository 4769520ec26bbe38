import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "acorn";
import { build } from "vite";

/** Kilobytes, of 1,024 bytes, of compressed JavaScript that a page may load before Run. */
export const firstLoadMaxKb = 350;

/** What a page loads without an input of the person, beside its entry and what that imports: chunks by the name of their module. */
const visits = {
  "a document of one's own": ["logical-view", "inspector", "messages-en"],
  "a document of one's own, in Chinese": ["logical-view", "inspector", "messages-zh-hans"],
  "the first visit": ["physical-view", "messages-en"],
  "the first visit, in Chinese": ["physical-view", "messages-zh-hans"],
} as const;

/** Scripts of a job's workers: loaded with the first input at a document of one's own, and by the run that a first visit starts. */
const workerScripts = ["control", "task", "locked-task"].map((name) => `workers/${name}.js`);

export interface FirstLoad {
  readonly visits: readonly { readonly name: string; readonly scripts: readonly string[]; readonly kb: number }[];
  /** What Run loads besides. */
  readonly run: { readonly scripts: readonly string[]; readonly kb: number };
}

/** Builds the product into `directory`, as `npm run build` does. */
export async function buildPage(directory: string): Promise<void> {
  await build({ root: join(import.meta.dirname, ".."), logLevel: "error", build: { outDir: directory, emptyOutDir: true } });
}

/**
 * Measures the build in `directory`: for each kind of visit the scripts that the page loads before Run, and their size as a server
 * sends it (gzip). Scripts that come later (the editor's parser and a job's workers with the first input; dialogs,
 * timeline, layout and formats when they are opened) are not in it; `e2e/hosts/first-load.spec.ts` compares with what a browser asks
 * for.
 */
export function firstLoad(directory: string): FirstLoad {
  const files = readdirSync(join(directory, "assets"));
  const kb = (scripts: Iterable<string>): number =>
    [...scripts].reduce((sum, script) => sum + gzipSync(readFileSync(join(directory, script))).length, 0) / 1024;
  const entry = /<script [^>]*src="\.\/(assets\/[^"]+\.js)"/.exec(readFileSync(join(directory, "index.html"), "utf8"))?.[1];
  if (entry === undefined) throw new Error(`${directory}/index.html names no entry script: build the page first`);
  const chunk = (name: string): string => {
    // The build puts a hash of eight characters behind the name; "inspector-tab" is another chunk than "inspector".
    const file = files.find((each) => each.startsWith(`${name}-`) && each.length === `${name}-12345678.js`.length && each.endsWith(".js"));
    if (file === undefined) throw new Error(`the build has no chunk of "${name}": name in tools/first-load.ts what the page loads instead`);
    return `assets/${file}`;
  };
  const measured = Object.entries(visits).map(([name, opened]) => {
    const scripts = new Set<string>();
    for (const root of [entry, ...opened.map(chunk)]) addWithImports(directory, root, scripts);
    return { name, scripts: [...scripts], kb: kb(scripts) };
  });
  const run = new Set(workerScripts);
  addWithImports(directory, chunk("run-parts"), run);
  for (const { scripts } of measured) for (const script of scripts) run.delete(script);
  return { visits: measured, run: { scripts: [...run], kb: kb(run) } };
}

function addWithImports(directory: string, script: string, scripts: Set<string>): void {
  if (scripts.has(script)) return;
  scripts.add(script);
  const { body } = parse(readFileSync(join(directory, script), "utf8"), { ecmaVersion: "latest", sourceType: "module" });
  for (const statement of body) {
    if (!("source" in statement) || typeof statement.source?.value !== "string") continue;
    addWithImports(directory, statement.source.value.replace("./", "assets/"), scripts);
  }
}
