import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { FunctionSource } from "./function-source.ts";
import type { SandboxCall, SandboxResult } from "./testing/sandbox-thread.ts";

let thread: Worker;
let early: string;

beforeAll(async () => {
  process.env["TZ"] = "America/New_York";
  thread = new Worker(new URL("./testing/sandbox-thread.ts", import.meta.url), { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const [started] = (await once(thread, "message")) as [{ readonly early: string }];
  ({ early } = started);
});
afterAll(() => thread.terminate());

async function results(calls: readonly SandboxCall[]): Promise<readonly SandboxResult[]> {
  thread.postMessage(calls);
  const [answer] = (await once(thread, "message")) as [readonly SandboxResult[]];
  return answer;
}

const source = (text: string): FunctionSource => ({ field: "function", source: text, parameters: ["row"] });
const valueOf = async (text: string, row: unknown = {}): Promise<unknown> => (await results([{ source: source(text), rows: [row] }]))[0];

it("[SB2] nothing compiles before the thread is locked, and locking twice is locking once", () => {
  expect(early).toContain("[SB2]");
});

it("[SB1] expressions and bodies over named parameters", async () => {
  const sum: FunctionSource = { field: "f", source: "let sum = 0;\nfor (const n of row.list) sum += n;\nreturn sum;", parameters: ["row"] };
  expect(await results([{ source: sum, rows: [{ list: [1, 2, 3] }] }])).toEqual([{ value: 6 }]);
  expect(await valueOf("({ double: row.n * 2 })", { n: 4 })).toEqual({ value: { double: 8 } });
  expect(await valueOf("row.n // comment at the end", { n: 4 })).toEqual({ value: 4 });
});

it("[SB1] a text that is not one expression does not become a function", async () => {
  expect(await valueOf("row); (row")).toMatchObject({ field: "function", line: 1, column: 4 });
});

it("[SB3] the global a function sees is frozen, and holds nothing between calls", async () => {
  const calls: SandboxCall[] = [
    { source: source("Object.isFrozen(Function.prototype)"), rows: [{}] },
    { source: source("Object.isFrozen(Array.prototype) && Object.isFrozen(Math)"), rows: [{}] },
    { source: source("kept = row.n; return kept"), rows: [{ n: 1 }] },
  ];
  const [first, second, third] = await results(calls);
  expect(first).toMatchObject({ failure: "Function is not available in a function" });
  expect(second).toEqual({ value: true });
  expect(third).toMatchObject({ failure: "kept is not available in a function" });
});

it.each(["fetch", "process", "globalThis", "eval", "Function", "setTimeout", "WebAssembly", "SharedArrayBuffer", "WeakRef", "Intl", "Float64Array"])(
  "[SB4] %s is not there",
  async (name) => expect(await valueOf(name)).toMatchObject({ failure: expect.stringContaining(`${name} is not available in a function`), line: 1, column: 1 }),
);

it.each([
  ["new Date(2024, 6, 1).getTime()", 1_719_792_000_000],
  ["new Date('2024-07-01T00:00:00').toISOString()", "2024-07-01T00:00:00.000Z"],
  ["new Date('2024-07-01T00:00:00-04:00').toISOString()", "2024-07-01T04:00:00.000Z"],
  ["new Date('1 July 2024 10:00 EST').toISOString()", "2024-07-01T15:00:00.000Z"],
  ["new Date(0).getHours()", 0],
  ["new Date(new Date(7)).getTime()", 7],
  ["String(new Date(NaN))", "Invalid Date"],
  ["['b', 'a', 'B'].sort((x, y) => x.localeCompare(y)).join('')", "Bab"],
])("[SB5] %s is the same everywhere", async (text, value) => expect(await valueOf(text)).toEqual({ value }));

it.each(["new Date()", "Date.now()", "Date()", "Math.random()"])("[SB5] %s has no answer", async (text) => {
  expect(await valueOf(text)).toMatchObject({ failure: expect.stringMatching(/no current time|no unseeded chance/) });
});

it.each([
  ["Promise.reject(1)", "Promise is not available"],
  ["(async () => { throw 1 })()", "functions are synchronous"],
  ["({ async *m() {} }).m()", "functions are synchronous"],
  ["for await (const each of []);", ""],
  ["Array.fromAsync([1], () => { throw 1 })", "Array.fromAsync is not a function"],
  ["[].constructor.fromAsync([1])", "fromAsync is not a function"],
])("[SB8] [SB47] there is no way to a promise: %s", async (text, failure) => {
  expect(await valueOf(text)).toMatchObject({ failure: expect.stringContaining(failure) });
});

it("[SB9] a failure says what was thrown, and on which line of which field", async () => {
  const texts = ["const n = row.n;\nthrow new RangeError(`no ${n}`);", "throw 'text'", "throw null", "throw { toString() { return 'guest code' } }"];
  const failures = await results(texts.map((text) => ({ source: source(text), rows: [{ n: 7 }] })));
  expect(failures[0]).toEqual({ failure: "RangeError: no 7", field: "function", line: 2, column: 7 });
  expect(failures.slice(1).map((each) => "failure" in each && each.failure)).toEqual(["text", "null", "thrown object"]);
});

it.each([
  ["a prototype chain that never ends", "const p = () => new Proxy({}, { getPrototypeOf: p, getOwnPropertyDescriptor: () => undefined }); throw p();", "thrown object"],
  ["a message of 400 MB", "throw new Error('y'.repeat(4e8))", "Error: a text of 400000000 characters"],
  ["a message that is a function", "throw Object.defineProperty(new Error('x'), 'message', { value: () => 1 })", "Error"],
  ["a message that never ends", "throw Object.defineProperty(new Error('x'), 'message', { get() { for (;;); } })", "Error"],
  ["a stack that is a function", "throw Object.defineProperty(new Error('x'), 'stack', { value: () => 1 })", "Error: x"],
  ["a spoofed place", "const e = new Error('x'); e.field = 'f'.repeat(1000); e.line = NaN; e.name = 'OperatorError'; throw e", "Error: x"],
  ["a name that never ends", "class E extends Error { get name() { for (;;); } }; throw new E('x')", "Error: x"],
])("[SB9] [SB20] %s does not stop the failure from being told", async (_, text, failure) => {
  expect(await valueOf(text)).toMatchObject({ failure, field: "function" });
});

it.each([
  ["row.word.length + row.a.b", { line: 1, column: 25 }],
  ["row.n > 1\n  ? row.a.b\n  : 0", { line: 2, column: 11 }],
  ["const n = row.n;\nreturn row.a.b + n;", { line: 2, column: 14 }],
])("[SB9] [SB11] an error of %j comes with its record and its place", async (text, place) => {
  const rows = [{ word: "weir", n: 2, a: { b: 1 } }, { word: "lock", n: 7 }];
  const [result] = await results([{ source: source(text), rows, attributed: true }]);
  expect(result).toMatchObject({ failure: expect.stringContaining("TypeError"), field: "function", record: rows[1], ...place });
});

it("[SB9] a result that its operator refuses is an error of the function, with its record", async () => {
  const [result] = await results([{ source: source("row.n"), rows: [{ n: 6 }, { n: 7 }], attributed: true }]);
  expect(result).toMatchObject({ failure: "seven is refused", field: "function", record: { n: 7 } });
});

it.each([0, 1, 2, 3])("[SB9] functions of %i parameters are guarded alike", async (count) => {
  const parameters = ["row", "b", "c"].slice(0, count);
  const call: SandboxCall = { source: { field: "f", source: "null.x", parameters }, rows: [{ n: 1 }], attributed: true };
  expect((await results([call]))[0]).toMatchObject({ failure: expect.stringContaining("TypeError"), line: 1, column: 6, record: { n: 1 } });
});
