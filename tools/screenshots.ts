// `npm run screenshots`: builds the site, serves it, and photographs it at moments of real runs: the readme's pictures for docs/screenshots, or with
// `--every FOLDER` each scene in both themes, both languages and four windows, and a sheet of each scene. Names of scenes or pictures choose some.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser } from "@playwright/test";
import { chromiumArgs } from "../e2e/chromium-args.ts";
import { ensureBrowser } from "./ensure-browser.mjs";
import { Stage, scenes } from "./screenshots/scenes.ts";
import { wordsIn, type Language } from "./screenshots/words.ts";

const root = join(import.meta.dirname, "..");
const vite = join(root, "node_modules", "vite", "bin", "vite.js");
/** Bytes that a picture of the readme may take. */
const largest = 250 * 1024;
const readmeWidth = 1440;

/** One scene in one language, theme and window. */
interface Look {
  readonly file: string;
  readonly scene: string;
  readonly language: Language;
  readonly theme: "light" | "dark";
  readonly width: number;
}

const windows = new Map([[1440, 900], [1920, 1080], [1180, 820], [390, 844]]);

const readme: readonly Look[] = [
  ["first-run", "first-run", "en", "light"],
  ["first-run-dark", "first-run", "en", "dark"],
  ["first-run-zh", "first-run", "zh-Hans", "light"],
  ["physical-alignment", "physical-alignment", "en", "light"],
  ["recovery", "recovery", "en", "light"],
  ["logical", "logical", "en", "light"],
].map(([file, scene, language, theme]) => ({ file, scene, language, theme, width: readmeWidth }) as Look);

const everyLook: readonly Look[] = scenes.flatMap(({ name: scene }) =>
  [...windows.keys()].flatMap((width) =>
    (["en", "zh-Hans"] as const).flatMap((language) =>
      (["light", "dark"] as const).map((theme) => ({ file: `${scene}.${width}.${theme}.${language}`, scene, language, theme, width })),
    ),
  ),
);

/** Photographs a look into a folder; returns the bytes of the picture. */
async function photograph(browser: Browser, url: string, { file, scene, language, theme, width }: Look, folder: string): Promise<Buffer> {
  const viewport = { width, height: windows.get(width) ?? width };
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1, colorScheme: theme, serviceWorkers: "block" });
  const page = await context.newPage();
  try {
    await page.goto(`${url}?lang=${language}`);
    await scenes.find(({ name }) => name === scene)?.pose(new Stage(page, wordsIn(language)));
    await page.evaluate(() => document.fonts.ready);
    return await page.screenshot({ path: join(folder, `${file}.png`), animations: "disabled" });
  } catch (error) {
    await page.screenshot({ path: join(folder, `${file}.failed.png`) });
    throw new Error(`${file} could not be photographed; ${file}.failed.png shows how far it came`, { cause: error });
  } finally {
    await context.close();
  }
}

/** All pictures of a scene on one sheet, to be looked at side by side. */
async function sheet(browser: Browser, name: string, pictures: ReadonlyMap<string, Buffer>, folder: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 2400, height: 800 } });
  const figures = [...pictures].map(([file, bytes]) => `<figure><img src="data:image/png;base64,${bytes.toString("base64")}"><figcaption>${file}</figcaption></figure>`);
  await page.setContent(`<style>body{font:14px sans-serif;margin:8px;display:flex;flex-wrap:wrap;gap:8px}figure{margin:0}img{height:460px;display:block}</style>${figures.join("")}`);
  await page.screenshot({ path: join(folder, `sheet.${name}.png`), fullPage: true });
  await page.close();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function serve(directory: string): Promise<{ readonly url: string; readonly server: ChildProcess }> {
  const port = await freePort();
  const server = spawn(process.execPath, [vite, "preview", "--outDir", directory, "--port", String(port), "--strictPort"], { cwd: root, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await fetch(url).then((response) => response.ok, () => false)) return { url, server };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill();
  throw new Error("the preview server did not start");
}

const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { every: { type: "string" } } });
const folder = values.every ?? join(root, "docs", "screenshots");
const looks = (values.every === undefined ? readme : everyLook).filter(({ file, scene }) => wanted.length === 0 || wanted.includes(file) || wanted.includes(scene));
if (looks.length === 0) throw new Error(`no picture is called ${wanted.join(", ")}: there are ${scenes.map(({ name }) => name).join(", ")}`);
const directory = mkdtempSync(join(tmpdir(), "weir-screenshots-"));
mkdirSync(folder, { recursive: true });
const build = spawnSync(process.execPath, [vite, "build", "--outDir", directory, "--emptyOutDir", "--logLevel", "error"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(1);
const { url, server } = await serve(directory);
const executablePath = await ensureBrowser();
const browser = await chromium.launch({ executablePath, args: [...chromiumArgs] });
try {
  for (const { name } of scenes) {
    const pictures = new Map<string, Buffer>();
    for (const look of looks.filter(({ scene }) => scene === name)) {
      const picture = await photograph(browser, url, look, folder);
      pictures.set(look.file, picture);
      console.log(`${look.file}.png ${Math.round(picture.length / 1024)} KB`);
      if (values.every === undefined && picture.length > largest) throw new Error(`${look.file}.png is larger than ${largest / 1024} KB`);
    }
    if (values.every !== undefined && pictures.size > 0) await sheet(browser, name, pictures, folder);
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(directory, { recursive: true });
}
