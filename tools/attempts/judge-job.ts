import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { endless, type JobAttempt } from "./attempt.ts";
import type { Scratch } from "./scratch.ts";
import type { Outcome } from "./supervise.ts";
import { integrityHarm } from "./judge-integrity.ts";

/** Bounds of what one job may take, in any class. */
export const limits = {
  /** A failure is told in one line of at most this. */
  failureLength: 4_000,
  /** What one subtask may keep, twice over, for what comes between two looks. */
  memoryBytes: 3_200_000_000,
  /** From Ctrl-C to the end: two seconds by the rule, and as much again on a busy machine. */
  stopMs: 4_500,
};

/** How the attempt succeeded, or undefined: what harm can be seen from outside of the process that ran it. */
export function wonByJob(attempt: JobAttempt, outcome: Outcome, scratch: Scratch): string | undefined {
  return harmToMachine(attempt, outcome, scratch) ?? harmToTerminal(outcome) ?? harmOfClass(attempt, outcome, scratch);
}

/** How one that was only opened succeeded: it takes long, dies, or is answered by a fall. */
export function wonByOpening(outcome: Outcome): string | undefined {
  if (outcome.ending !== "itself") return `did not end by itself (${outcome.ending})`;
  if (outcome.code !== 0 && outcome.code !== 2) return `ended with ${outcome.code ?? outcome.signal}: ${outcome.stderr.slice(-300)}`;
  return harmToTerminal(outcome);
}

function harmToMachine(attempt: JobAttempt, outcome: Outcome, scratch: Scratch): string | undefined {
  const { code, signal, ending, stdout, stderr } = outcome;
  if (ending === "killed") return "it could not be stopped";
  if (ending === "too large") return `it grew beyond ${limits.memoryBytes / 1e9} GB`;
  if (ending === "itself" && signal !== null) return `the process died by ${signal}`;
  if (ending === "itself" && ![0, 1, 2].includes(code ?? -1)) return `the process ended with ${code}: ${stderr.slice(-300)}`;
  const output = stdout + stderr;
  if (output.includes(scratch.canary)) return "it printed a secret of the machine";
  if (/PWN-SEEN/.test(stderr)) return "its text ran in the runtime's own global";
  const secret = machineSecrets(attempt).find((text) => output.includes(text));
  if (secret !== undefined) return `it printed a file of the machine: ${JSON.stringify(secret)}`;
  const changes = scratch.changes();
  if (changes.length > 0) return `it changed what lies outside its output: ${changes.slice(0, 5).join(", ")}`;
  for (const [name, text] of scratch.outputs()) {
    if (/PWNED/.test(name)) return `code ran on the machine: ${name}`;
    if (text.includes(scratch.canary) || machineSecrets(attempt).some((secret) => text.includes(secret))) return `it copied a file of the machine to ${name}`;
  }
  return absolutePaths(attempt).find((path) => existsSync(path) && Date.now() - statSync(path).ctimeMs < outcome.ms + 2_000);
}

/** First lines of files that the job names by absolute path and that are there. */
function machineSecrets(attempt: JobAttempt): readonly string[] {
  return absolutePaths(attempt)
    .filter((path) => /^\/(?:etc|home|root|proc\/sys)\//.test(path) && existsSync(path))
    .map((path) => readFileSync(path, "utf8").split("\n")[0] ?? "")
    .filter((text) => text.length > 3);
}

const absolutePaths = (attempt: JobAttempt): readonly string[] =>
  [...JSON.stringify(attempt.job).matchAll(/"(\/(?:etc|home|root|var|tmp|opt)\/[^"*?\\]+)"/g)].map(([, path]) => path ?? "");

function harmToTerminal({ stdout, stderr }: Outcome): string | undefined {
  const command = terminalCommand(stdout) ?? terminalCommand(stderr);
  if (command !== undefined) return `a control character reached the terminal: U+${command.toString(16).padStart(4, "0")}`;
  const fall = /^\s+at .*$|\bfile:\/\/\S*\.[cm]?[jt]s\b/m.exec(stderr);
  return fall ? `the command fell: ${fall[0].trim()}` : undefined;
}

const turnsText = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** First character of `text` that a terminal takes for a command, or that turns the text around; tab and line feed are neither. */
function terminalCommand(text: string): number | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code < 0xa0)) return code;
  }
  return turnsText.exec(text)?.[0].charCodeAt(0);
}

