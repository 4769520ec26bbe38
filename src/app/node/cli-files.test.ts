import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createCatalog } from "../catalog.ts";
import { readOptions } from "./cli-options.ts";
import { openInputs } from "./input-files.ts";
import { loadJob } from "./job-file.ts";

const cli = join(import.meta.dirname, "cli.ts");
const place = mkdtempSync(join(tmpdir(), "weir-files-"));
afterAll(() => rmSync(place, { recursive: true }));
const slowMachineMs = 120_000;

const readsFile = (name: string) => ({
  format: "weir.job/1",
  name: "reads a file",
  config: { "restart-strategy.type": "none" },
  operators: [
    {
      id: "in",
      type: "file-source",
      name: "in",
      config: { files: [name], format: "csv", formatOptions: { "field-delimiter": "\u0001" }, fields: [{ name: "line", type: "STRING" }] },
    },
    { id: "print", type: "print", name: "print", config: { standardError: false } },
  ],
  edges: [{ id: "e", from: { operator: "in", port: "out" }, to: { operator: "print", port: "in" } }],
});

const writesTo = (path: string) => ({
  format: "weir.job/1",
  name: "writes",
  config: { "restart-strategy.type": "none" },
  operators: [
    { id: "in", type: "values", name: "in", config: { fields: [{ name: "n", type: "INT" }], rows: [[1], [2]], repeat: false, intervalMs: 0 } },
    { id: "out", type: "file-sink", name: "out", config: { path, format: "csv", formatOptions: {} } },
  ],
  edges: [{ id: "e", from: { operator: "in", port: "out" }, to: { operator: "out", port: "in" } }],
});

let jobs = 0;
function jobFile(job: object): string {
  const file = join(place, `job-${jobs++}.json`);
  writeFileSync(file, JSON.stringify(job));
  return file;
}

/** Content of the one file that the job is given, or why it is given none. */
function content(name: string, ...options: string[]): string {
  const read = readOptions(["run", jobFile(readsFile(name)), ...options]);
  try {
    const { descriptors, close } = openInputs(loadJob(read, createCatalog()), read);
    const bytes = new Uint8Array(64);
    const length = readSync(descriptors.get(name) ?? -1, bytes);
    close();
    return new TextDecoder().decode(bytes.subarray(0, length));
  } catch (error) {
    return String(error);
  }
}

const data = join(place, "data");
mkdirSync(join(data, ".hidden"), { recursive: true });
writeFileSync(join(place, "secret"), "secret");
writeFileSync(join(data, "orders"), "orders");
writeFileSync(join(data, ".hidden", "key"), "secret");
symlinkSync(join(place, "secret"), join(data, "leads-out"));
symlinkSync(join(data, "orders"), join(place, "link-to-orders"));
spawnSync("mkfifo", [join(place, "fifo")]);

test.each([join(place, "secret"), "/etc/passwd", "../secret", "/dev/zero", "/dev/stdin", "/proc/self/environ"])(
  "[CL10] a job that names %s is given nothing",
  (name) => expect(content(name)).toContain(`--input ${name}=FILE`),
);

test("[CL10] a file that the person names is read, through a link too; what is no regular file is not", () => {
  expect(content("x", "--input", `x=${join(place, "secret")}`)).toBe("secret");
  expect(content("x", "--input", `x=${join(place, "link-to-orders")}`)).toBe("orders");
  expect(content("x", "--input", `x=${data}`)).toContain("is not a regular file");
  for (const path of ["/dev/null", "/proc/self/status", "/sys/kernel/notes"].filter(existsSync)) {
    expect(content("x", "--input", `x=${path}`)).toContain("is the system's");
  }
  if (existsSync(join(place, "fifo"))) expect(content("x", "--input", `x=${join(place, "fifo")}`)).toContain("is not a regular file");
});

