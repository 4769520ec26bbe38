import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bundledScript } from "../../expression/testing/bundled-thread.ts";
import { keepScript } from "../testing/kept-script.ts";
import { bundleThreads } from "./thread-bundle.ts";

const place = mkdtempSync(join(tmpdir(), "weir-second-wall-"));
const slowMachineMs = 240_000;
afterAll(() => rmSync(place, { recursive: true }));

const folder = join(import.meta.dirname, "..", "testing", "second-wall");
const scripts = join(place, "scripts");
mkdirSync(scripts);
const { boot } = await bundleThreads();
for (const name of ["open-task-thread", "open-whole-thread"]) await keepScript(join(folder, `${name}.ts`), join(scripts, `${name}.cjs`), boot);
writeFileSync(join(scripts, "unsealed-boot.cjs"), await bundledScript(join(folder, "unsealed-boot.ts")));

interface Attempt {
  readonly name: string;
  /** An expression over `get`, which loads a built-in module, `secret`, `loot`, `port` and `url`. Fails by throwing. */
  readonly code: string;
  /** The wall that stops it while the other is away. */
  readonly wall: "permissions" | "seal";
  /** Shows its success only at the server of the test, under its name. */
  readonly isHeard?: boolean;
}

const request = (name: string): string => JSON.stringify(`GET /${name} HTTP/1.0\r\n\r\n`);

const attempts: readonly Attempt[] = [
  { name: "read-file", wall: "permissions", code: "get('fs').readFileSync(secret, 'utf8')" },
  { name: "read-passwd", wall: "permissions", code: "get('fs').readFileSync('/etc/passwd', 'utf8').length" },
  { name: "read-environment", wall: "permissions", code: "get('fs').readFileSync('/proc/self/environ', 'utf8').length" },
  { name: "read-descriptors", wall: "permissions", code: "get('fs').readdirSync('/proc/self/fd').length" },
  { name: "list-folder", wall: "permissions", code: "get('fs').readdirSync('/').length" },
  { name: "write-file", wall: "permissions", code: "get('fs').writeFileSync(loot, 'x')" },
  { name: "write-by-link", wall: "permissions", code: "get('fs').symlinkSync(secret, loot + '-link')" },
  { name: "write-by-hard-link", wall: "permissions", code: "get('fs').linkSync(secret, loot + '-hard')" },
  { name: "write-by-sqlite", wall: "permissions", code: "new (get('sqlite').DatabaseSync)(loot + '.db').exec('create table t(x)')" },
  { name: "write-heap", wall: "permissions", code: "get('v8').writeHeapSnapshot(loot + '.heap')" },
  { name: "write-report", wall: "permissions", code: "process.report.writeReport(loot + '.report')" },
  { name: "spawn", wall: "permissions", code: "String(get('child_process').execSync('id'))" },
  { name: "thread-without-permissions", wall: "permissions", code: "new (get('worker_threads').Worker)('0', { eval: true, execArgv: [] })" },
  { name: "loader-thread", wall: "permissions", code: "get('module').register('data:text/javascript,0')" },
  { name: "binding", wall: "permissions", code: "process.binding('tcp_wrap')" },
  { name: "wasi", wall: "permissions", code: "new (get('wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } })" },
  { name: "inspector", wall: "permissions", code: "new (get('inspector').Session)().connect()" },
  { name: "signal-parent", wall: "seal", code: "process.kill(process.ppid, 0)" },
  { name: "signal-parent-raw", wall: "seal", code: "process._kill(process.ppid, 0) === 0 || get('none')" },
  { name: "priority-of-parent", wall: "seal", code: "get('os').getPriority(process.ppid) + get('os').userInfo().username" },
  { name: "listen", wall: "seal", code: "get('net').createServer().listen(0).listening || get('none')" },
  { name: "datagram", wall: "seal", code: "get('dgram').createSocket('udp4').bind(0)" },
  { name: "connect", wall: "seal", isHeard: true, code: `get('net').connect(port, '127.0.0.1').end(${request("connect")})` },
  { name: "fetch", wall: "seal", isHeard: true, code: "fetch(url + 'fetch')" },
  { name: "import", wall: "seal", isHeard: true, code: "(() => { const { constructor: M } = process.mainModule; new M('x')._compile(importing, '/x.cjs'); })()" },
  { name: "http", wall: "seal", isHeard: true, code: "get('http').get(url + 'http')" },
  { name: "websocket", wall: "permissions", code: "new WebSocket(url)" },
  { name: "main-module", wall: "seal", code: "process.mainModule.require('net').connect" },
  { name: "engine-flags", wall: "seal", code: "get('v8').setFlagsFromString('--no-lazy')" },
];

