import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobOfRealFiles, printedRows } from "../testing/real-files-job.ts";
import { realFiles } from "../../formats/testing/real-files.ts";

const place = mkdtempSync(join(tmpdir(), "weir-real-files-"));
afterAll(() => rmSync(place, { recursive: true }));

test("[CN82] [CN84] [CN85] [CN89] files in the shapes that people have are read on the command line, each row of them", { timeout: 240_000 }, () => {
  for (const { name, bytes } of realFiles) writeFileSync(join(place, name), bytes);
  writeFileSync(join(place, "job.json"), JSON.stringify(jobOfRealFiles(realFiles)));
  const cli = join(import.meta.dirname, "cli.ts");
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, "run", "job.json", "--allow", place, "--deterministic", "--raw"], {
    encoding: "utf8",
    cwd: place,
  });
  expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
  for (const file of realFiles) {
    for (const row of printedRows(file)) expect(stdout).toContain(row);
    expect([file.name, stdout.split(`${file.name}> +I[`).length - 1]).toEqual([file.name, file.rows]);
  }
});

test("[CN11] [CN82] a broken array fails on the command line with file and line, as in the page", { timeout: 240_000 }, () => {
  const [file] = realFiles.filter(({ name }) => name === "movies-pretty.json");
  if (file === undefined) throw new Error("the file is gone");
  writeFileSync(join(place, file.name), '[\n  {"Title": "The Weir"},\n  {"Title" "Flood"}\n]\n');
  writeFileSync(join(place, "broken.json"), JSON.stringify(jobOfRealFiles([file])));
  const cli = join(import.meta.dirname, "cli.ts");
  const { stderr, status } = spawnSync(process.execPath, [cli, "run", "broken.json", "--allow", place, "--deterministic"], { encoding: "utf8", cwd: place });
  expect(status).toBe(1);
  expect(stderr).toContain('movies-pretty.json, line 3, byte 48: no JSON: ""Flood"}" stands where : should be');
});
