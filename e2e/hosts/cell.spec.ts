import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rewrite } from "../rewrite.ts";
import { expect, test } from "../served.ts";
import type { Frame, Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage } from "./job-client-page.ts";
import { reachProbe } from "./reach-probe.ts";

declare global {
  var jobs: JobPage;
  var heard: string[];
}

/** What came of each attempt, by name. */
type Reached = Readonly<Record<string, string>>;

const refused = (reached: Reached): readonly string[] => Object.keys(reached).filter((name) => reached[name]?.startsWith("refused") === true);
const got = (reached: Reached): Reached => Object.fromEntries(Object.entries(reached).filter(([, result]) => !result.startsWith("refused")));

/** A map function that finds the real global, which only an unprotected worker has, and tells in later rows, one by one, what it reached. */
const hostile = `[].constructor.constructor("row", ${JSON.stringify(`
  const g = globalThis;
  if (g.probe === undefined) {
    g.probe = async (g, home, skipped) => {${reachProbe}};
    g.told = [];
    g.probe(g, HOME, []).then((reached) => { g.told = [...Object.entries(reached).map(([name, result]) => "@" + name + "=" + result + "@"), "@end@"]; });
  }
  return { report: g.told.shift() ?? "" };
`)}.replace("HOME", ${JSON.stringify('"HOME_URL"')}))(row)`;

function hostileJob(home: string): JobDocument {
  const port = (operator: string, name: string) => ({ operator, port: name });
  return {
    format: "weir.job/1",
    name: "hostile",
    config: { "execution.checkpointing.interval": "300 ms", "execution.checkpointing.tolerable-failed-checkpoints": "1000", "restart-strategy.type": "none" },
    operators: [
      { id: "numbers", type: "datagen", name: "numbers", config: { fields: [{ name: "id", type: "BIGINT" }], rowsPerSecond: 40, options: { id: { kind: "sequence", start: "1", end: "4000" } } } },
      { id: "probe", type: "map", name: "probe", config: { function: hostile.replace("HOME_URL", home), fields: [{ name: "report", type: "STRING" }] } },
      { id: "print", type: "print", name: "print", config: {} },
    ],
    edges: [
      { id: "e1", from: port("numbers", "out"), to: port("probe", "in"), partitioner: { type: "rebalance" } },
      { id: "e2", from: port("probe", "out"), to: port("print", "in") },
    ],
  };
}

let script: string;
let unprotected: string;
test.beforeAll(async () => {
  [script, unprotected] = await Promise.all([bundleEntry("e2e/hosts/job-client-page.ts"), bundleEntry("e2e/hosts/unprotected-task-worker.ts")]);
});

/** A page that holds a secret of each kind, and whose workers run functions without the language wall. */
async function openSecretivePage(page: Page): Promise<void> {
  await page.route("**/workers/locked-task.js", (route) => route.fulfill({ contentType: "text/javascript", body: unprotected }));
  await openBarePage(page, script);
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open("weir-designer", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("drafts");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const writing = database.transaction("drafts", "readwrite");
    writing.objectStore("drafts").put("secret draft", "secret");
    await new Promise((resolve) => (writing.oncomplete = resolve));
    database.close();
    const root = await navigator.storage.getDirectory();
    for (const name of ["weir", "weir-cells"]) {
      const jobs = await root.getDirectoryHandle(name, { create: true });
      const file = await (await jobs.getDirectoryHandle("other-job", { create: true })).getFileHandle("secret", { create: true });
      const writable = await file.createWritable();
      await writable.write("secret file");
      await writable.close();
    }
    await (await caches.open("weir-secret")).put("/secret.txt", new Response("secret answer"));
    localStorage.setItem("weir-secret", "secret setting");
    document.cookie = "weir-secret=cookie";
    globalThis.heard = [];
    new BroadcastChannel("weir-secret").onmessage = ({ data }) => heard.push(String(data));
    void navigator.locks.request("weir-secret", () => new Promise(() => {}));
  });
}

/** What the hostile job reached, in a cell or beside the page. */
async function reachedByJob(page: Page, isolated: boolean): Promise<Reached> {
  const home = new URL(page.url()).origin;
  const { lines, heardOf } = await page.evaluate(
    async ({ document, isolated: inCell }) => {
      const job = await jobs.start({ document, mode: "freeRunning" }, inCell);
      await job.until(({ body }) => (body.kind === "userLog" && body.text.includes("@end@")) || (body.kind === "jobStatus" && body.status === "FAILED"));
      return { lines: job.events.flatMap(({ body }) => (body.kind === "userLog" ? [body.text] : [])), heardOf: globalThis.heard };
    },
    { document: hostileJob(home), isolated },
  );
  const reached = Object.fromEntries(lines.flatMap((line) => {
    const [, name, result] = /@(\w+)=(.*)@/.exec(line) ?? [];
    return name === undefined || result === undefined ? [] : [[name, result]];
  }));
  // Sending is no feat; arriving is.
  return { ...reached, broadcast: heardOf.length > 0 ? `arrived: ${heardOf.join()}` : "refused: not arrived" };
}

