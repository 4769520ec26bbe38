import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { slowness } from "../testing/slowness.ts";

const place = mkdtempSync(join(tmpdir(), "weir-stop-"));
afterAll(() => rmSync(place, { recursive: true }));
const slowMachineMs = 240_000;
/** What the rules promise, and as much again. */
const stopsWithinMs = 4_000;

const fields = [{ name: "id", type: "BIGINT" }];

interface JobShape {
  readonly config: Readonly<Record<string, string>>;
  readonly rowCount: number;
  readonly rowsPerSecond: number;
}

/** Lasts a quarter of an hour by default, so that whoever wants to stop it finds it running, however slow the machine is. */
function jobFile(name: string, body: string, { config = {}, rowCount = 90_000, rowsPerSecond = 100 }: Partial<JobShape> = {}): string {
  const sequence = { id: { kind: "sequence", start: "1", end: String(rowCount) } };
  const job = {
    format: "weir.job/1",
    name,
    config: { "restart-strategy.type": "none", ...config },
    operators: [
      { id: "in", type: "datagen", name: "in", config: { fields, rowsPerSecond, options: sequence } },
      { id: "map", type: "map", name: "mapped", config: { function: body, fields } },
      { id: "out", type: "file-sink", name: "out", config: { path: "out", format: "csv", formatOptions: {} } },
    ],
    edges: [
      { id: "a", from: { operator: "in", port: "out" }, to: { operator: "map", port: "in" }, partitioner: { type: "rebalance" } },
      { id: "b", from: { operator: "map", port: "out" }, to: { operator: "out", port: "in" } },
    ],
  };
  const file = join(place, `${name}.json`);
  writeFileSync(file, JSON.stringify(job));
  return file;
}

const loops = jobFile("loops", "(() => { for (;;); })()");
const prints = jobFile("prints", "({ id: row.id })");
const keeps = jobFile("keeps", "({ id: row.id })", { config: { "execution.checkpointing.interval": "1 h" } });

class Run {
  readonly child: ChildProcess;
  readonly folder = mkdtempSync(join(place, "run-"));
  readonly ended: Promise<number | null>;
  stderr = "";

  constructor(command: readonly string[], options: { readonly detached?: boolean } = {}) {
    const environment = { ...process.env, TMPDIR: this.folder };
    const output = ["--output", this.folder];
    this.child = spawn(process.execPath, [...command, ...output], { ...options, env: environment, stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => this.child.on("close", (code) => resolve(code)));
  }

  async says(text: string): Promise<void> {
    while (!this.stderr.includes(text)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`ended without "${text}": ${this.stderr}`);
      await pause(20);
    }
  }

  /** Numbers in all published files. */
  get rows(): readonly number[] {
    const out = join(this.folder, "out");
    const parts = existsSync(out) ? readdirSync(out) : [];
    return parts.flatMap((part) => readFileSync(join(out, part), "utf8").trim().split("\n").map(Number));
  }

