import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import { disturbance, pacedCount, smallCount, wrongRows } from "../../src/app/testing/storage-contract.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { OpfsFailure } from "./failing-opfs.ts";
import { failInWorkers } from "./failing-workers.ts";
import type { FailingCalls } from "./failing-workers.ts";
import type { StoreDeeds } from "./file-stores-worker.ts";
import type { JobPage } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
  var ask: (name: string, args: readonly unknown[]) => Promise<unknown>;
}

let [script, failing, stores] = ["", "", ""];
test.beforeAll(async () => {
  [script = "", failing = "", stores = ""] = await Promise.all(
    ["job-client-page.ts", "failing-opfs.ts", "file-stores-worker.ts"].map((name) => bundleEntry(`e2e/hosts/${name}`)),
  );
});
test.beforeEach(() => test.setTimeout(240_000));

type Mode = "deterministic" | "freeRunning";
const works: FailingCalls = { control: [], task: [] };

interface Outcome {
  readonly status: string;
  readonly rows: readonly string[];
  /** Why storage failed, as the log has it. */
  readonly told: readonly string[];
  readonly completed: readonly number[];
  readonly restoredFrom: readonly number[];
}

async function run(page: Page, failures: FailingCalls, mode: Mode, restore: "latest" | "none"): Promise<Outcome> {
  await failInWorkers(page, failing, failures);
  await openBarePage(page, script);
  const { faults, strikes } = disturbance;
  const free = mode === "freeRunning";
  const given = { document: free ? pacedCount : smallCount, mode, restore, seed: 3, faults: free || restore === "latest" ? [] : faults };
  return page.evaluate(
    async ({ request, toStrike }): Promise<Outcome> => {
      const job = await jobs.start(request);
      const ended = job.until(({ body }) => body.kind === "jobStatus" && /^(FINISHED|FAILED)$/.test(body.status));
      for (const { fault, afterCheckpoint } of toStrike) {
        await Promise.race([ended, job.until(({ body }) => body.kind === "checkpointCompleted" && body.checkpointId >= afterCheckpoint)]);
        await job.client.command({ kind: "injectFault", fault });
      }
      const { body } = await ended;
      const status = body.kind === "jobStatus" ? body.status : "";
      const rows = status === "FINISHED" ? await jobs.committed(job, "table") : [];
      return {
        status,
        rows,
        told: job.events.flatMap(({ body: each }) => (each.kind === "storageFailed" ? [each.cause] : [])),
        completed: job.events.flatMap(({ body: each }) => (each.kind === "checkpointCompleted" ? [each.checkpointId] : [])),
        restoredFrom: job.events.flatMap(({ body: each }) => (each.kind === "restoring" && each.checkpointId !== undefined ? [each.checkpointId] : [])),
      };
    },
    { request: given, toStrike: free && restore === "none" ? strikes : [] },
  );
}

/** What is wrong with a run in which calls fail, and with the one that goes on from it when all work again. */
async function problems(page: Page, failures: FailingCalls, mode: Mode): Promise<readonly string[]> {
  const broken = await run(page, failures, mode, "none");
  const planned = [...failures.control, ...failures.task].map(({ kind }) => kind);
  const untold = planned.filter((kind) => !broken.told.some((cause) => cause.includes(`${kind} fails on purpose`)));
  const found = [...wrongRows(broken.rows, broken.status)];
  // Of a worker that was killed in a free run nobody hears any more.
  if (mode === "deterministic" || untold.length === planned.length) found.push(...untold.map((kind) => `the log does not tell of ${kind}`));
  if (broken.status === "FINISHED") return found;
  const newest = Math.max(0, ...broken.completed);
  const healed = await run(page, works, mode, "latest");
  if (newest > 0 && !healed.restoredFrom.some((id) => id >= newest)) found.push(`complete checkpoint ${newest} was not there to go on from`);
  if (healed.status !== "FINISHED") found.push(`it did not go on: ${healed.status}`);
  return [...found, ...wrongRows(healed.rows, healed.status).map((problem) => `gone on: ${problem}`)];
}

const once = (kind: string, error: string, late = false, nth = 2): OpfsFailure => ({ kind, error, late, nth, forGood: false });