/** The rules of the class alone: what can be seen in what it printed and how it ended. */
export function harmOfClass(attempt: JobAttempt, outcome: Outcome, scratch: Scratch | undefined): string | undefined {
  const { code, ending, stderr, stdout } = outcome;
  const output = `${stdout}\n${stderr}`;
  if (attempt.harm !== undefined && new RegExp(attempt.harm).test(output)) return `it printed ${String(new RegExp(attempt.harm).exec(output)?.[0])}`;
  if (attempt.safe !== undefined && !new RegExp(attempt.safe).test(output)) return `it did not print ${attempt.safe}: ${output.slice(-300)}`;
  const failure = failureOf(stderr);
  const failing = ending === "itself" && code === 1 ? boundedFailure(stderr) : undefined;
  switch (attempt.name.slice(0, 1)) {
    case "A":
      if (attempt.safe === undefined && code === 0) return `it ran to its end: ${stdout.slice(0, 200)}`;
      return failing;
    case "F":
      // Whatever it does for ever, it does within bounds until it is stopped.
      return undefined;
    case "H":
      if (ending !== "itself") return "it hung until it was stopped";
      if (code === 1 && !namesOperator(attempt, stderr)) return `its failure names no operator: ${failure}`;
      return undefined;
    case "M":
      return ending === "itself" || endless(attempt) ? undefined : "it ran on until it was stopped";
    case "X":
      if (ending !== "itself") return "it hung until it was stopped";
      // A function that cannot be is refused before it runs.
      return code === 0 || code === 2 ? undefined : boundedFailure(stderr);
    case "P":
    case "C":
      if (ending !== "itself" && !endless(attempt)) return "it went on until it was stopped";
      return misplaced(scratch) ?? failing;
    case "G":
    case "I":
    case "L":
      return failing ?? integrityHarm(attempt, outcome);
    default:
      return failing;
  }
}

const failureOf = (stderr: string): string => /^FAILED: .*/ms.exec(stderr)?.[0].slice(0, 300) ?? stderr.slice(-300);

/** A failure is plain: said once at the end, in one line that is not too long. */
function boundedFailure(stderr: string): string | undefined {
  const last = stderr.trimEnd().split("\n").at(-1) ?? "";
  if (!/^FAILED\b/.test(last)) return `its last line does not say that it failed: ${last.slice(0, 200)}`;
  const long = stderr.split("\n").find((line) => line.length > limits.failureLength);
  return long === undefined ? undefined : `a line of ${long.length} characters on standard error: ${long.slice(0, 100)}`;
}

function namesOperator({ job }: JobAttempt, stderr: string): boolean {
  const operators = typeof job === "object" && Array.isArray(job["operators"]) ? job["operators"] : [];
  const names = operators.flatMap((operator: { readonly name?: unknown; readonly id?: unknown }) => [operator.name, operator.id]);
  return names.some((name) => typeof name === "string" && new RegExp(`(?:^|[^\\w])${name.replace(/\W/g, "\\$&")}(?:$|[^\\w])`, "m").test(stderr));
}

/** Files of a sink have names of the runtime's making; a name of the job's is only ever a folder. */
function misplaced(scratch: Scratch | undefined): string | undefined {
  if (scratch === undefined) return undefined;
  const odd = [...scratch.outputs().keys()].find((name) => /(?:^|\/)\.\.(?:\/|$)/.test(name));
  if (odd !== undefined) return `a file in an odd place: ${odd}`;
  return existsSync(join(scratch.root, "secret", "x")) ? "it wrote through a link" : undefined;
}