test("[HB40] with the language wall removed, a function in a cell reaches no storage, no network, no document and no other job's files", async ({ page }) => {
  test.setTimeout(180_000);
  await openSecretivePage(page);
  const reached = await reachedByJob(page, true);
  expect(Object.keys(reached).length).toBe(23);
  expect(got(reached)).toEqual({});
  expect(reached["otherJobsFiles"]).toContain("an isolated job has no file");
  expect(reached["filesOutside"]).toContain("an isolated job has no file");
});

test("[HB40] the same function beside the page reaches storage, so the attempts can succeed; a worker without any frame reaches the network, too", async ({ page }) => {
  test.setTimeout(180_000);
  await openSecretivePage(page);
  const beside = await reachedByJob(page, false);
  expect(got(beside)).toMatchObject({ indexedDB: "secret draft", privateFiles: "secret file", caches: "secret answer", locks: "weir-secret", broadcast: "arrived: from a worker", nestedIndexedDB: "weir-designer" });
  expect(refused(beside)).toEqual(expect.arrayContaining(["fetch", "xhr", "webSocket", "importScripts", "nestedFetch", "workerByUrl"]));

  const alone = await page.evaluate(async (text) => {
    const source = `onmessage = async ({ data }) => { const probe = async (g, home, skipped) => {${text}}; postMessage(await probe(globalThis, data, ["otherJobsFiles", "filesOutside"])) }`;
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    const answer = new Promise<Reached>((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
    worker.postMessage(location.origin);
    return answer;
  }, reachProbe);
  expect(got(alone)).toMatchObject({ indexedDB: "secret draft", fetch: "200", xhr: "reached", importScripts: "reached", nestedFetch: "200", workerByUrl: "reached" });
});

/** The cell's own document, which runs nothing of a job. */
async function cellOf(page: Page): Promise<Frame> {
  await page.evaluate((document) => jobs.start({ document, mode: "freeRunning" }, true).then(() => undefined), hostileJob("http://127.0.0.1:9"));
  const cell = page.frames().find((frame) => frame.url() === "about:srcdoc");
  if (cell === undefined) throw new Error("no cell");
  return cell;
}

test("[HB40] the cell's own document has an origin of its own: neither storage nor the page, no window and no network", async ({ page }) => {
  await openSecretivePage(page);
  const cell = await cellOf(page);
  const found = await cell.evaluate(async () => {
    const attempt = async (action: () => unknown): Promise<string> => {
      try {
        return String(await action());
      } catch (error) {
        return `refused: ${error instanceof Error ? error.name : String(error)}`;
      }
    };
    return {
      origin: self.origin,
      isolated: String(crossOriginIsolated),
      localStorage: await attempt(() => localStorage.length),
      sessionStorage: await attempt(() => sessionStorage.length),
      cookie: await attempt(() => document.cookie),
      indexedDB: await attempt(() => indexedDB.open("weir-designer")),
      parent: await attempt(() => parent.document.title),
      top: await attempt(() => top?.document.title),
      navigateTop: await attempt(() => void (top as Window & { location: string | Location }).location.assign("about:blank")),
      open: await attempt(() => (window.open("about:blank") === null ? Promise.reject(new Error("no window")) : "opened")),
      fetch: await attempt(() => fetch("http://127.0.0.1:9/").then(() => "sent")),
      serviceWorker: await attempt(() => navigator.serviceWorker.getRegistrations().then(({ length }) => length)),
    };
  });
  const { origin, isolated, ...attempts } = found;
  expect({ origin, isolated }).toEqual({ origin: "null", isolated: "true" });
  expect(got(attempts)).toEqual({});
});

test("[HB40] planted: a frame that shares the page's origin after all is not used; one that forgets to look loses everything", async ({ page }) => {
  test.setTimeout(180_000);
  const right = await readFile(join(import.meta.dirname, "..", "..", "dist", "job-frame.html"), "utf8");
  const open = right.replace(`cell.sandbox = "allow-scripts"`, `cell.sandbox = "allow-scripts allow-same-origin"`);
  const blind = open.replace(`origin !== "null"`, "false");
  expect(new Set([right, open, blind]).size).toBe(3);
  let body = open;
  await rewrite(page, "**/job-frame.html", () => ({ body }));
  await openSecretivePage(page);
  const refusal = await page.evaluate((document) => jobs.refusal(document), hostileJob("http://127.0.0.1:9"));
  expect(refusal).toContain("this browser opens no isolated frame");

  body = blind;
  await openSecretivePage(page);
  expect(Object.keys(got(await reachedByJob(page, true)))).toEqual(expect.arrayContaining(["indexedDB", "privateFiles", "caches", "locks", "broadcast"]));
});
