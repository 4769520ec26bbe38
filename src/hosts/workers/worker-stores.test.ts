import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createDirectoryStores } from "../node/run-on-threads.ts";
import { removeIncomplete } from "./worker-stores.ts";

const directory = mkdtempSync(join(tmpdir(), "weir-stores-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("[CP63] what cannot be looked at is not removed, nor the staged output that it may have to commit", async () => {
  const stores = createDirectoryStores({ checkpoints: directory, jobId: "dark", output: join(directory, "out") });
  await stores.writeText("dark/chk-4/_metadata", "{}");
  await stores.apply({ kind: "stage", transaction: "t", target: "table/op/part", bytes: new Uint8Array(1) });
  const failure = { operation: "read", path: "dark/chk-4/_metadata", cause: "no" } as const;
  const unreadable = { ...stores, readText: () => ({ kind: "failed", failure }) as const };
  const unlisted = { ...stores, list: () => ({ kind: "failed", failure: { ...failure, operation: "list" } }) as const };
  expect(await removeIncomplete(unreadable, "dark")).toEqual([failure]);
  expect(await removeIncomplete(unlisted, "dark")).toMatchObject([{ operation: "list" }]);
  expect((await stores.readText("dark/chk-4/_metadata")).kind).toBe("found");
  expect(await stores.list("dark/taskowned/staged")).toEqual({ kind: "found", value: ["t"] });
});

test("[CP15] what a job left incomplete is removed at its end; a retained checkpoint stays, and what it may have to commit", async () => {
  const stores = createDirectoryStores({ checkpoints: directory, jobId: "job", output: join(directory, "out") });
  await stores.writeText("job/chk-3/_metadata", "{}");
  await stores.writeText("job/chk-4/0-0", "a snapshot whose checkpoint never completed");
  await stores.apply({ kind: "stage", transaction: "t", target: "table/op/part", bytes: new Uint8Array(1) });
  await removeIncomplete(stores, "job");
  expect(await stores.list("job")).toEqual({ kind: "found", value: expect.arrayContaining(["chk-3", "taskowned"]) });
  expect((await stores.readText("job/chk-4/0-0")).kind).toBe("absent");
  expect(await stores.list("job/taskowned/staged")).toEqual({ kind: "found", value: ["t"] });
  await stores.remove("job/chk-3");
  await removeIncomplete(stores, "job");
  expect((await stores.list("job/taskowned/staged")).kind).toBe("absent");
});
