import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage, PageJob } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
  /** A job that prints a row now and then, without end. */
  var witness: PageJob;
}

/** One page for all: it, the job that runs in it meanwhile and what runs in it next must live whatever a job does. A test that fails ends it. */
let shared: Page;
let other: Page;
/** Judged in a page of its own, which takes the browser a while: it does so behind the other tests. */
let measuring: Promise<Measured>;
let script: string;
test.beforeAll(async ({ browser }) => {
  script = await bundleEntry("e2e/hosts/job-client-page.ts");
  other = await browser.newPage();
  await openBarePage(other, script);
  measuring = judgedByMeasure(other);
  measuring.catch(() => undefined);
  shared = await browser.newPage();
  await openWitnessed(shared);
});
test.afterAll(() => Promise.all([shared.close(), other.close()]));
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

async function openWitnessed(page: Page): Promise<void> {
  await openBarePage(page, script);
  await page.evaluate(async (document) => {
    globalThis.witness = await jobs.start({ document, mode: "freeRunning", jobId: "witness" });
  }, through(process("collect(row)"), "print", {}, 200));
}

/** Runs `document` until it fails; gives the cause. The page and another job are alive then. */
async function failure(document: JobDocument, mode: "freeRunning" | "deterministic", isolated = false, page = shared): Promise<string> {
  const cause = await page.evaluate(
    async ({ document: job, mode: how, isolated: apart }) => {
      const running = await jobs.start({ document: job, mode: how, jobId: crypto.randomUUID() }, apart);
      const end = await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FAILED");
      running.client.dispose();
      return end.body.kind === "jobStatus" ? (end.body.cause ?? "") : "";
    },
    { document, mode, isolated },
  );
  await page.evaluate(async () => {
    const last = witness.events.length;
    await witness.until(({ seq, body }) => seq >= last && body.kind === "userLog");
  });
  return cause;
}

interface Measured {
  readonly cause: string | undefined;
  readonly measured: readonly boolean[] | undefined;
  readonly limits: object | undefined;
}

/** A job whose workers keep more than was counted. */
function judgedByMeasure(page: Page): Promise<Measured> {
  // Text that takes two bytes a character, where one was counted.
  const wide = "if (ctx.state.m.keys().length < 2) { const text = 'й'.repeat(7000000); text.indexOf('x'); ctx.state.m.put(String(ctx.random()), text) }";
  const small = { ...heap32, "taskmanager.memory.task.off-heap.size": "8 mb" };
  const document = through(process(wide), "blackhole", small, 50);
  return page.evaluate(async (job) => {
    const running = await jobs.start({ document: job, mode: "freeRunning" });
    const end = await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FAILED");
    while (running.memory.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    // The one that the job failed by: the first may have been made before both workers were there.
    const use = running.memory.at(-1);
    const measured = use && Array.from(use.subtasks, (bytes) => (bytes ?? 0) > 0);
    return { cause: end.body.kind === "jobStatus" ? end.body.cause : "", measured, limits: use?.limits };
  }, document);
}

const heap32 = { "taskmanager.memory.task.heap.size": "32 mb" };

const grows = through(process("ctx.state.m.put(String(ctx.random()), 'x'.repeat(100000))"), "blackhole", heap32);
const keptTooMuch = "takes more than 32 MB: keep less, or raise taskmanager.memory.task.heap.size";

for (const mode of ["freeRunning", "deterministic"] as const) {
  test(`[HB34] state that grows without end fails its task (${mode})`, async () => {
    expect(await failure(grows, mode)).toContain(keptTooMuch);
  });
}

for (const [what, body] of [
  ["byte buffers", "const kept = []; for (;;) kept.push(new Uint8Array(8e6).fill(1))"],
  ["objects", "const kept = []; for (let i = 0; ; i++) kept.push({ i, more: [i] })"],
  ["arrays", "const kept = []; const big = Array.from({ length: 1e5 }, (_, i) => i); for (;;) kept.push([...big])"],
  ["strings", "const kept = []; for (let i = 0; ; i++) kept.push(JSON.parse(JSON.stringify(('x' + i).repeat(100000))))"],
] as const) {
  test(`[HB7] a call that keeps more and more ${what} ends its task, not the page`, async ({ browser }) => {
    // One of its own: what a worker that was ended held is given back late, and all workers of a page have 4 GB together.
    const page = await browser.newPage();
    await openWitnessed(page);
    expect(await failure(through(flatMap(body), "blackhole"), "freeRunning", false, page)).toMatch(/hog ran longer than 2 s|memory|allocation/i);
    await page.close();
  });
}

test("[HB33] a function that prints for ever out of one row fails its task, not the page", async () => {
  const cause = await failure(through(flatMap("for (;;) collect({ word: 'x'.repeat(1000) })"), "print"), "freeRunning");
  expect(cause).toMatch(/one step made more than|ran longer than 2 s/);
});

test("[HB7] [HB33] so it is turn by turn", async () => {
  const bodies = ["for (;;);", "for (;;) collect({ word: 'x'.repeat(1000) })"];
  const [endless, flood] = await Promise.all(bodies.map((body) => failure(through(flatMap(body), "print"), "deterministic")));
  expect(endless).toBe("user function of hog ran longer than 2 s");
  expect(flood).toMatch(/one step made more than|ran longer than 2 s/);
});

test("[HB35] what workers keep is measured, and one that keeps more than was counted fails", async () => {
  const { cause, measured, limits } = await measuring;
  expect(cause).toContain("used more than 40 MB of heap and byte buffers: keep less, or raise one of taskmanager.memory.task.heap.size, ");
  expect(measured).toEqual([true, true]);
  expect(limits).toMatchObject({ heap: 32 << 20, buffers: 8 << 20 });
});

// From here on in cells: what waits for the next run is of its kind.
test("[HB34] state that grows without end fails its task (freeRunning, in a cell)", async () => {
  expect(await failure(grows, "freeRunning", true)).toContain(keptTooMuch);
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
  expect(await start(wide(2), true)).toBe("runs");
  expect(await start(wide(200), false)).toContain("job.too-many-workers");
});