/** Every kind of call that checkpoints, recovery and two-phase output make, by the worker that makes it. */
const rounds: readonly (FailingCalls & { readonly mode: Mode })[] = [
  {
    mode: "deterministic",
    control: [once("createSyncAccessHandle _metadata.part", "NoModificationAllowedError"), once("createSyncAccessHandle PART.part", "NoModificationAllowedError"), once("removeEntry chk-N", "NoModificationAllowedError", false, 1)],
    task: [once("write N-N.part", "QuotaExceededError")],
  },
  {
    mode: "deterministic",
    control: [once("write _metadata.part", "QuotaExceededError", true), once("move PART", "NotFoundError"), once("keys test", "NotFoundError", false, 1)],
    task: [once("createSyncAccessHandle N-N.part", "NoModificationAllowedError")],
  },
  {
    mode: "deterministic",
    control: [once("move _metadata.part", "InvalidStateError", true), once("write PART.part", "QuotaExceededError"), once("getFile _metadata", "NotFoundError", false, 1)],
    task: [once("move N-N.part", "NotFoundError", true)],
  },
  {
    mode: "freeRunning",
    control: [once("flush _metadata.part", "InvalidStateError"), once("move PART", "InvalidStateError", true), once("removeEntry _metadata", "NoModificationAllowedError", false, 1)],
    task: [once("getFile N-N", "NotReadableError", false, 1)],
  },
  {
    mode: "freeRunning",
    control: [once("removeEntry TRANSACTION", "NoModificationAllowedError"), once("move PART.part", "NotFoundError", true), once("keys TRANSACTION", "NotReadableError")],
    task: [],
  },
];

for (const [index, { mode, ...failures }] of rounds.entries()) {
  test(`[ST64] [ST65] calls of Chromium's file system fail once each, ${mode === "freeRunning" ? "freely" : "turn by turn"}, round ${index + 1}`, async ({ page }) => {
    expect(await problems(page, failures, mode)).toEqual([]);
  });
}

test("[ST64] [ST65] a disk that is full from one write on ends the job, which goes on when there is room", async ({ page }) => {
  const full = (kind: string): OpfsFailure => ({ kind, error: "QuotaExceededError", late: false, nth: 3, forGood: true });
  expect(await problems(page, { control: [full("write _metadata.part"), full("write PART.part")], task: [] }, "freeRunning")).toEqual([]);
});

/** The stores of job "test" in a worker of this tab. */
async function openStores(page: Page): Promise<<Name extends keyof StoreDeeds>(name: Name, ...args: Parameters<StoreDeeds[Name]>) => Promise<unknown>> {
  await openBarePage(page, "");
  await page.evaluate((text) => {
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    let last = 0;
    globalThis.ask = (name, args) =>
      new Promise((resolve) => {
        const id = ++last;
        const listen = ({ data }: MessageEvent): void => {
          if (data.id !== id) return;
          worker.removeEventListener("message", listen);
          resolve(data.value);
        };
        worker.addEventListener("message", listen);
        worker.postMessage({ id, name, args });
      });
  }, stores);
  return (name, ...args) => page.evaluate(({ name: deed, args: given }) => globalThis.ask(deed, given), { name, args });
}

const metadata = "test/chk-1/_metadata";
const found = (value: string) => ({ kind: "found", value });

test("[ST65] a file that another tab holds is not written and not removed, and stays what it was", async ({ page, context }) => {
  const [mine, other] = [await openStores(page), await openStores(await context.newPage())];
  await mine("write", metadata, "complete");
  await other("hold", metadata);
  expect(await mine("write", metadata, "newer")).toMatch(/NoModificationAllowedError/);
  expect(await mine("remove", metadata)).toMatch(/NoModificationAllowedError/);
  expect(await mine("read", metadata)).toEqual(found("complete"));
  await other("release");
  expect(await mine("read", metadata)).toEqual(found("complete"));
  expect(await mine("write", metadata, "newer")).toBeUndefined();
  expect(await mine("read", metadata)).toEqual(found("newer"));
});

test("[ST65] [ST68] on a full disk nothing is written in part, and what was complete stays", async ({ playwright, launchOptions, baseURL }, testInfo) => {
  // The files of a profile that is not kept know no quota.
  const context = await playwright.chromium.launchPersistentContext(testInfo.outputPath("profile"), { ...launchOptions, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  const mine = await openStores(page);
  await mine("write", metadata, "complete");
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 << 20 });
  expect(await mine("write", metadata, "x".repeat(4 << 20))).toMatch(/QuotaExceededError|bytes were written/);
  expect(await mine("stage", "big", 4 << 20)).toMatch(/QuotaExceededError|bytes were written/);
  expect(await mine("read", metadata)).toEqual(found("complete"));
  expect(await mine("commit", "big")).toBeUndefined();
  expect(await mine("published")).toEqual([]);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  expect(await mine("stage", "big", 4 << 20)).toBeUndefined();
  expect(await mine("commit", "big")).toBeUndefined();
  expect(await mine("published")).toEqual(["table/a/1"]);
  await context.close();
});

test("[ST60] [ST65] what another tab has removed is absent: that is no failure", async ({ page, context }) => {
  const [mine, other] = [await openStores(page), await openStores(await context.newPage())];
  await mine("write", metadata, "complete");
  await other("remove", "test");
  expect(await mine("list", "test")).toEqual({ kind: "found", value: [] });
  expect(await mine("read", metadata)).toEqual({ kind: "absent" });
  expect(await mine("write", metadata, "again")).toBeUndefined();
  expect(await mine("read", metadata)).toEqual(found("again"));
});
