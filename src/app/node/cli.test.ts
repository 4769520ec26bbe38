import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const place = mkdtempSync(join(tmpdir(), "weir-cli-"));
afterAll(() => rmSync(place, { recursive: true }));

/** Orders of a file, counted by customer, into a table and files. */
const job = {
  format: "weir.job/1",
  name: "orders",
  config: { "parallelism.default": "2", "execution.checkpointing.interval": "20 ms" },
  operators: [
    {
      id: "orders",
      type: "file-source",
      name: "orders",
      config: {
        files: ["orders"],
        format: "csv",
        formatOptions: { header: true },
        fields: [
          { name: "customer", type: "STRING" },
          { name: "amount", type: "INT" },
        ],
      },
    },
    { id: "total", type: "sum", name: "total", config: { field: "amount" } },
    { id: "table", type: "table", name: "table", config: { mode: "upsert", key: ["customer"] } },
    { id: "files", type: "file-sink", name: "files", config: { path: "out", format: "csv", formatOptions: {} } },
  ],
  edges: [
    {
      id: "e1",
      from: { operator: "orders", port: "out" },
      to: { operator: "total", port: "in" },
      partitioner: { type: "hash", key: ["customer"] },
    },
    { id: "e2", from: { operator: "total", port: "out" }, to: { operator: "table", port: "in" } },
    { id: "e3", from: { operator: "total", port: "out" }, to: { operator: "files", port: "in" } },
  ],
};
/** Numbers from 1 on, for some seconds, into files. */
const sequenceEnd = 600;
const numbers = {
  format: "weir.job/1",
  name: "numbers",
  config: { "execution.checkpointing.interval": "50 ms" },
  operators: [
    {
      id: "numbers",
      type: "datagen",
      name: "numbers",
      config: {
        fields: [{ name: "id", type: "BIGINT" }],
        rowsPerSecond: 200,
        options: { id: { kind: "sequence", start: "1", end: String(sequenceEnd) } },
      },
    },
    { id: "files", type: "file-sink", name: "files", config: { path: "out", format: "csv", formatOptions: {} } },
  ],
  edges: [{ id: "e", from: { operator: "numbers", port: "out" }, to: { operator: "files", port: "in" } }],
};

const jobFile = join(place, "job.json");
writeFileSync(jobFile, JSON.stringify(job));
const input = join(place, "orders.csv");
writeFileSync(input, "customer,amount\nann,3\nbob,4\nann,5\n");

function weir(...args: string[]) {
  return spawnSync(process.execPath, ["src/app/node/cli.ts", ...args], { encoding: "utf8" });
}

test("[CL1] a run prints what its tables hold, publishes its files, and exits with 0", () => {
  const output = mkdtempSync(join(place, "output-"));
  const { status, stdout, stderr } = weir("run", jobFile, "--deterministic", "--input", `orders=${input}`, "--output", output);
  expect({ status, stderr: stderr.includes("FINISHED") }).toEqual({ status: 0, stderr: true });
  expect(stdout.split("\n").filter((line) => line !== "").toSorted()).toEqual(["+I[ann, 8]", "+I[bob, 4]"]);
  const lines = readdirSync(join(output, "out")).flatMap((part) => readFileSync(join(output, "out", part), "utf8").trim().split("\n"));
  expect(lines.toSorted()).toEqual(["ann,3", "ann,8", "bob,4"]);
  expect(readdirSync(output)).toEqual(["out"]);
});

test("[CL2] the same seed gives the same log, which replay reads back", () => {
  const run = (log: string) => weir("run", jobFile, "--deterministic", "--seed", "5", "--input", `orders=${input}`, "--output", place, "--log", log);
  const [first, second] = [join(place, "a.log"), join(place, "b.log")];
  const hashes = [run(first), run(second)].map(({ stderr }) => /log ([0-9a-f]{16})/.exec(stderr)?.[1]);
  expect(hashes[0]).toBeDefined();
  expect(hashes[0]).toBe(hashes[1]);
  const replayed = weir("replay", first);
  expect(replayed.status).toBe(0);
  expect(replayed.stdout).toContain(`log ${hashes[0]}`);
  expect(replayed.stdout).toContain("status FINISHED");
});