test("[CL11] below an allowed folder the job names files itself; by real path, and no hidden ones", () => {
  expect(content("orders", "--allow", data)).toBe("orders");
  expect(content(join(data, "orders"), "--allow", data)).toBe("orders");
  expect(content("leads-out", "--allow", data)).toContain("no such file below");
  expect(content("../secret", "--allow", data)).toContain("no such file below");
  expect(content(join(place, "secret"), "--allow", data)).toContain("no such file below");
  expect(content(".hidden/key", "--allow", data)).toContain("hidden");
  expect(content("/dev/zero", "--allow", "/")).toContain("is the system's");
  // The wall is the folder: with a wider one the same names are read.
  expect(content("data/leads-out", "--allow", place)).toBe("secret");
});

test.each([[], ["--deterministic"]])("[CL12] file sinks write where the command was given, and follow no link out of it (%j)", (...mode) => {
  const folder = mkdtempSync(join(place, "cwd-"));
  const run = (path: string) =>
    spawnSync(process.execPath, [cli, "run", jobFile(writesTo(path)), ...mode], { encoding: "utf8", cwd: folder });
  const { status, stderr } = run("out");
  expect([status, status === 0 ? "" : stderr]).toEqual([0, ""]);
  const [part] = readdirSync(join(folder, "out"));
  expect(readFileSync(join(folder, "out", String(part)), "utf8")).toBe("1\n2\n");
  const outside = mkdtempSync(join(place, "outside-"));
  symlinkSync(outside, join(folder, "link"));
  const linked = run("link/x");
  expect([linked.status, linked.stderr]).toEqual([2, expect.stringContaining("leads out of")]);
  expect(readdirSync(outside)).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(["link", "out"]);
}, slowMachineMs);

test("[ST61] [ST67] a part that cannot be published is told in one line: what failed, why, what it means and what to look at", () => {
  const folder = mkdtempSync(join(place, "cwd-"));
  // A file in the place of the sink's folder.
  writeFileSync(join(folder, "out"), "");
  const { status, stderr } = spawnSync(process.execPath, [cli, "run", jobFile(writesTo("out"))], { encoding: "utf8", cwd: folder });
  const told = stderr.split("\n").filter((line) => line.startsWith("storage: "));
  expect([status, told]).toEqual([
    1,
    [expect.stringMatching(/^storage: publishing \S+ failed: ENOTDIR: .* The task fails .* Look at room and permissions of .*--output\.$/)],
  ]);
}, slowMachineMs);

test("[CL14] a checkpoint whose metadata names files elsewhere, or that holds links, is not gone on from", () => {
  const from = mkdtempSync(join(place, "from-"));
  const chk = join(from, "job", "chk-1");
  mkdirSync(chk, { recursive: true });
  const snapshot = (path: string) => ({ path, bytes: 1, operators: [] });
  const metadata = (path: string) => ({
    format: "weir.checkpoint/1",
    jobId: "job",
    checkpointId: 1,
    kind: "checkpoint",
    triggeredAt: 0,
    vertices: [{ vertexId: "v", parallelism: 1, maxParallelism: 128, operators: ["o"], subtasks: [{ finished: false, snapshot: snapshot(path) }] }],
    sources: [],
  });
  const goOn = (path: string) => {
    writeFileSync(join(chk, "_metadata"), JSON.stringify(metadata(path)));
    return spawnSync(process.execPath, [cli, "run", jobFile(writesTo("out")), "--from", from], { encoding: "utf8", cwd: place }).stderr;
  };
  // The state of a job that has no such operator is refused, later, for that: the metadata was believed.
  expect(goOn("job/chk-1/0-0")).not.toContain("is not the metadata");
  for (const path of ["../../secret", "job/../../secret", "job/chk-1/../../secret", "/etc/passwd", "other/chk-1/0-0"]) {
    expect(goOn(path)).toContain("is not the metadata of a checkpoint");
  }
  symlinkSync(join(place, "secret"), join(chk, "0-0"));
  expect(goOn("job/chk-1/0-0")).toContain("neither a file nor a folder");
}, slowMachineMs);
