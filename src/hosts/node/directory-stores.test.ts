import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DirectoryFiles, DirectoryTransactions } from "./directory-stores.ts";
import { inside } from "./inside.ts";

const place = mkdtempSync(join(tmpdir(), "weir-inside-"));
afterAll(() => rmSync(place, { recursive: true }));
const [root, outside] = [join(place, "root"), join(place, "outside")];
mkdirSync(join(root, "plain"), { recursive: true });
mkdirSync(outside);
writeFileSync(join(outside, "file"), "secret");
symlinkSync(outside, join(root, "link"));
symlinkSync(join(outside, "file"), join(root, "file-link"));
symlinkSync(join(outside, "none"), join(root, "dangling"));

test("[CL12] a path stays below its root in its text and by real path, whether or not it is there", () => {
  for (const path of ["plain", "plain/new/file", "new", "."]) expect(inside(root, path)).toBe(join(root, path));
  for (const path of ["..", "../root-2", "plain/../../outside", "link", "link/file", "link/new/file", "file-link"]) {
    expect(() => inside(root, path)).toThrow("leads out of");
  }
  expect(() => inside(root, "dangling/new")).toThrow("leads nowhere");
  // A root that is itself a link is a root as good as any.
  symlinkSync(root, join(place, "root-link"));
  expect(inside(join(place, "root-link"), "plain")).toBe(join(place, "root-link", "plain"));
});

test("[ST60] what keeps a directory from being looked at is a failure, not absence", () => {
  const files = new DirectoryFiles(root);
  writeFileSync(join(root, "file"), "x");
  const kinds = (path: string) => [files.readText(path).kind, files.readBytes(path).kind, files.list(path).kind];
  expect(kinds("none")).toEqual(["absent", "absent", "absent"]);
  // A file in the place of a folder.
  expect(kinds("file/below")).toEqual(["failed", "failed", "failed"]);
  const transactions = new DirectoryTransactions({ staging: join(root, "file"), places: { file: root, table: root }, uid: "uid" });
  expect(() => transactions.commit("t")).toThrow("ENOTDIR");
});

test("[ST68] what was not written to its end is not published, whoever commits its transaction", () => {
  const output = mkdtempSync(join(place, "output-"));
  const staging = join(output, "staging");
  const transactions = new DirectoryTransactions({ staging, places: { file: output, table: output }, uid: "uid" });
  transactions.stage("t", "table/a/1", new Uint8Array(1));
  writeFileSync(join(staging, "t", `${encodeURIComponent("table/a/2")}.part`), "half");
  transactions.commit("t");
  expect(transactions.takePublished()).toEqual(["table/a/1"]);
  expect(readdirSync(join(output, "a"))).toEqual(["1"]);
});

test("[CL12] [CL14] stores follow no link out of their directory", () => {
  const files = new DirectoryFiles(root);
  expect(files.readText("file-link")).toMatchObject({ kind: "failed", failure: { cause: expect.stringContaining("leads out of") } });
  expect(() => files.writeText("link/new", "x")).toThrow("leads out of");
  expect(readdirSync(outside)).toEqual(["file"]);
});

test("[CL12] [HB23] only what a sink of the job writes to is published, whatever was staged", () => {
  const staged = (mayPublish?: (target: string) => boolean) => {
    const output = mkdtempSync(join(place, "output-"));
    const places = { file: output, table: join(output, "table") };
    const given = mayPublish === undefined ? {} : { mayPublish };
    const transactions = new DirectoryTransactions({ staging: join(output, ".staging"), places, uid: "uid", ...given });
    transactions.stage("t", "file/other/package.json", new Uint8Array(1));
    return { transactions, published: join(output, "other", "package.json") };
  };
  const walled = staged((target) => target.startsWith("file/out/part-"));
  expect(() => walled.transactions.commit("t")).toThrow("No sink of the job");
  expect(existsSync(walled.published)).toBe(false);
  // The planted bug: whoever publishes does not ask.
  const open = staged();
  open.transactions.commit("t");
  expect(existsSync(open.published)).toBe(true);
});
