import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hostileDocuments } from "../../graph/testing/hostile-documents.ts";

const folder = mkdtempSync(join(tmpdir(), "weir-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A process starts slowly on a machine that does much else; one that hangs is seen all the same. */
const patienceMs = 120_000;

function weir(...args: readonly string[]) {
  return spawnSync(process.execPath, ["src/app/node/cli.ts", ...args], { encoding: "utf8", timeout: patienceMs });
}

/** One for each thing that there can be too much of. */
const chosen = [
  "a type of 7,000 arrays", "JSON nested 200,000 deep", "a function of 20,000 terms", "1,000 DECIMAL cells of 1e99999",
  "parallelism 2,000, all to all", "unions of unions", "ids that every object has", "a window that slides by a millisecond for ever",
];

describe("[GR49] the command line ends with a word for a document that is made to stop it", () => {
  for (const { name, text, refusal } of hostileDocuments.filter((each) => chosen.includes(each.name))) {
    it.each(name === "a type of 7,000 arrays" ? ["validate", "plan", "explain", "run"] : ["validate"])(`${name}: %s`, (command) => {
      const file = join(folder, "hostile.json");
      writeFileSync(file, text());
      const { status, stdout, stderr } = weir(command, file);
      expect(refusal).toBeDefined();
      expect(status).toBe(2);
      expect(stdout + stderr).toMatch(/^error: /m);
      expect(stdout + stderr).not.toMatch(/^\s+at /m);
    }, patienceMs);
  }

  it("a file that never ends", () => {
    const { status, stdout } = weir("validate", "/dev/zero");
    expect(status).toBe(2);
    expect(stdout).toContain("characters, more than 8000000");
  }, patienceMs);

  it("a directory, and nothing", () => {
    for (const path of [folder, join(folder, "nothing.json")]) {
      const { status, stderr } = weir("run", path);
      expect(status).toBe(2);
      expect(stderr).toContain(`cannot read ${path}`);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  }, patienceMs);
});
