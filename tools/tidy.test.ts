import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";
import { layerViolation } from "./layers.ts";

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

test("every operator, connector and format folder is registered exactly once", () => {
  for (const unit of ["operators", "connectors", "formats"]) {
    const folders = new Set(
      product.filter((file) => new RegExp(`^src/${unit}/[^/]+/(descriptor|format)\\.ts$`).test(file)).map((file) => file.split("/")[2]),
    );
    const registry = text(`src/${unit}/registry.ts`);
    for (const folder of folders) {
      expect(registry.split(`"./${folder}/`).length - 1, `${unit}/${folder} in the registry`).toBe(1);
    }
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