const secret = join(place, "secret");
writeFileSync(secret, "secret");

/** The attempts as rows, and after them rows that keep the job alive until what was sent has arrived. */
function attemptingJob(where: string, port: number): string {
  const prelude = `const get = (name) => process.getBuiltinModule('node:' + name) ?? (() => { throw new Error(name) })();
    const secret = ${JSON.stringify(secret)}, loot = ${JSON.stringify(lootIn(where))}, port = ${port}, url = 'http://127.0.0.1:${port}/',
      importing = ${JSON.stringify(`import('node:net').then((net) => net.connect(${port}).end(${request("import")}))`)};`;
  const rows = attempts.map(({ name, code }) => [name, `(() => { ${prelude} return ${code}; })()`]);
  const waiting = Array.from({ length: 30 }, () => ["wait", "0"]);
  const fields = [{ name: "name", type: "STRING" }, { name: "code", type: "STRING" }];
  const job = {
    format: "weir.job/1",
    name: "attempts",
    config: { "restart-strategy.type": "none" },
    operators: [
      { id: "in", type: "values", name: "in", config: { fields, rows: [...rows, ...waiting], repeat: false, intervalMs: 50 } },
      { id: "try", type: "map", name: "try", config: { function: "({ line: row.name })", fields: [{ name: "line", type: "STRING" }] } },
      { id: "print", type: "print", name: "print", config: { standardError: false } },
    ],
    edges: [
      { id: "a", from: { operator: "in", port: "out" }, to: { operator: "try", port: "in" } },
      { id: "b", from: { operator: "try", port: "out" }, to: { operator: "print", port: "in" } },
    ],
  };
  const file = join(where, "attempts.json");
  writeFileSync(file, JSON.stringify(job));
  return file;
}

const lootIn = (where: string): string => join(where, "loot");

interface Gained {
  /** Names of the attempts that succeeded. */
  readonly names: readonly string[];
  /** Something was written. */
  readonly loot: boolean;
}

/** What the attempts come to with the language wall away and `walls` standing. */
async function gained(walls: "both" | "permissions" | "neither", ...mode: readonly string[]): Promise<Gained> {
  const where = mkdtempSync(join(place, "run-"));
  /** What reached the server of this run, by path. */
  const requested = new Set<string>();
  const server = createServer((asked, response) => {
    requested.add(asked.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  const args = [join(folder, "run-open.ts"), walls, scripts, "run", attemptingJob(where, port), "--output", where, ...mode];
  const { stdout, code } = await new Promise<{ stdout: string; code: unknown }>((resolve) => {
    execFile(process.execPath, args, (error, out, err) => resolve({ stdout: out, code: error === null ? 0 : `${error.code}: ${err}` }));
  });
  expect(code).toBe(0);
  // Comes behind all that was sent: what has arrived is heard by then.
  await fetch(`http://127.0.0.1:${port}/last`);
  server.close();
  const told = (name: string): boolean => stdout.includes(`+I[${name} won]`);
  for (const { name } of attempts) expect(stdout).toMatch(new RegExp(`\\+I\\[${name} (won|lost)\\]`));
  const won = attempts.filter(({ name, isHeard }) => (isHeard ? requested.has(`/${name}`) : told(name)));
  return { names: won.map(({ name }) => name), loot: existsSync(lootIn(where)) };
}

const all = attempts.map(({ name }) => name);

// Most of a run is waiting for its rows: all go on at once.
for (const mode of [[], ["--deterministic"]]) {
  test.concurrent(`[HB20] [HB21] with the language wall taken away, a function reaches nothing (${mode.join()})`, async () => {
    expect(await gained("both", ...mode)).toEqual({ names: [], loot: false });
  }, slowMachineMs);
}

test.concurrent("[HB20] unsealed, a thread still reaches no file, program, thread or native code", async () => {
  const withoutSeal = attempts.filter(({ wall }) => wall === "seal").map(({ name }) => name);
  expect((await gained("permissions")).names.toSorted()).toEqual(withoutSeal.toSorted());
}, slowMachineMs);

test.concurrent("[HB20] the same function without either wall does as it likes: the attempts are real", async () => {
  const { names, loot } = await gained("neither");
  expect([names.toSorted(), loot]).toEqual([all.toSorted(), true]);
}, slowMachineMs);
