import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
}

/** One page for all: it and what runs in it next must live whatever a job does. A test that fails ends it. */
let shared: Page;
let script: string;
test.beforeAll(async ({ browser }) => {
  script = await bundleEntry("e2e/hosts/job-client-page.ts");
  shared = await browser.newPage();
  await openBarePage(shared, script);
});
test.afterAll(() => shared.close());
test.beforeEach(() => test.setTimeout(240_000));

const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];
type Operator = JobDocument["operators"][number];

/** Rows for ever through `operator` and on. */
function through(operator: Omit<Operator, "id" | "name">, sink: string, config: Record<string, string> = {}, interval = 0): JobDocument {
  const source = { fields, rows: [["weir", 1], ["water", 2]], repeat: true, intervalMs: interval };
  return {
    format: "weir.job/1",
    name: "limits",
    config: { "restart-strategy.type": "none", ...config },
    operators: [
      { id: "src", type: "values", name: "src", config: source },
      { id: "hog", name: "hog", ...operator },
      { id: "sink", type: sink, name: "sink", config: sink === "print" ? { standardError: false } : {} },
    ],
    edges: [
      { id: "a", from: { operator: "src", port: "out" }, to: { operator: "hog", port: "in" }, partitioner: { type: "hash", key: ["word"] } },
      { id: "b", from: { operator: "hog", port: "out" }, to: { operator: "sink", port: "in" } },
    ],
  };
}

const process = (processElement: string, type = "STRING"): Omit<Operator, "id" | "name"> => ({
  type: "process",
  config: { processElement, onTimer: "", states: [{ kind: "map", name: "m", keyType: "STRING", type }], fields, sideOutputs: [] },
});
const flatMap = (body: string): Omit<Operator, "id" | "name"> => ({ type: "flat-map", config: { function: body, fields: [fields[0]] } });

/** Runs `document` until it fails; gives the cause. The page and another job are alive then. */
async function failure(document: JobDocument, mode: "freeRunning" | "deterministic", isolated = false): Promise<string> {
  const cause = await shared.evaluate(
    async ({ document: job, mode: how, isolated: apart }) => {
      const running = await jobs.start({ document: job, mode: how, jobId: crypto.randomUUID() }, apart);
      const end = await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FAILED");
      running.client.dispose();
      return end.body.kind === "jobStatus" ? (end.body.cause ?? "") : "";
    },
    { document, mode, isolated },
  );
  const [source, ...rest] = through(process("collect(row)"), "blackhole").operators;
  const bounded = { ...through(process("collect(row)"), "blackhole"), operators: [{ ...source, config: { ...source?.config, repeat: false } } as Operator, ...rest] };
  await shared.evaluate(async (job) => {
    const running = await jobs.start({ document: job, mode: "freeRunning", jobId: crypto.randomUUID() });
    await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FINISHED");
    running.client.dispose();
  }, bounded);
  return cause;
}

const heap32 = { "taskmanager.memory.task.heap.size": "32 mb" };

for (const [mode, isolated] of [["freeRunning", false], ["freeRunning", true], ["deterministic", false]] as const) {
  test(`[HB34] state that grows without end fails its task (${mode}${isolated ? ", in a cell" : ""})`, async () => {
    const grows = through(process("ctx.state.m.put(String(ctx.random()), 'x'.repeat(100000))"), "blackhole", heap32);
    expect(await failure(grows, mode, isolated)).toContain("takes more than 32 MB: keep less, or raise taskmanager.memory.task.heap.size");
  });
}

for (const [what, body] of [
  ["byte buffers", "const kept = []; for (;;) kept.push(new Uint8Array(8e6).fill(1))"],
  ["objects", "const kept = []; for (let i = 0; ; i++) kept.push({ i, more: [i] })"],
  ["arrays", "const kept = []; const big = Array.from({ length: 1e5 }, (_, i) => i); for (;;) kept.push([...big])"],
  ["strings", "const kept = []; for (let i = 0; ; i++) kept.push(JSON.parse(JSON.stringify(('x' + i).repeat(100000))))"],
] as const) {
  test(`[HB7] a call that keeps more and more ${what} ends its task, not the page`, async () => {
    expect(await failure(through(flatMap(body), "blackhole"), "freeRunning")).toMatch(/hog ran longer than 2 s|memory|allocation/i);
  });
}

test("[HB33] a function that prints for ever out of one row fails its task, not the page", async () => {
  const cause = await failure(through(flatMap("for (;;) collect({ word: 'x'.repeat(1000) })"), "print"), "freeRunning");
  expect(cause).toMatch(/one step made more than|ran longer than 2 s/);
});

test("[HB7] [HB33] so it is turn by turn", async () => {
  const endless = await failure(through(flatMap("for (;;);"), "print"), "deterministic");
  expect(endless).toBe("user function of hog ran longer than 2 s");
  const flood = await failure(through(flatMap("for (;;) collect({ word: 'x'.repeat(1000) })"), "print"), "deterministic");
  expect(flood).toMatch(/one step made more than|ran longer than 2 s/);
});

test("[HB35] what workers keep is measured, and one that keeps more than was counted fails", async ({ page }) => {
  await openBarePage(page, script);
  // Text that takes two bytes a character, where one was counted.
  const wide = "if (ctx.state.m.keys().length < 2) { const text = 'й'.repeat(7000000); text.indexOf('x'); ctx.state.m.put(String(ctx.random()), text) }";
  const small = { ...heap32, "taskmanager.memory.task.off-heap.size": "8 mb" };
  const document = through(process(wide), "blackhole", small, 50);
  const { cause, measured, limits } = await page.evaluate(async (job) => {
    const running = await jobs.start({ document: job, mode: "freeRunning" });
    const end = await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FAILED");
    while (running.memory.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    // The one that the job failed by: the first may have been made before both workers were there.
    const use = running.memory.at(-1);
    running.client.dispose();
    return { cause: end.body.kind === "jobStatus" ? end.body.cause : "", measured: use?.subtasks.map((bytes) => (bytes ?? 0) > 0), limits: use?.limits };
  }, document);
  expect(cause).toContain("used more than 40 MB of heap and byte buffers: keep less, or raise taskmanager.memory.task.heap.size or");
  expect(measured).toEqual([true, true]);
  expect(limits).toMatchObject({ heap: 32 << 20, buffers: 8 << 20 });
});

test("[HB31] a stranger's job of many workers is refused, and one's own of more", async () => {
  const wide = (parallelism: number): JobDocument => through(process("collect(row)"), "blackhole", { "parallelism.default": String(parallelism) });
  const start = (document: JobDocument, isolated: boolean): Promise<string> =>
    shared.evaluate(
      async ({ document: job, isolated: apart }) => {
        // A job that was refused keeps its name for as long as its client lives.
        const started = jobs.start({ document: job, mode: "freeRunning", jobId: `wide-${job.config["parallelism.default"]}` }, apart);
        return started.then((running) => (running.client.dispose(), "runs"), String);
      },
      { document, isolated },
    );
  expect(await start(wide(40), true)).toContain("job.too-many-workers");
  expect(await start(wide(200), false)).toContain("job.too-many-workers");
  expect(await start(wide(2), true)).toBe("runs");
});
