import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const place = mkdtempSync(join(tmpdir(), "weir-terminal-"));
afterAll(() => rmSync(place, { recursive: true }));

/** Clears the screen, writes the clipboard, goes back over its own line and forges two lines of Weir's. */
const hostile = "\u001b[2J\u001b]52;c;ZXZpbA==\u0007\r\u009b2K\u202e\nFINISHED (12 ms)\n+I[forged, row]";
const field = { name: "word", type: "STRING" };
const port = (operator: string, name: string) => ({ operator, port: name });

/** A job that says `hostile` wherever a job can say something. */
function job(processElement: string) {
  return {
    format: "weir.job/1",
    name: hostile,
    config: { "restart-strategy.type": "none", [hostile]: hostile },
    operators: [
      { id: "src", type: "values", name: hostile, config: { fields: [field], rows: [[hostile]], repeat: false, intervalMs: 0 } },
      { id: "proc", type: "process", name: `proc${hostile}`, config: { processElement, onTimer: "", states: [], fields: [field], sideOutputs: [] } },
      { id: "out", type: "print", name: "out", config: { standardError: false } },
      { id: "err", type: "print", name: "err", config: { standardError: true, identifier: hostile } },
      { id: "table", type: "table", name: "table", config: { mode: "append" } },
    ],
    edges: [
      { id: "e0", from: port("src", "out"), to: port("proc", "in"), partitioner: { type: "hash", key: ["word"] } },
      ...["out", "err", "table"].map((sink) => ({ id: sink, from: port("proc", "out"), to: port(sink, "in") })),
    ],
  };
}

function weir(...args: string[]) {
  return spawnSync(process.execPath, ["src/app/node/cli.ts", ...args], { encoding: "utf8" });
}

function fileOf(name: string, content: unknown): string {
  const file = join(place, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** What a terminal would act on, and lines that are not what they claim to be. */
function harm(text: string, forgeable = /^(FINISHED \(12 ms\)|\+I\[forged, row\])/): string[] {
  return text.split("\n").filter((line) => forgeable.test(line) || /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(line));
}

const logging = fileOf("logging.json", job(`ctx.log(${JSON.stringify(hostile)}); collect({ word: row.word })`));
const throwing = fileOf("throwing.json", job(`throw new Error(${JSON.stringify(hostile)})`));

test("[CL30] rows, logs, names and warnings of a run act on no terminal and forge no line", () => {
  const log = join(place, "run.log");
  const { status, stdout, stderr } = weir("run", logging, "--deterministic", "--log", log);
  expect([status, harm(stdout), harm(stderr)]).toEqual([0, [], []]);
  // Both sinks, and each row is one line.
  expect(stdout.split("\n").filter((line) => line.startsWith("+I[\\u001b[2J"))).toHaveLength(2);
  expect(stderr).toMatch(/^log of proc\\u001b.*: \\u001b\[2J.*\\nFINISHED/m);
  expect(harm(readFileSync(log, "utf8"))).toEqual([]);
  const replayed = weir("replay", log);
  expect([replayed.status, harm(replayed.stdout)]).toEqual([0, []]);
});

test("[CL30] so do errors of functions, and what explain, plan and validate print", () => {
  const failed = weir("run", throwing, "--deterministic");
  expect([failed.status, harm(failed.stdout), harm(failed.stderr)]).toEqual([1, [], []]);
  expect(failed.stderr).toContain("\\nFINISHED (12 ms)\\n+I[forged, row]");
  for (const command of ["explain", "plan", "validate"]) {
    const said = weir(command, logging);
    expect([command, said.status, harm(said.stdout), harm(said.stderr)]).toEqual([command, 0, [], []]);
    expect(said.stdout.length).toBeGreaterThan(20);
  }
  expect(JSON.parse(weir("plan", logging).stdout)).toMatchObject({ name: hostile });
});

test("[CL30] so do wrong jobs, wrong files and wrong command lines", () => {
  const wrong = job("ctx.log('x')");
  const stray = fileOf("stray.json", { ...wrong, operators: [...wrong.operators, { id: hostile, type: hostile, name: "x", config: {} }] });
  const unread = fileOf("unread.json", { ...wrong, operators: [{ id: "src", type: "file-source", name: "f", config: { files: [hostile], format: "csv", formatOptions: {}, fields: [field] } }, ...wrong.operators.slice(1)] });
  const broken = fileOf("broken.json", `{ "format": "weir.job/1", "name": "${"\u001b[2J"}`);
  for (const args of [["run", stray], ["validate", stray], ["run", unread], ["run", broken], ["run", join(place, hostile)], ["run", logging, "--seed", hostile], [hostile, logging], ["replay", broken]]) {
    const { status, stdout, stderr } = weir(...args);
    expect([args[0], status, harm(stdout), harm(stderr)]).toEqual([args[0], 2, [], []]);
    expect(stdout.length + stderr.length).toBeGreaterThan(10);
  }
});

test("[CL31] --raw gives rows as they are, and only rows", () => {
  const { status, stdout, stderr } = weir("run", logging, "--deterministic", "--raw");
  expect([status, stdout]).toEqual([0, `+I[${hostile}]\n`.repeat(2)]);
  expect(harm(stderr)).toEqual([]);
  // The unprotected control: what the escape is for is there.
  expect(harm(stdout)).not.toEqual([]);
});

test("[CL30] nothing of the command line writes past the place that escapes", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== "terminal.ts");
  expect(files).toContain("run-command.ts");
  const writers = files.filter((file) => /process\.std(out|err)\.write|console\.\w+\(/.test(readFileSync(join(import.meta.dirname, file), "utf8")));
  expect(writers).toEqual([]);
});