  /** Everything below the folders that the run was given, but published files. */
  get left(): readonly string[] {
    return readdirSync(this.folder).filter((name) => name !== "out");
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const cli = (...args: readonly string[]): readonly string[] => ["src/app/node/cli.ts", "run", ...args];

async function childrenOf(pid: number | undefined): Promise<readonly number[]> {
  for (;;) {
    const pids = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" }).stdout.split("\n").filter(Boolean).map(Number);
    if (pids.length > 0) return pids;
    await pause(20);
  }
}

function isAlive(pid: number): boolean {
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  return state !== "" && !state.startsWith("Z");
}

async function dies(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(20);
}

test.each([[], ["--deterministic"]])("[CL18] [HB25] a function without end fails its job, and the command ends with it (%j)", async (...mode) => {
  const run = new Run(cli(loops, ...mode.filter(Boolean)));
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain("FAILED: user function of mapped ran longer than 2 s");
  expect(run.left).toEqual([]);
}, slowMachineMs);

test.each([[], ["--deterministic"]])("[CL15] Ctrl-C stops a job whose function loops, and leaves nothing behind (%j)", async (...mode) => {
  for (;;) {
    const run = new Run(cli(loops, ...mode.filter(Boolean)));
    const [job = 0] = await childrenOf(run.child.pid);
    // By then it loops, where the machine is quick.
    await pause(700);
    const pressed = performance.now();
    run.child.kill("SIGINT");
    const code = await run.ended;
    const tookMs = performance.now() - pressed;
    // The watchdog of endless functions was first: that says nothing of Ctrl-C.
    if (run.stderr.includes("ran longer than")) continue;
    expect([code, run.stderr]).toEqual([130, expect.stringContaining("CANCELED")]);
    expect(tookMs).toBeLessThan(stopsWithinMs * slowness());
    return expect([isAlive(job), run.left]).toEqual([false, []]);
  }
}, slowMachineMs);

/** How the run ends when every process of its group is told, as a terminal does, and each launcher passes it on besides. */
async function groupTold(signal: "SIGINT" | "SIGTERM", file: string, ...args: readonly string[]): Promise<{ readonly run: Run; readonly code: number | null }> {
  const run = new Run(["tools/run.mjs", ...cli(file, ...args)], { detached: true });
  await run.says("job RUNNING");
  process.kill(-(run.child.pid ?? 0), signal);
  return { run, code: await run.ended };
}

test("[CL15] [CL16] one Ctrl-C is one, however many launchers pass it on: the job ends in order", async () => {
  const { run, code } = await groupTold("SIGINT", prints);
  // On a busy machine it may have to be ended, and says so; a wish counted twice shows below.
  expect([code, run.stderr]).toEqual([130, expect.stringMatching(/^CANCELED \((\d+ ms|its process was ended)\)$/m)]);
  expect(run.left).toEqual([]);
  const suspended = await groupTold("SIGTERM", keeps, "--checkpoint-dir", mkdtempSync(join(place, "checkpoints-")));
  expect([suspended.code, suspended.run.stderr]).toEqual([143, expect.stringMatching(/^SUSPENDED \(with checkpoint \d+\)$/m)]);
}, slowMachineMs);

test("[CL15] a second Ctrl-C ends at once what a first wish has asked to end, and would have waited for", async () => {
  const asked = async (): Promise<Run> => {
    const run = new Run(cli(keeps, "--checkpoint-dir", mkdtempSync(join(place, "checkpoints-"))));
    await run.says("job RUNNING");
    const [job = 0] = await childrenOf(run.child.pid);
    // Deaf to all that it is asked for, for as long as it lives.
    process.kill(job, "SIGSTOP");
    return run;
  };
  const [hurried, patient] = [await asked(), await asked()];
  for (const { child } of [hurried, patient]) child.kill("SIGTERM");
  hurried.child.kill("SIGINT");
  // Both were asked in the same moment: what the machine does besides holds up one as the other.
  expect(await Promise.race([hurried, patient].map(async (run) => (await run.ended, run)))).toBe(hurried);
  patient.child.kill("SIGINT");
  for (const run of [hurried, patient]) {
    expect([130, 143]).toContain(await run.ended);
    expect([run.stderr, run.left]).toEqual([expect.stringContaining("CANCELED (its process was ended)"), []]);
  }
}, slowMachineMs);

/** In virtual time rows come as fast as they can be made: then each is made slowly. */
const ways: readonly (readonly [body: string, mode: readonly string[]])[] = [
  ["({ id: row.id })", []],
  ["(() => { for (let i = 0; i < 200000; i++); return { id: row.id } })()", ["--deterministic"]],
];

test.each(ways)("[CL17] a service's SIGTERM takes a last checkpoint, from which the job goes on (%s, %j)", async (body, mode) => {
  const [rowCount, config] = [40_000, { "execution.checkpointing.interval": "1 h" }];
  const file = jobFile("goes-on", body, { config, rowCount });
  const quicker = jobFile("goes-on-quicker", "({ id: row.id })", { config, rowCount, rowsPerSecond: 100_000 });
  const checkpoints = mkdtempSync(join(place, "checkpoints-"));
  const run = new Run(cli(file, "--checkpoint-dir", checkpoints, ...mode));
  await run.says("job RUNNING");
  // In real time it lasts minutes; in virtual time it could be over.
  if (mode.length === 0) await pause(300);
  run.child.kill("SIGTERM");
  expect([await run.ended, run.stderr]).toEqual([143, expect.stringMatching(/^SUSPENDED \(with checkpoint \d+\)$/m)]);
  const rest = new Run(cli(quicker, "--from", checkpoints, ...mode));
  expect(await rest.ended).toBe(0);
  const rows = [run, rest].flatMap((each) => each.rows);
  expect(rows.toSorted((one, other) => one - other)).toEqual(Array.from({ length: rowCount }, (_, index) => index + 1));
}, slowMachineMs);

test("[HB24] a job's process ends by itself when whoever started it is killed, be it in the middle of an endless function", async () => {
  for (const file of [loops, prints]) {
    const run = new Run(cli(file));
    await run.says("job RUNNING");
    const [job = 0] = await childrenOf(run.child.pid);
    run.child.kill("SIGKILL");
    await dies(job);
  }
}, slowMachineMs);

test("[HB24] a command ends when the launcher that would pass signals on is killed", async () => {
  const run = new Run(["tools/run.mjs", ...cli(prints)]);
  await run.says("job RUNNING");
  const [command = 0] = await childrenOf(run.child.pid);
  const [job = 0] = await childrenOf(command);
  run.child.kill("SIGKILL");
  await dies(command);
  await dies(job);
}, slowMachineMs);

test("[HB26] a job whose process crashes has failed, and says of what", async () => {
  const run = new Run(cli(prints));
  await run.says("job RUNNING");
  const [job = 0] = await childrenOf(run.child.pid);
  process.kill(job, "SIGSEGV");
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain("FAILED: the process of the job was ended by SIGSEGV");
  expect(run.left).toEqual([]);
}, slowMachineMs);
