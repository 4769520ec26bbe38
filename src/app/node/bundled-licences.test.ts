import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { licencesOf } from "./bundled-licences.ts";

const place = mkdtempSync(join(tmpdir(), "weir-licences-"));
afterAll(() => rmSync(place, { recursive: true }));

/** Path of a module of a package that was made for the test. */
function moduleOf(name: string, manifest: object, files: Readonly<Record<string, string>>): string {
  const folder = join(place, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return join(folder, "index.js");
}

test("[UI76] each package of the build is listed once, with its licence and the text of it", () => {
  const repository = { url: "git+https://example.org/one.git" };
  const one = moduleOf("@a/one", { license: "MIT", repository }, { LICENSE: "the text\n", NOTICE: "the notice" });
  expect(licencesOf([one, `${one}?worker`, "/src/own.ts"])).toEqual([
    { name: "@a/one", version: "1.0.0", licence: "MIT", source: "https://example.org/one.git", text: "the text\n\nthe notice" },
  ]);
});

test("[UI76] of several licences a build names the one it uses a package under", () => {
  const elk = moduleOf("elkjs", { license: "EPL-2.0 OR GPL-3.0-or-later" }, { "LICENSE.md": "Eclipse" });
  expect(licencesOf([elk])).toMatchObject([{ licence: "EPL-2.0" }]);
});

test("[UI76] a package without a licence, or without its text, cannot be part of a build", () => {
  expect(() => licencesOf([moduleOf("silent", {}, { LICENSE: "text" })])).toThrow("silent");
  expect(() => licencesOf([moduleOf("textless", { license: "MIT" }, {})])).toThrow("textless");
});
