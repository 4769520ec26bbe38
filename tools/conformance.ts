import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import process, { argv, stdout } from "node:process";
import { isDeepStrictEqual } from "node:util";
import { suites } from "./conformance/registry.ts";
import type { Check, Suite } from "./conformance/suite.ts";

/**
 * `npm run conformance -- FILE...`: feeds recorded cases of real Flink to the product's own parts; the files may be gzipped. Prints failing ids
 * with what was expected and what came. What is about something that the product does not have is counted apart, by what that is: it has not
 * passed. Exit code 1 when a check failed, a file is not one it knows, or not all of its cases are there.
 */
let passed = 0;
let failed = 0;
const print = (line: string): boolean => stdout.write(`${line}\n`);

for (const file of argv.slice(2)) {
  const result = runFile(file);
  passed += result.passed;
  failed += result.failed;
  print(`${file}: ${result.passed} passed, ${result.failed} failed`);
  for (const [missing, count] of result.notApplicable) print(`  ${count} not applicable: ${missing}`);
}
print(`${passed} passed, ${failed} failed`);
// Not `exit`: it would cut off what is still on its way through a pipe.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

interface Case extends Check {
  readonly id: string;
  readonly note?: string;
}

interface FileResult {
  readonly passed: number;
  readonly failed: number;
  /** Number of checks by what the product does not have. */
  readonly notApplicable: ReadonlyMap<string, number>;
}

function runFile(file: string): FileResult {
  const [header, ...lines] = readText(file).split("\n").filter((line) => line !== "");
  const suite = findSuite(file, header ?? "", lines.length);
  const notApplicable = new Map<string, number>();
  let [fine, wrong] = [0, 0];
  for (const one of lines.flatMap((line) => checksOf(suite, parseCase(line)))) {
    const missing = suite.notApplicable?.(one.given as never, one.expect as never);
    if (missing !== undefined) {
      notApplicable.set(missing, (notApplicable.get(missing) ?? 0) + 1);
      continue;
    }
    const failure = check(suite, one);
    if (failure === undefined) fine += 1;
    else {
      wrong += 1;
      print(failure);
    }
  }
  return { passed: fine, failed: wrong, notApplicable };
}

function checksOf(suite: Suite, whole: Case): readonly Case[] {
  const parts = suite.split?.(whole.given as never, whole.expect as never);
  return parts?.map((part, at) => ({ ...whole, ...part, id: `${whole.id}, part ${at}` })) ?? [whole];
}

function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

function findSuite(file: string, header: string, lines: number): Suite {
  const { format, suite: name, cases } = JSON.parse(header) as { format?: string; suite?: string; cases?: number };
  if (format !== "weir.conformance/1") throw new Error(`${file}: not a file of format weir.conformance/1`);
  if (cases !== lines) throw new Error(`${file}: ${lines} cases, and its header says ${cases}`);
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite !== undefined) return suite;
  const known = suites.map((candidate) => candidate.name).join(", ");
  throw new Error(`${file}: no suite is called ${name}; there are ${known}`);
}

function parseCase(line: string): Case {
  return JSON.parse(line) as Case;
}

function check(suite: Suite, { id, note, given, expect }: Case): string | undefined {
  const where = note === undefined ? id : `${id} (${note})`;
  let actual: unknown;
  try {
    actual = suite.run(given as never, expect as never);
  } catch (error) {
    return `${where}\n  threw    ${error instanceof Error ? error.stack : String(error)}`;
  }
  const compare = suite.compare ?? compareDeeply;
  const difference = compare(expect as never, actual as never);
  return difference === undefined ? undefined : `${where}\n${difference}`;
}

/** Names the first differing step where there are steps, so that a long script can be read. */
function compareDeeply(expected: unknown, actual: unknown): string | undefined {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  const lines = [`  expected ${JSON.stringify(expected)}`, `  actual   ${JSON.stringify(actual)}`];
  const expectedSteps = stepsOf(expected);
  const actualSteps = stepsOf(actual);
  const step = expectedSteps.findIndex((entry, index) => !isDeepStrictEqual(entry, actualSteps[index]));
  return step < 0 ? lines.join("\n") : [`  first difference in step ${step}`, ...lines].join("\n");
}

function stepsOf(result: unknown): readonly unknown[] {
  if (typeof result !== "object" || result === null || !("steps" in result)) return [];
  return Array.isArray(result.steps) ? result.steps : [];
}