test("[CL3] a job that is wrong, or a command line that is, exits with 2 and says what to mend", () => {
  const broken = join(place, "broken.json");
  writeFileSync(broken, JSON.stringify({ ...job, edges: job.edges.slice(1) }));
  const invalid = weir("validate", broken);
  expect(invalid.status).toBe(2);
  expect(invalid.stdout).toContain("total");
  expect(weir("run", broken).status).toBe(2);
  for (const [option, text, words] of [
    ["--parallelism", "none", '--parallelism must be a number, not "none"'],
    ["--parallelism", "2.5", "--parallelism must be a whole number, not 2.5"],
    ["--parallelism", "0", "--parallelism must be at least 1, not 0"],
    ["--max-workers", "999", "--max-workers must be at most 256, not 999"],
    ["--set", "execution.checkpointing.interval=1 month", 'is not a duration such as "10 s", "500 ms" or "1 min"; a number without a unit is milliseconds'],
  ] as const) {
    const usage = weir("run", jobFile, option, text);
    expect([usage.status, usage.stderr]).toEqual([2, expect.stringContaining(words)]);
  }
  const unaligned = weir("run", jobFile, "--set", "execution.checkpointing.unaligned.enabled=true");
  expect(unaligned.status).toBe(2);
  expect(unaligned.stderr).toContain("Weir takes aligned checkpoints only");
});

test.each([
  ["--set", "execution.checkpointing.interval=1 month", '--set execution.checkpointing.interval: "1 month" is not a duration such as "10 s", "500 ms" or "1 min"; a number without a unit is milliseconds.'],
  ["--set", "parallelism.default=2.5", '--set parallelism.default: "2.5" is not a whole number between 1 and 32768.'],
  ["--sett", "a=b", "Unknown option '--sett'; npm run weir -- --help says what may be written"],
])("[CL60] %s %s is refused on one line, whatever the job", (option, text, words) => {
  const refused = weir("run", join(place, "no-such-job.json"), option, text);
  expect([refused.status, refused.stderr]).toEqual([2, `${words}\n`]);
});

test("[CL61] a place that cannot be used is refused on one line before the run", () => {
  const none = join(place, "none", "x");
  for (const [option, path, words] of [
    ["--output", jobFile, `${jobFile} is not a folder`],
    ["--checkpoint-dir", jobFile, `${jobFile} is not a folder`],
    ["--checkpoint-dir", "/proc/x", "/proc/x is the system's, not a place for files"],
    ["--from", jobFile, `${jobFile} is not a folder`],
    ["--from", none, `there is no directory ${none}`],
    ["--log", none, `${none}: no such file or directory`],
    ["--log", place, `${place}: illegal operation on a directory`],
  ] as const) {
    const refused = weir("run", jobFile, "--input", `orders=${input}`, option, path);
    expect([refused.status, refused.stdout, refused.stderr]).toEqual([2, "", `${option}: ${words}\n`]);
  }
}, 60_000);

test("[CL6] files of sources that are not there are named before the job starts", () => {
  const missing = weir("run", jobFile);
  expect([missing.status, missing.stderr]).toEqual([2, "the job reads orders: give it with --input orders=FILE, or allow the folder it is in with --allow DIR\n"]);
  const wrong = weir("run", jobFile, "--input", `order=${input}`);
  expect([wrong.status, wrong.stderr]).toEqual([2, "--input order: the job reads no file of that name; it reads orders\n"]);
});

test("[CL62] the name of a file may hold =", () => {
  const named = join(place, "named.json");
  writeFileSync(named, JSON.stringify(job).replaceAll('"orders"', '"day=2026-01-01"'));
  expect(weir("run", named, "--input", `day=2026-01-01=${input}`, "--output", mkdtempSync(join(place, "named-"))).status).toBe(0);
});

