import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { directoryStores } from "../node/run-on-threads.ts";
import { removeIncomplete } from "./worker-stores.ts";

const directory = mkdtempSync(join(tmpdir(), "weir-stores-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("[CP15] what a job left incomplete is removed at its end; a retained checkpoint stays, and what it may have to commit", async () => {
  const stores = directoryStores({ checkpoints: directory, jobId: "job", output: join(directory, "out") });
  await stores.writeText("job/chk-3/_metadata", "{}");
  await stores.writeText("job/chk-4/0-0", "a snapshot whose checkpoint never completed");
  await stores.apply({ kind: "stage", transaction: "t", target: "table/op/part", bytes: new Uint8Array(1) });
  await removeIncomplete(stores, "job");
  expect([...(await stores.list("job"))].toSorted()).toEqual(["chk-3", "taskowned"]);
  expect(await stores.list("job/taskowned/staged")).toEqual(["t"]);
  await stores.remove("job/chk-3");
  await removeIncomplete(stores, "job");
  expect(await stores.list("job/taskowned/staged")).toEqual([]);
});
