import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { itemsOf } from "../../stream/indices.ts";
import { writeTableLine } from "../../connectors/table/table-lines.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { RowKind } from "../../stream/row.ts";
import { compiled } from "../testing/host-contract.ts";
import { slowness } from "../testing/slowness.ts";
import { TableOutput } from "./table-output.ts";

const place = mkdtempSync(join(tmpdir(), "weir-tables-"));
afterAll(() => rmSync(place, { recursive: true }));
const slowMachineMs = 120_000;
/** What the rules promise, and as much again. */
const stopsWithinMs = 4_000;

const fields = [{ name: "id", type: "BIGINT" }];

/** Numbers without end, as fast as they come. */
function endless(sink: string, config: Record<string, unknown>): JobDocument {
  return {
    format: "weir.job/1",
    name: `endless ${sink}`,
    config: { "execution.checkpointing.interval": "200 ms" },
    operators: [
      { id: "in", type: "datagen", name: "in", config: { fields, options: {} } },
      { id: "out", type: sink, name: "out", config },
    ],
    edges: [{ id: "e", from: { operator: "in", port: "out" }, to: { operator: "out", port: "in" } }],
  };
}

function run(job: JobDocument) {
  const file = join(place, `${job.name}.json`);
  writeFileSync(file, JSON.stringify(job));
  const folder = mkdtempSync(join(place, "run-"));
  const child = spawn(process.execPath, ["src/app/node/cli.ts", "run", file], { env: { ...process.env, TMPDIR: folder }, stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.resume();
  const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
  return { child, ended, left: () => readdirSync(folder) };
}

/** Ctrl-C ends the run in time, and it leaves nothing behind. */
async function stopsAtOnce({ child, ended, left }: ReturnType<typeof run>): Promise<void> {
  const pressed = performance.now();
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  const tookMs = performance.now() - pressed;
  expect(tookMs).toBeLessThan(stopsWithinMs * slowness());
  expect(left()).toEqual([]);
}

test("[CL15] [CL19] a table is printed as it is committed, and Ctrl-C is not kept waiting by what has been", async () => {
  const runs = run(endless("table", { mode: "append", key: [] }));
  let bytes = 0;
  await new Promise<void>((resolve) => runs.child.stdout.on("data", (chunk: Buffer) => (bytes += chunk.length) > 2_000_000 && resolve()));
  await stopsAtOnce(runs);
}, slowMachineMs);

test.each(["table", "print"])("[CL15] [CL19] Ctrl-C ends a run whose rows nobody takes: %s", async (sink) => {
  const runs = run(endless(sink, sink === "table" ? { mode: "append", key: [] } : { standardError: false }));
  await new Promise((resolve) => runs.child.stdout.once("readable", resolve));
  runs.child.stdout.pause();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await stopsAtOnce(runs);
}, slowMachineMs);

/** A run's output from parts that hold these lines. */
async function printed(parts: readonly (readonly Parameters<typeof writeTableLine>[0][])[], upsertBytesMax?: number): Promise<readonly string[]> {
  const job = compiled(endless("table", { mode: "append", key: [] }));
  const id = job.topology.vertices.flatMap(({ operators }) => itemsOf(operators)).find(({ type }) => type === "table")?.id;
  const rows: string[] = [];
  const output = new TableOutput({
    job,
    read: (target) => new TextEncoder().encode((parts[Number(target.split("/").at(-1))] ?? []).map(writeTableLine).join("")),
    print: async (some) => void rows.push(...some),
    ...(upsertBytesMax === undefined ? {} : { upsertBytesMax }),
  });
  await output.take(["file/out/0", ...parts.map((_, index) => `table/${id}/${index}`)]);
  rows.push("end");
  await output.end();
  return rows;
}

test("[CL19] rows without a key come at once, those with one at the end, as the last of the key left them", async () => {
  const { insert, updateAfter, updateBefore } = RowKind;
  expect(await printed([
    [{ kind: insert, values: ["a", "1"] }, { kind: insert, values: ["k", "1"], key: "k" }, { kind: insert, values: ["gone"], key: "g" }],
    [{ kind: updateBefore, values: ["gone"], key: "g" }, { kind: updateAfter, values: ["k", "2"], key: "k" }, { kind: updateBefore, values: ["b", "2"] }],
  ])).toEqual(["+I[a, 1]", "-U[b, 2]", "end", "+U[k, 2]"]);
});

test("[CL19] an upsert table that memory has no room for fails the run, one that is replaced does not", async () => {
  const lines = (key: (index: number) => string) => Array.from({ length: 5_000 }, (_, index) => ({ kind: RowKind.insert, values: ["x".repeat(100)], key: key(index) }));
  await expect(printed([lines(String)], 1 << 20)).rejects.toThrow("out: Writer holds more than 1 MB of rows of different keys: write as many to a file sink");
  expect(await printed([lines(() => "same")], 1 << 20)).toHaveLength(2);
});

test("[CL19] a part longer than what is decoded in one go is read whole", async () => {
  const parts = [Array.from({ length: 30_000 }, (_, index) => ({ kind: RowKind.insert, values: [`${index} ${"ü".repeat(40)}`] }))];
  const rows = await printed(parts);
  expect([rows.length, rows[29_999]]).toEqual([30_001, `+I[29999 ${"ü".repeat(40)}]`]);
});
