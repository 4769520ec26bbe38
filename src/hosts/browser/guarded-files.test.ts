import { expect, test } from "vitest";
import { guardedFiles } from "./guarded-files.ts";
import { pieceBytes, writeParts } from "./job-files.ts";
import { memoryFiles } from "./testing/memory-files.ts";

const jobId = "0123456789abcdef0123456789abcdef";
const limits = { bytes: 100, files: 3, writing: 2 };
const bytes = (length: number): Uint8Array => new Uint8Array(length);

test("[HB43] an isolated job reaches its own files and no others, however it spells them", async () => {
  const all = memoryFiles();
  await writeParts(all, "someone-else/chk-1/_metadata", [bytes(5)]);
  const files = guardedFiles(all, jobId, limits);
  const strange: readonly unknown[] = [
    "", "/", ".", "..", "weir", "someone-else/chk-1/_metadata", `${jobId}/../someone-else/chk-1/_metadata`, `${jobId}/./x`, `${jobId}//x`, `/${jobId}/x`,
    `${jobId}x/y`, `${jobId}/a\\b`, `${jobId}/a\u0000b`, `${jobId}/${"a".repeat(256)}`, `${jobId}${"/a".repeat(12)}`, undefined, 7, [jobId], { toString: () => jobId },
  ];
  for (const path of strange) {
    const given = path as string;
    const calls = [files.create(given), files.read(given), files.file(given), files.list(given), files.remove(given), files.move(given, `${jobId}/x`), files.move(`${jobId}/x`, given)];
    for (const call of calls) await expect(call, String(path)).rejects.toThrow("an isolated job has no file");
  }
  expect(await all.read("someone-else/chk-1/_metadata")).toEqual(bytes(5));
  await writeParts(files, `${jobId}/chk-1/_metadata`, [bytes(5), bytes(5)]);
  expect(await files.list(jobId)).toEqual(["chk-1"]);
  expect(await files.read(`${jobId}/chk-1/_metadata`)).toEqual(bytes(10));
});

test("[HB43] an isolated job keeps so many bytes and files, says what is too much, and has room again for what it removes", async () => {
  const files = guardedFiles(memoryFiles(), jobId, limits);
  await writeParts(files, `${jobId}/one`, [bytes(60)]);
  await expect(writeParts(files, `${jobId}/two`, [bytes(60)])).rejects.toThrow("MiB of checkpoints and output");
  await files.remove(`${jobId}/one`);
  await writeParts(files, `${jobId}/two`, [bytes(60)]);
  await writeParts(files, `${jobId}/three`, [bytes(1)]);
  await writeParts(files, `${jobId}/four`, [bytes(1)]);
  await expect(files.create(`${jobId}/five`)).rejects.toThrow("at most 3 files");
});

test("[HB43] pieces are bytes of a bounded size, and few files are written at a time", async () => {
  const files = guardedFiles(memoryFiles(), jobId, { ...limits, files: 100 });
  const first = await files.create(`${jobId}/one`);
  await expect(first.append("text" as unknown as Uint8Array)).rejects.toThrow("pieces of bytes");
  await expect(first.append(bytes(pieceBytes + 1))).rejects.toThrow("pieces of bytes");
  const second = await files.create(`${jobId}/two`);
  await expect(files.create(`${jobId}/three`)).rejects.toThrow("at most 2 files at a time");
  await second.abandon();
  await files.create(`${jobId}/three`);
});
