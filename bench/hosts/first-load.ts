import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPage, firstLoad, firstLoadMaxKb } from "../../tools/first-load.ts";
import type { FirstLoad } from "../../tools/first-load.ts";
import type { Params } from "../program.ts";

let measured: Promise<FirstLoad> | undefined;

/** KB of compressed JavaScript that a build of now loads before Run. */
export async function firstLoadFigure({ visit }: Params): Promise<number> {
  if (visit === "budget") return firstLoadMaxKb;
  measured ??= measureBuild();
  const figure = (await measured).visits.find(({ name }) => name === visit);
  if (figure === undefined) throw new Error(`there is no visit "${visit}"`);
  return figure.kb;
}

async function measureBuild(): Promise<FirstLoad> {
  const directory = mkdtempSync(join(tmpdir(), "weir-first-load-"));
  try {
    await buildPage(directory);
    return firstLoad(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
