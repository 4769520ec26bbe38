import type { LanguageAttempt, JobText } from "./attempt.ts";

/** Fields of the rows that the functions get; the same for what they collect. */
const fields = [
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
  { name: "d", type: "DECIMAL(10, 2)" },
  { name: "t", type: "TIMESTAMP(6)" },
  { name: "b", type: "BYTES" },
  { name: "a", type: "ARRAY<INT>" },
  { name: "m", type: "MAP<STRING, INT>" },
  { name: "r", type: "ROW<x INT>" },
  { name: "raw", type: "RAW" },
];

const row = (n: number): readonly unknown[] => ["weir", n, "1.50", "1970-01-01 00:00:00.000005", "010203", [1, 2], { k: 1 }, { x: 1 }, { p: [1] }];

const states = [
  { kind: "value", name: "s", type: "ARRAY<INT>" },
  { kind: "list", name: "l", type: "INT" },
  { kind: "map", name: "mm", keyType: "STRING", type: "RAW" },
];

/** The editor's check knows `row` and its fields; what is tried here is the wall below, so functions see the row by another name. */
const unseen = (body: string): string => body.replace(/\brow\b/g, "rw");

/** Runs the bodies and leaves the last result in `v`, as text. */
const running = (bodies: readonly string[]): string =>
  `let v; try { ${bodies.map((body) => `v = (function () {\n${unseen(body)}\n})();`).join("\n")}
v = typeof v === "object" ? typeof v : String(v) } catch (e) { v = "threw " + (e && e.message) }`;

/** Row that a function sends on before and after the attempt: what happens to it on the way happened to another's record. */
const victim = (at: number): string =>
  `collect({ word: "victim", n: ${at}, d: "2.50", t: 7, a: [3, 4], m: new Map([["k", 2]]), r: { x: 2 } });`;

/**
 * A job that runs attempts side by side, each in subtasks of its own. Per attempt: a process function that gets two rows of one key and runs
 * the last body at the second, those before it at the first (a single one at both); behind it, in the same thread, another function
 * that runs the last body once more at both. Results of the last body are printed as `@@number "text"`.
 */
export function languageJob(attempts: readonly LanguageAttempt[], mode: "freeRunning" | "deterministic"): JobText {
  // The rows come some time apart, in which what a function has left behind is run.
  const operators: object[] = [
    { id: "src", type: "values", name: "src", config: { fields, rows: [row(1), row(2)], repeat: false, intervalMs: 20 } },
  ];
  const edges: object[] = [];
  for (const [at, { body }] of attempts.entries()) {
    const last = body.at(-1) ?? "";
    const print = `ctx.log("@@${at} " + JSON.stringify(v.slice(0, 300)));`;
    const first = body.length > 1 ? running(body.slice(0, -1)) : `${running(body)}\n${print}`;
    const attempt = `if (rw.n === 1) {\n${first}\n} else {\n${running([last])}\n${print}\n}`;
    const processElement = `const rw = [row][0];\n${victim(at)}\n${attempt}\ncollect(rw);\n${victim(at)}`;
    const flatMap = `const rw = [row][0]; const ctx = [{}][0];
if (row.word === "weir") { ${running([last])}\ncollect({ word: "@@${at} " + JSON.stringify(v.slice(0, 300)) + "@@", n: 1 }); }
else collect(rw);`;
    operators.push(
      { id: `p${at}`, type: "process", name: `p${at}`, config: { processElement, onTimer: "", states, fields, sideOutputs: [] } },
      { id: `f${at}`, type: "flat-map", name: `f${at}`, config: { function: flatMap, fields } },
      { id: `o${at}`, type: "print", name: `o${at}`, config: { standardError: false } },
    );
    edges.push(
      { id: `e${at}`, from: { operator: "src", port: "out" }, to: { operator: `p${at}`, port: "in" }, partitioner: { type: "hash", key: ["word"] } },
      { id: `g${at}`, from: { operator: `p${at}`, port: "out" }, to: { operator: `f${at}`, port: "in" } },
      { id: `h${at}`, from: { operator: `f${at}`, port: "out" }, to: { operator: `o${at}`, port: "in" } },
    );
  }
  return { format: "weir.job/1", name: "attempts", config: { "restart-strategy.type": "none" }, operators, edges, run: { mode, seed: 1 } };
}

/** What a harmless function does in `languageJob`. */
export const harmless: LanguageAttempt = { kind: "language", class: "harmless", name: "nothing", body: ["return 0"], safe: "^0$" };

/** What one attempt of a `languageJob` printed. */
export interface Printed {
  /** Results of the last body, in order. */
  readonly results: readonly string[];
  /** Rows of others that came out, without their attempt's number. */
  readonly victims: readonly string[];
  /** First fields of all rows of the attempt that belong to nobody else. */
  readonly words: readonly string[];
}

/** How often the last body of an attempt is run. */
export const resultsOf = ({ body }: LanguageAttempt): number => (body.length > 1 ? 3 : 4);

/** Sorts the lines of a run by attempt. */
export function readPrinted(lines: readonly string[], attempts: number): readonly Printed[] {
  const printed = Array.from({ length: attempts }, () => ({ results: [] as string[], victims: [] as string[], words: [] as string[] }));
  for (const line of lines) {
    const result = /(?:^|^log of \S+: |\+I\[)@@(\d+) (".*")(?:@@, 1, null.*)?$/.exec(line);
    const other = /^([+-][IUDB])\[victim, (\d+), (.*)\]$/.exec(line);
    if (result) printed[Number(result[1])]?.results.push(textOf(result[2] ?? ""));
    else if (other) printed[Number(other[2])]?.victims.push(`${other[1]}[${other[3]}]`);
    else {
      const word = /^[^[]*\[([^,]*), /.exec(line)?.[1];
      if (word !== undefined) for (const each of printed) each.words.push(word);
    }
  }
  return printed;
}

function textOf(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}
