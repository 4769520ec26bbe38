import { endless, type JobAttempt } from "./attempt.ts";
import { given } from "./given.ts";
import type { Outcome } from "./supervise.ts";

/** What must not be seen in what a job prints, whichever it is: signs that records, names or state of others were falsified. */
const signs: readonly (readonly [pattern: RegExp, harm: string])[] = [
  [/^undefined\[/m, "a row has no kind"],
  [/GUEST CODE/, "guest code ran in a sink"],
  [/hidden count (?!1\b)\d+/, "a function kept hidden state"],
  [/from another function: (?!1\b)\d+|seen by victim: (?!undefined)\S/, "two functions share hidden state"],
  [/\b1000000\.00\b/, "another record's number was falsified"],
  [/\[object Object\]|\bobj\b/, "an object of the guest passed as a text"],
  [/wrong (?!0\b)\d+/, "state answers with another key's value"],
];

/** What the engine says of code that a name has broken. */
const brokenCode = /\bPWN\b.*is not defined|SyntaxError|Unexpected (?:token|identifier)|Invalid or unexpected token/;

/** How a job falsified what is not its own, or undefined. */
export function integrityHarm(attempt: JobAttempt, { code, stdout, stderr, ending }: Outcome): string | undefined {
  if (ending !== "itself" && !endless(attempt)) return "it hung until it was stopped";
  if (brokenCode.test(stderr)) return `a name reached generated code: ${brokenCode.exec(stderr)?.[0]}`;
  // A failure may quote whatever it failed by.
  const output = code === 1 ? stdout : `${stdout}\n${stderr}`;
  const sign = signs.find(([pattern]) => pattern.test(output));
  if (sign) return `${sign[1]}: ${sign[0].exec(output)?.[0]}`;
  return code === 0 ? (stackEdge(output) ?? wrongRows(attempt.name, stdout) ?? wrongResults(output)) : undefined;
}

/** What a function did to its state at the edge of the stack is done or not done, never half. */
function stackEdge(output: string): string | undefined {
  let added = 0;
  for (const [line, verb, done, kept] of output.matchAll(/(adds|puts) ok (\d+), failed \d+, in state (\d+)/g)) {
    // What was added stays beside what earlier records added; what was put takes the place of theirs.
    added = verb === "adds" ? added + Number(done) : Math.max(added, Number(done));
    if (added !== Number(kept)) return `state does not hold what it said: ${line}`;
  }
  return undefined;
}

/** Rows of a harmless run of the job, where there is only one right answer. */
const rightRows: Readonly<Record<string, readonly string[]>> = {
  "I01-count-as-kind": ["+I[a, 1]", "+I[a, 2]", "+I[a, 3]", "+I[a, 4]", "+I[a, 5]"],
  "I05-partition-fraction": ["+I[a, 1]", "+I[b, 2]"],
  "I09-decimal-poison": ["+I[1.50]", "+I[2.50]"],
  "I15-filter-mutates-key": ["+I[a, 1]", "+I[b, 1]", "+I[a, 2]"],
  "I16-filter-key-object": ["+I[a, 1]", "+I[b, 1]", "+I[a, 2]"],
};

function wrongRows(name: string, stdout: string): string | undefined {
  const lines = stdout.split("\n").filter((line) => line !== "");
  if (name.startsWith("I17")) return lines.find((line) => !/^\+I\[(?:(?:plain|inner|after) \d+|outer), \d\.\d\d\]$/.test(line));
  const right = rightRows[name];
  const wrong = right && lines.toSorted().join() !== right.toSorted().join();
  return wrong ? `it printed ${lines.join(" ").slice(0, 200)}` : undefined;
}

/** Lines that a job of many language attempts logs, each `class / name: result`, held against the pattern of the attempt of that name. */
function wrongResults(output: string): string | undefined {
  for (const [, place, result] of output.matchAll(/^(?:log of \S+: )?(\S[^\n:]* \/ [^\n]*?): (.*)$/gm)) {
    const attempt = given().find((each) => each.kind === "language" && `${each.class} / ${each.name}` === place);
    if (attempt?.kind !== "language" || attempt.safe === "UTC?") continue;
    if (!new RegExp(attempt.safe).test(result ?? "")) return `${place} gave ${result}`;
  }
  return undefined;
}
