import { parseArgs } from "node:util";
import { classOf, readAttempts, titleOf, type Attempt, type Verdict } from "./attempts/attempt.ts";
import { ChromiumHost } from "./attempts/chromium-host.ts";
import { attemptFiles } from "./attempts/given.ts";
import { NodeHost, product, unprotected, type Mode } from "./attempts/node-host.ts";

/**
 * `npm run attempts [-- FILE...] [--host node|chromium] [--mode free|deterministic] [--class X] [--name TEXT] [--control] [--verbose]`: makes attempts to harm on the
 * product, and counts those that succeed. Without files it makes those of the repository. Exit code 1 when one succeeds. With `--once` each is made on the command line
 * in one mode, by turns, and language attempts in Chromium in the other: the part that the tests run. With `--control` it
 * makes them on an engine without walls, where they do.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { host: { type: "string" }, mode: { type: "string" }, class: { type: "string" }, name: { type: "string" }, verbose: { type: "boolean" }, control: { type: "boolean" }, once: { type: "boolean" } },
});
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const modes: readonly Mode[] = values.mode === undefined ? ["freeRunning", "deterministic"] : values.mode === "free" ? ["freeRunning"] : ["deterministic"];
const attempts = (positionals.length > 0 ? positionals : Object.values(attemptFiles))
  .flatMap(readAttempts)
  .filter((attempt) => values.class === undefined || classOf(attempt) === values.class)
  .filter((attempt) => values.name === undefined || titleOf(attempt).includes(values.name));

const verdicts: Verdict[] = [];
function report(verdict: Verdict): void {
  verdicts.push(verdict);
  if (verdict.won !== undefined) print(`SUCCEEDED ${verdict.where}: ${titleOf(verdict.attempt)}: ${verdict.won}`);
  if (values.verbose) print(`  ${verdict.where}: ${titleOf(verdict.attempt)}: ${verdict.answer.replaceAll("\n", " / ")}`);
}

async function makeAll(): Promise<void> {
  const line = values.control ? unprotected : product;
  if (values.host !== "chromium") for (const mode of modes) await new NodeHost(line, mode).judge(inNode(mode), report);
  if (values.host === "node" || values.control) return;
  for (const mode of modes) {
    const made = inChromium(mode);
    if (made.length === 0) continue;
    const host = await ChromiumHost.open(mode);
    await host.judge(made, report).finally(() => host.close());
  }
}

const hasTurn = (at: number, mode: Mode): boolean => !values.once || modes[at % modes.length] === mode;

/** A document that is only opened is opened in one mode. */
const inNode = (mode: Mode): readonly Attempt[] => attempts.filter(({ kind }, at) => (kind === "open" ? mode === modes[0] : hasTurn(at, mode)));

const inChromium = (mode: Mode): readonly Attempt[] =>
  attempts.filter(({ kind }, at) => {
    if (kind === "open") return mode === modes[0] && !values.once;
    return !values.once || (kind === "language" && hasTurn(at + 1, mode));
  });

await makeAll();
const won = verdicts.filter((verdict) => verdict.won !== undefined);
print(`${verdicts.length} attempts, ${won.length} succeeded`);
process.exitCode = won.length > 0 || verdicts.length === 0 ? 1 : 0;