test("[CL7] a run that is killed goes on with --from, and its files hold every row once; another run's files stay beside them", async () => {
  const [output, checkpoints] = [mkdtempSync(join(place, "output-")), mkdtempSync(join(place, "checkpoints-"))];
  const numbersFile = join(place, "numbers.json");
  writeFileSync(numbersFile, JSON.stringify(numbers));
  const args = ["run", numbersFile, "--output", output];
  const killed = spawn(process.execPath, ["src/app/node/cli.ts", ...args, "--checkpoint-dir", checkpoints]);
  await new Promise<void>((resolve) => {
    killed.stderr.on("data", (text: Buffer) => text.includes("checkpoint 1 complete") && killed.kill("SIGKILL"));
    killed.on("exit", () => resolve());
  });
  expect(weir(...args, "--from", checkpoints).status).toBe(0);
  const rows = (): readonly string[] =>
    readdirSync(join(output, "out")).flatMap((part) => readFileSync(join(output, "out", part), "utf8").trim().split("\n"));
  const all = Array.from({ length: sequenceEnd }, (_, index) => String(index + 1));
  expect(rows().toSorted()).toEqual(all.toSorted());
  expect(weir(...args, "--deterministic").status).toBe(0);
  expect(rows().toSorted()).toEqual([...all, ...all].toSorted());
}, 120_000);

test("[CL4] a job that fails exits with 1 and names the cause", () => {
  const wrong = join(place, "wrong.csv");
  writeFileSync(wrong, "customer,amount\nann,many\n");
  const options = ["--deterministic", "--set", "restart-strategy.type=none", "--output", place, "--input", `orders=${wrong}`];
  const failed = weir("run", jobFile, ...options);
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain('field amount: "many" is not a value of INT');
  const nullKey = join(place, "null-key.json");
  writeFileSync(nullKey, JSON.stringify({
    ...job,
    operators: [
      { id: "rows", type: "values", name: "rows", config: { fields: [{ name: "k", type: "INT" }], rows: [[null]], repeat: false, intervalMs: 0 } },
      { id: "count", type: "count", name: "count", config: { as: "n" } },
      { id: "print", type: "print", name: "print", config: {} },
    ],
    edges: [
      { id: "e1", from: { operator: "rows", port: "out" }, to: { operator: "count", port: "in" }, partitioner: { type: "hash", key: ["k"] } },
      { id: "e2", from: { operator: "count", port: "out" }, to: { operator: "print", port: "in" } },
    ],
    config: { "restart-strategy.type": "none" },
  }));
  expect(weir("run", nullKey).stderr).toContain('\nFAILED: the key is null: field "k" must not be null');
});

test("[HB31] [HB36] a job's own file starts so many workers and takes so much memory; more is for the command line to grant", () => {
  const greedy = join(place, "greedy.json");
  writeFileSync(greedy, JSON.stringify({ ...job, config: { ...job.config, "taskmanager.memory.process.size": "64 gb" } }));
  const inputs = ["--input", `orders=${input}`, "--output", mkdtempSync(join(place, "greedy-"))];
  const memory = weir("run", greedy, ...inputs);
  expect([memory.status, memory.stderr]).toEqual([2, expect.stringContaining("Grant it with --set taskmanager.memory.process.size=SIZE")]);
  expect(weir("run", greedy, ...inputs, "--set", "taskmanager.memory.process.size=5 gb").status).toBe(0);
  const workers = weir("run", jobFile, ...inputs, "--max-workers", "3");
  expect([workers.status, workers.stderr]).toEqual([2, expect.stringContaining("--max-workers N")]);
});

test("[CL5] plan and explain print the graphs, with options over the job's own", () => {
  const plan: unknown = JSON.parse(weir("plan", jobFile, "--parallelism", "3").stdout);
  expect(plan).toMatchObject({ name: "orders", type: "STREAMING" });
  expect(weir("explain", jobFile, "--parallelism", "3").stdout).toContain("parallelism 3");
});

test("[DT51] the pace of a run is the command line's, else the job's, else chosen; one that says nothing is refused", () => {
  const hashOf = (file: string, ...more: string[]): string | undefined => {
    const log = join(place, "pace.log");
    const { stderr } = weir("run", file, "--deterministic", ...more, "--input", `orders=${input}`, "--output", place, "--log", log);
    return /log ([0-9a-f]{16})/.exec(stderr)?.[1];
  };
  const paced = join(place, "paced.json");
  writeFileSync(paced, JSON.stringify({ ...job, run: { pace: { kind: "rate", rowsPerSecond: 5 } } }));
  const chosen = hashOf(jobFile);
  expect(chosen).toBeDefined();
  expect(hashOf(paced)).toBe(chosen);
  expect(hashOf(paced, "--pace", "max")).not.toBe(chosen);
  const wrong = weir("run", jobFile, "--pace", "quick");
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--pace needs max, rows a second such as 20/s, or event time such as x60, not "quick"');
});
