import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";
import { halfOf, layers, layerViolation } from "./layers.ts";

const root = join(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const isTest = (file: string): boolean => /\.(test|fuzz|bench|spec)\.tsx?$/.test(file) || file.includes("/testing/");
const sources = files.filter((file) => /^src\/.*\.tsx?$/.test(file));
const product = sources.filter((file) => !isTest(file));

const importsOf = (file: string): string[] =>
  [...text(file).matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => match[1] ?? "");

test("a file imports only its own layer and the layers above it", () => {
  const violations: string[] = [];
  for (const file of product) {
    for (const target of importsOf(file)) {
      const path = relative("src", normalize(join(dirname(file), target.replace(/\?.*$/, ""))));
      if (path.startsWith("..")) continue;
      const violation = layerViolation(relative("src", file), path);
      if (violation !== undefined) violations.push(`${file}: ${violation} (${target})`);
    }
  }
  expect(violations).toEqual([]);
});

/** What belongs to the page or to the browser, not to one of the designers in it. */
const ofThePage = new Set([
  "src/designer/document/opening.ts", // marks, by page, what was set out to be shown
  "src/designer/i18n/language.ts", // a page speaks one language
  "src/designer/workspace/copied-here.ts", // there is one clipboard
  "src/designer/workspace/menu-button.tsx", // code of menus is loaded once
  "src/designer/workspace/kept-files.ts", // one connection to the browser's database
]);

test("[UI80] no module of the designer keeps a store or changes a variable of its own: two designers would share it", () => {
  const kept = product
    .filter((file) => file.startsWith("src/designer/") && !ofThePage.has(file))
    .flatMap((file) => text(file).split("\n").map((line) => ({ file, line })))
    .filter(({ line }) => /^(export )?(let\b|const .*=\s*(createStore|create)\b|const .*=\s*new (Editor|Session|Workbench|FrameLoop)\b)/.test(line));
  expect(kept).toEqual([]);
});

test("source files have at most 400 lines, tests too", () => {
  const long = sources.map((file) => ({ file, lines: text(file).split("\n").length })).filter(({ lines }) => lines > 401);
  expect(long).toEqual([]);
});

test("lines have at most 140 columns", () => {
  const wide: string[] = [];
  for (const file of product) {
    text(file)
      .split("\n")
      .forEach((line, index) => {
        if (line.length > 140) wide.push(`${file}:${index + 1} (${line.length})`);
      });
  }
  expect(wide).toEqual([]);
});

test("what the hosts drive never awaits, sleeps or asks for the time (docs/ARCHITECTURE.md)", () => {
  const driven = layers.slice(0, layers.indexOf("hosts"));
  const outside = /\basync (?:function|\()|\bawait [\w(]|\b(?:setTimeout|setInterval|Date\.now|performance\.now|Math\.random)\(/g;
  const asked = product
    .filter((file) => driven.some((layer) => file.startsWith(`src/${layer}/`)))
    .flatMap((file) => [...text(file).replace(/(?<!:)\/\/.*$|\/\*[^]*?\*\/|"[^"\n]*"/gm, "").matchAll(outside)].map(([call]) => `${file}: ${call}`));
  expect(asked).toEqual([]);
});

test("what is private in a class is so at run time: `#name`, not a word that only the checker reads", () => {
  const found = [...sources, ...files.filter((file) => /^(e2e|bench|tools)\/.*\.ts$/.test(file))].filter((file) => /^\s*(private|protected|public) (?!constructor)/m.test(text(file)));
  expect(found).toEqual([]);
});

test("names say what a file holds", () => {
  const vague = sources.filter((file) => /(^|\/)(utils?|helpers?|common|manager|misc)(\/|\.|-)/.test(file));
  const unkebab = sources.filter((file) => !/^[a-z0-9.\-/]+\.tsx?$/.test(file));
  expect([...vague, ...unkebab]).toEqual([]);
});

test("nothing is left undone or muted", () => {
  const banned = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|expect-error|nocheck)|(eslint|oxlint)-disable|\b(test|it|describe)\.(skip|only|todo)\(|\bas any\b|: any\b/;
  const found = [...sources, ...files.filter((file) => /^(e2e|bench|tools)\/.*\.(ts|mjs)$/.test(file) && file !== "tools/tidy.test.ts")]
    .flatMap((file) => text(file).split("\n").map((line, index) => ({ place: `${file}:${index + 1}`, line })))
    .filter(({ line }) => banned.test(line) && !(/^\s*(\/?\*|\/\/)/.test(line) && !/TODO|FIXME|XXX|HACK|@ts-|-disable/.test(line)));
  expect(found).toEqual([]);
});

test("below hosts nothing asks for the time, the world or chance by itself", () => {
  const pure = product.filter((file) => /^src\/(base|stream|expression|graph|observe|runtime|operators|connectors|formats|control)\//.test(file));
  const banned = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(|\bsetInterval\(|\bconsole\./;
  const found = pure
    .filter((file) => !file.startsWith("src/expression/"))
    .flatMap((file) => text(file).split("\n").map((line, index) => ({ place: `${file}:${index + 1}`, line })))
    .filter(({ line }) => banned.test(line.replace(/\/\/.*$|^\s*\*.*$/, "")));
  expect(found).toEqual([]);
});

/** What a file needs when it is loaded: its imports and what it hands on, those of types alone left out. */
function valueImportsOf(file: string): readonly string[] {
  const found = text(file).matchAll(/^(?:import|export) (?!type )(?:[^;"]*? from )?"([^"]+)"/gm);
  return [...found].map((match) => match[1] ?? "").map((path) => (path.startsWith(".") ? normalize(join(dirname(file), path)) : path));
}

/** The shortest way of loads from `file` to one that `isWanted`; empty when there is none. */
function wayTo(file: string, isWanted: (path: string) => boolean): readonly string[] {
  const ways = [[file]];
  const seen = new Set([file]);
  for (const way of ways) {
    for (const next of valueImportsOf(way.at(-1) ?? "")) {
      if (isWanted(next)) return [...way, next];
      if (seen.has(next) || !existsSync(join(root, next))) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [];
}

const halves = product.map((file) => ({ file, half: halfOf(relative("src", file)) }));
const isDesign = (path: string): boolean => path === "zod" || halfOf(relative("src", path)) === "design";
const runs = (path: string): boolean => path.startsWith("src/runtime/") || halfOf(relative("src", path)) === "runtime";

test("[OP11] what draws and checks loads nothing that runs, and what runs no schema, no form and no help", () => {
  const ways = halves.map(({ file, half }) => (half === undefined ? [] : wayTo(file, half === "design" ? runs : isDesign)));
  expect(ways.filter((way) => way.length > 0).map((way) => way.join(" -> "))).toEqual([]);
  expect(new Set(halves.map(({ half }) => half))).toEqual(new Set(["design", "runtime", undefined]));
});

test.each([
  "src/app/browser/task-worker.ts", "src/app/browser/locked-task-worker.ts",
  "src/app/node/task-thread.ts", "src/app/node/locked-task-thread.ts", "src/app/node/whole-job-thread.ts", "src/app/node/job-process.ts",
])("[OP11] the script %s loads no schema", (script) => {
  expect(wayTo(script, isDesign)).toEqual([]);
});

test.each(["operators", "connectors", "formats"])("[OP10] every folder of %s has one line in the list of each half that it has", (unit) => {
  for (const [half, list] of [["design", "descriptors.ts"], ["runtime", "factories.ts"]] as const) {
    const inFolder = halves.filter((each) => each.half === half && each.file.startsWith(`src/${unit}/`) && each.file.split("/").length === 4);
    const folders = new Set(inFolder.map(({ file }) => file.split("/")[2]));
    const listed = valueImportsOf(`src/${unit}/${list}`).map((path) => path.split("/")[2]);
    expect(listed.toSorted()).toEqual([...folders].toSorted());
  }
});

test("every source file is reached from an entry point or a test", () => {
  const reached = new Set<string>();
  const pending = files.filter(
    (file) => /^(src\/app|tools|bench|e2e)\/.*\.(tsx?|mjs)$/.test(file) || isTest(file) || file.endsWith(".config.ts"),
  );
  while (pending.length > 0) {
    const file = pending.pop();
    if (file === undefined || reached.has(file) || !existsSync(join(root, file))) continue;
    reached.add(file);
    for (const target of importsOf(file)) pending.push(normalize(join(dirname(file), target.replace(/\?.*$/, ""))));
    for (const match of text(file).matchAll(/"(src\/[^"]+\.tsx?)"/g)) pending.push(match[1] ?? "");
  }
  expect(product.filter((file) => !reached.has(file) && !file.endsWith(".d.ts"))).toEqual([]);
});

/** What nothing in the product uses, and why it is there all the same. */
const usedFromOutside: Readonly<Record<string, string>> = {
  compileGraph: "the way in for front ends other than the drawing",
  createInProcessJobClient: "a job in one thread, for hosts that have no workers",
  defaultGraphSettings: "Flink's defaults, for programs that are no drawings",
  documentJsonSchema: "makes the published schema of job files",
  keepsOwnRecords: "rescaling of channel state, for unaligned checkpoints",
  LogInvariants: "the rules of a log, for simulation",
  readChannelState: "the section of channel state of a snapshot, for unaligned checkpoints",
  redistributeChannels: "rescaling of channel state, for unaligned checkpoints",
  toPartitionIndex: "names a channel in that section, for unaligned checkpoints",
  toPlaceInGate: "names a channel in that section, for unaligned checkpoints",
  writeChannelState: "the section of channel state of a snapshot, for unaligned checkpoints",
};

test("functions, classes and values that the product exports are used by the product, not by tests and tools alone", () => {
  const code = [...product, "vite.config.ts"].map((file) => text(file).replace(/(?<!:)\/\/.*$|\/\*[^]*?\*\//gm, ""));
  const uses = new Map<string, number>();
  for (const [word] of code.join("\n").matchAll(/\w+/g)) uses.set(word, (uses.get(word) ?? 0) + 1);
  const exported = code.flatMap((each) => [...each.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)].map((match) => match[1] ?? ""));
  expect(exported.filter((name) => uses.get(name) === 1).toSorted()).toEqual(Object.keys(usedFromOutside).toSorted());
});

/** The same thing in both languages, of which one is loaded. */
const inEachLanguage = ["lateMessages", "messages"];

test("an exported name stands for one thing: no two files export the same", () => {
  const exporters = new Map<string, Set<string>>();
  for (const file of sources) {
    for (const match of text(file).matchAll(/^export (?:async )?(?:abstract )?(?:function\*?|class|const|interface|type) (\w+)/gm)) {
      const name = match[1] ?? "";
      exporters.set(name, (exporters.get(name) ?? new Set()).add(file));
    }
  }
  const namesakes = [...exporters].filter(([name, places]) => places.size > 1 && !inEachLanguage.includes(name));
  expect(namesakes.map(([name, places]) => `${name}: ${[...places].join(", ")}`)).toEqual([]);
});

test("what a function makes is said in one way: `create`, `open`, `build`, not `make`, `new`, `fresh` (docs/ARCHITECTURE.md, Words)", () => {
  const other = /^(?:export )?(?:(?:async )?function\*?|const) ((?:make|new|fresh|construct|instantiate)[A-Z]\w*)(?:\(|<| = (?:async )?\()/gm;
  const makers = sources.flatMap((file) => [...text(file).matchAll(other)].map((match) => `${file}: ${match[1]}`));
  expect(makers).toEqual([]);
});

/** Members of classes and interfaces that nothing in the product calls, and who does. */
const calledFromOutside: Readonly<Record<string, string>> = {
  addFirst: "the measurement of frames",
  checkConservation: "simulation, with the rules of a log",
  componentDidCatch: "React",
  getDerivedStateFromError: "React",
  getDerivedStateFromProps: "React",
  statistics: "recorded cases, which count what state holds",
};

test("members of the product's classes and interfaces are used by the product, not by tests and tools alone", () => {
  const code = product.map((file) => text(file).replace(/(?<!:)\/\/.*$|\/\*[^]*?\*\//gm, ""));
  const uses = new Map<string, number>();
  for (const [word] of code.join("\n").matchAll(/#?\w+/g)) uses.set(word, (uses.get(word) ?? 0) + 1);
  const members = new Map<string, number>();
  for (const [body] of code.flatMap((each) => [...each.matchAll(/^(?:export )?(?:abstract )?(?:class|interface) .*\{$[^]*?^\}/gm)])) {
    for (const [, name = ""] of body.matchAll(/^ {2}(?:(?:private|readonly|static|async|get|set|override) )*\*?(#?\w+)\??[(<:=;]/gm)) {
      if (name !== "constructor") members.set(name, (members.get(name) ?? 0) + 1);
    }
  }
  const unused = [...members].filter(([name, defined]) => (uses.get(name) ?? 0) <= defined).map(([name]) => name);
  expect(unused.toSorted()).toEqual(Object.keys(calledFromOutside).toSorted());
});

const specification = (): string => text("docs/SPEC.md");

test("every rule of docs/SPEC.md has a number of its own and is cited by a test, and every cited rule exists", () => {
  const numbers = [...specification().matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map((match) => match[1] ?? "");
  const rules = new Set(numbers);
  expect(numbers.filter((number, place) => numbers.indexOf(number) !== place)).toEqual([]);
  const tests = files.filter((file) => isTest(file) || /^(e2e|tools)\/.*\.ts$/.test(file));
  const cited = new Set(tests.flatMap((file) => [...text(file).matchAll(/\[([A-Z]{2}\d+)\]/g)].map((match) => match[1] ?? "")));
  expect([...rules].filter((rule) => !cited.has(rule)).toSorted()).toEqual([]);
  expect([...cited].filter((rule) => !rules.has(rule)).toSorted()).toEqual([]);
});

test("links in the documents lead somewhere", () => {
  const dead: string[] = [];
  for (const file of files.filter((each) => each.endsWith(".md"))) {
    for (const match of text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)) {
      if (!existsSync(join(root, dirname(file), match[1] ?? ""))) dead.push(`${file}: ${match[1]}`);
    }
  }
  expect(dead).toEqual([]);
});

test("comments and documents cite only what is in the repository", () => {
  const documents = new Set(files.filter((file) => file.endsWith(".md")).map((file) => file.split("/").at(-1)));
  const elsewhere = /\b[sS]emantics,? \d|\(\d\.\d+[a-z]?(?:, \d\.\d+[a-z]?)*\)(?=[.,;]|$)|\/work\//;
  const found = files
    .filter((file) => /\.(tsx?|mjs|css|md)$/.test(file) && file !== "tools/tidy.test.ts")
    .flatMap((file) => text(file).split("\n").map((line, index) => ({ place: `${file}:${index + 1}`, line })))
    .filter(({ place, line }) => {
      const prose = place.includes(".md:") || /^\s*(\/?\*|\/\/)/.test(line);
      const cited = [...line.matchAll(/\b[\w-]+\.md\b/g)].map(([name]) => name);
      return prose && (elsewhere.test(line) || cited.some((name) => !documents.has(name)));
    });
  expect(found).toEqual([]);
});
