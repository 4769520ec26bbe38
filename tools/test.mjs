// `npm test`: types, lint, unit tests (with layer rules), conformance, simulation, attempts to harm, end-to-end. Ends with one line of counts.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import { ensureInstalled, keepCompiled, node24, root } from "./ensure-installed.mjs";
import { ensureBrowser } from "./ensure-browser.mjs";

const withoutBrowser = process.argv.includes("--no-e2e");

ensureInstalled();
keepCompiled();
const node = node24();
const reports = mkdtempSync(join(tmpdir(), "weir-test-"));
const bin = (name) => join(root, "node_modules", ...name);
const started = Date.now();
let passed = 0;
let failed = 0;
/** How long each stage took, told at the end: what to look at when the whole has become slow. */
const durations = [];
/** What failed and why, told once more at the end: who has the end of the output alone sees it. */
const failures = [];

/** Runs a command to its end, showing its output line by line behind the name of the stage; returns exit code and output. */
function run(name, command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        output += `${line}\n`;
        console.log(`${name} | ${line}`);
      });
    }
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A stage that passes or fails as a whole. */
async function check(name, command, args) {
  const began = Date.now();
  const { code, output } = await run(name, command, args);
  if (code === 0) passed++;
  else {
    failed++;
    failures.push(`${name}: ${lastLines(output)}`);
  }
  durations.push(`${name} ${seconds(began)} s`);
  console.log(`${code === 0 ? "ok" : "FAILED"}: ${name}`);
}

/** A stage that reports how many of its cases passed. One that dies without counting has failed. */
async function count(name, command, args, read, env) {
  const began = Date.now();
  const { code, output } = await run(name, command, args, env);
  const counts = read(output) ?? { passed: 0, failed: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && counts.passed + counts.failed === 0) counts.failed = 1;
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) failures.push(...(counts.failures?.length ? counts.failures : [lastLines(output)]).map((each) => `${name}: ${each}`));
  durations.push(`${name} ${seconds(began)} s`);
  console.log(`${name}: ${counts.passed} of ${counts.passed + counts.failed} (${seconds(began)} s)`);
}

const seconds = (since) => ((Date.now() - since) / 1000).toFixed(0);

const lastLines = (output) => output.trimEnd().split("\n").slice(-12).join("\n  ");

/** Title and the beginning of the error, without the colours of a terminal. */
const failure = (title, error) => `${title}\n  ${stripVTControlCharacters(error ?? "").trim().split("\n").slice(0, 6).join("\n  ")}`;

const lastCounts = (output) => {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return match && { passed: Number(match[1]), failed: Number(match[2]) };
};

const attemptCounts = (output) => {
  const match = [...output.matchAll(/^(\d+) attempts, (\d+) succeeded$/gm)].at(-1);
  return match && { passed: Number(match[1]) - Number(match[2]), failed: Number(match[2]) };
};

const vitestCounts = (file) => () => {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, "utf8"));
  // A file that does not load has no failing tests of its own.
  const broken = report.testResults.filter((each) => each.status === "failed" && each.assertionResults.every((one) => one.status !== "failed"));
  const notPassed = report.testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status !== "passed"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numPendingTests + broken.length,
    failures: [...notPassed.map((each) => failure(each.fullName, each.failureMessages[0])), ...broken.map(({ name, message }) => failure(name, message))],
  };
};

const playwrightCounts = (file) => () => {
  if (!existsSync(file)) return undefined;
  const { stats, suites } = JSON.parse(readFileSync(file, "utf8"));
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const notPassed = suites.flatMap(specs).flatMap(({ title, file: of, tests }) => tests.filter(({ status }) => status !== "expected").map(({ results }) => ({ title: `${of}: ${title}`, results })));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
    failures: notPassed.map(({ title, results }) => failure(title, results[0]?.error?.message)),
  };
};

const types = (project) => () => check(`types (${project})`, node, [bin(["typescript", "bin", "tsc"]), "-p", `tsconfig.${project}.json`]);
const lint = () => check("lint", node, [bin(["oxlint", "bin", "oxlint"]), "--deny-warnings"]);

const unitShards = 3;
const unit = (shard) => () => {
  const report = join(reports, `vitest-${shard}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return count(`unit ${shard}`, node, [bin(["vitest", "vitest.mjs"]), "run", `--shard=${shard}/${unitShards}`, ...reporters], vitestCounts(report));
};

const conformance = () => {
  const cases = join(root, "tools", "conformance", "cases");
  return count("conformance", node, ["tools/conformance.ts", ...readdirSync(cases).map((file) => join(cases, file))], lastCounts);
};

/** Seeds of each simulation: the first ones pay for what the engine learns, the last ones have both lanes end together. */
const simulationSeeds = [1000, 500, 250, 250];
const simulation = (seeds, at) => () => {
  const from = 1 + simulationSeeds.slice(0, at).reduce((sum, each) => sum + each, 0);
  return count(`simulation from ${from}`, node, ["tools/fuzz.ts", "--seeds", String(seeds), "--from", String(from)], lastCounts);
};
const attempts = (host, env) => () => count(`attempts (${host})`, node, ["tools/attempts.ts", "--once", "--host", host], attemptCounts, env);

// Each with a browser of its own: they go to whichever core is free. The files are dealt out by their size, so that none is left without.
const browserShards = 6;
const specs = readdirSync(join(root, "e2e"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".spec.ts"))
  .map((name) => join(root, "e2e", name))
  .sort((one, other) => statSync(other).size - statSync(one).size || one.localeCompare(other));
const endToEnd = (browser, shard) => () => {
  const report = join(reports, `playwright-${shard}.json`);
  const env = { WEIR_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const files = specs.filter((_, at) => at % browserShards === shard - 1);
  const args = ["test", ...files, "--reporter=list,json", `--output=${join(reports, `results-${shard}`)}`];
  return count(`end to end ${shard}`, node, [bin(["@playwright", "test", "cli.js"]), ...args], playwrightCounts(report), env);
};

/** Takes the next stage as soon as one is over: most stages need one core, and the machines that run this have two. */
async function lane(stages) {
  for (let stage = stages.shift(); stage; stage = stages.shift()) await stage();
}

const shardsOf = (stage, count) => Array.from({ length: count }, (_, at) => stage(at + 1));

// What people break most often is told first. Then come the longest stages, and last many short ones: both lanes end together.
const first = [types("core"), types("browser"), types("node"), lint];
const long = [...shardsOf(unit, unitShards), attempts("node")];
const short = [conformance, ...simulationSeeds.map(simulation)];
if (!withoutBrowser) {
  const browser = await ensureBrowser();
  first.unshift(() => check("build", node, [bin(["vite", "bin", "vite.js"]), "build", "--logLevel", "warn"]));
  long.unshift(attempts("chromium", { WEIR_CHROMIUM: browser }), ...shardsOf((shard) => endToEnd(browser, shard), browserShards));
}
for (const stages of [first, [...long, ...short]]) await Promise.all([lane(stages), lane(stages)]);
rmSync(reports, { recursive: true });
for (const each of failures) console.log(`FAILED ${each}`);
console.log(`${seconds(started)} s: ${durations.join(", ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
