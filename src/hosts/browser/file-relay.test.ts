import { expect, test } from "vitest";
import { filesByPort, serveFiles } from "./file-relay.ts";
import { pieceBytes, writeParts } from "./job-files.ts";
import type { JobFiles } from "./job-files.ts";
import { memoryFiles } from "./testing/memory-files.ts";

/** `files` as they are seen through a port. */
function throughPort(files: JobFiles): { readonly far: JobFiles; stop(): void } {
  const { port1, port2 } = new MessageChannel();
  const stopServing = serveFiles(port1, files);
  return {
    far: filesByPort(port2),
    stop() {
      stopServing();
      port2.close();
    },
  };
}

test("[HB43] files are the same through a port: written in pieces, read, listed, moved, removed; a refusal comes back with its words", async () => {
  const near = memoryFiles();
  const { far, stop } = throughPort(near);
  await writeParts(far, "job/a", [new Uint8Array([1, 2]), new Uint8Array([3])]);
  expect(await near.read("job/a")).toEqual(new Uint8Array([1, 2, 3]));
  await far.move("job/a", "job/b/c");
  expect(await far.list("job")).toEqual(["b"]);
  expect(await far.read("job/b/c")).toEqual(new Uint8Array([1, 2, 3]));
  await far.remove("job");
  expect(await far.read("job/b/c")).toBeUndefined();
  await expect(far.move("gone", "elsewhere")).rejects.toThrow("there is no file gone");
  stop();
});

test("[HB43] whoever floods the port has one piece under way at a time", async () => {
  let underWay = 0;
  let most = 0;
  const sizes: number[] = [];
  const slow: JobFiles = {
    ...memoryFiles(),
    create: async () => ({
      async append(bytes) {
        most = Math.max(most, ++underWay);
        sizes.push(bytes.length);
        await new Promise((resolve) => setTimeout(resolve, 1));
        underWay--;
      },
      async finish() {},
      async abandon() {},
    }),
  };
  const { far, stop } = throughPort(slow);
  const flood = Array.from({ length: 8 }, (_, index) => writeParts(far, `job/${index}`, [new Uint8Array(3 * pieceBytes)]));
  await Promise.all(flood);
  expect(most).toBe(1);
  expect(sizes).toEqual(Array.from({ length: 24 }, () => pieceBytes));
  stop();
});

test("[HB43] what is half written when its task ends is let go of", async () => {
  const left: string[] = [];
  const files: JobFiles = {
    ...memoryFiles(),
    create: async (path) => ({ append: async () => {}, finish: async () => {}, abandon: async () => void left.push(path) }),
  };
  const { far, stop } = throughPort(files);
  await (await far.create("job/half")).append(new Uint8Array(4));
  await (await far.create("job/done")).finish();
  stop();
  expect(left).toEqual(["job/half"]);
});
