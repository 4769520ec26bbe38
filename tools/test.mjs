// `npm test`: types, lint, unit tests (with layer rules), conformance, simulation, attempts to harm, end-to-end. Ends with one line of counts.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled, node24, root } from "./ensure-installed.mjs";
import { ensureBrowser } from "./ensure-browser.mjs";

const simulationSeeds = 2000;
const withoutBrowser = process.argv.includes("--no-e2e");

ensureInstalled();
const node = node24();
const reports = mkdtempSync(join(tmpdir(), "weir-test-"));
const bin = (name) => join(root, "node_modules", ...name);
let passed = 0;
let failed = 0;

/** Runs a command to its end, showing its output; returns exit code and output. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A step that passes or fails as a whole. */
async function check(name, command, args) {
  const { code } = await run(command, args);
  if (code === 0) passed++;
  else failed++;
  console.log(`${code === 0 ? "ok" : "FAILED"}: ${name}`);
}

/** A step that reports how many of its cases passed. A step that dies without counting has failed. */
async function count(name, command, args, read, env) {
  const started = Date.now();
  const { code, output } = await run(command, args, env);
  const counts = read(output) ?? { passed: 0, failed: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && counts.passed + counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  console.log(`${name}: ${counts.passed} of ${counts.passed + counts.failed} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}

const lastCounts = (output) => {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return match && { passed: Number(match[1]), failed: Number(match[2]) };
};

const attemptCounts = (output) => {
  const match = [...output.matchAll(/^(\d+) attempts, (\d+) succeeded$/gm)].at(-1);
  return match && { passed: Number(match[1]) - Number(match[2]), failed: Number(match[2]) };
};

const vitestCounts = () => {
  const file = join(reports, "vitest.json");
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, "utf8"));
  // A file that does not load has no failing tests of its own.
  const broken = report.testResults.filter((each) => each.status === "failed" && each.assertionResults.every((one) => one.status !== "failed"));
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numPendingTests + broken.length };
};

const playwrightCounts = () => {
  const file = join(reports, "playwright.json");
  if (!existsSync(file)) return undefined;
  const { stats } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
};

const tsc = bin(["typescript", "bin", "tsc"]);
for (const project of ["core", "browser", "node"]) await check(`types (${project})`, node, [tsc, "-p", `tsconfig.${project}.json`]);
await check("lint", node, [bin(["oxlint", "bin", "oxlint"]), "--deny-warnings"]);
await count("unit", node, [bin(["vitest", "vitest.mjs"]), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "vitest.json")}`], vitestCounts);
const cases = join(root, "tools", "conformance", "cases");
await count("conformance", node, ["tools/conformance.ts", ...readdirSync(cases).map((file) => join(cases, file))], lastCounts);
// Two halves at once: a seed needs one core, the machines that run this have two.
const half = simulationSeeds / 2;
await Promise.all(
  [1, 1 + half].map((from) => count("simulation", node, ["tools/fuzz.ts", "--seeds", String(half), "--from", String(from)], lastCounts)),
);
const attempts = (...host) => count(`attempts (${host.at(-1)})`, node, ["tools/attempts.ts", "--once", ...host], attemptCounts);
await attempts("--host", "node");
if (!withoutBrowser) {
  const browser = await ensureBrowser();
  await check("build", node, [bin(["vite", "bin", "vite.js"]), "build", "--logLevel", "warn"]);
  process.env.WEIR_CHROMIUM = browser;
  await attempts("--host", "chromium");
  const env = { WEIR_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, "playwright.json") };
  await count("end to end", node, [bin(["@playwright", "test", "cli.js"]), "test", "--reporter=list,json"], playwrightCounts, env);
}
rmSync(reports, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
