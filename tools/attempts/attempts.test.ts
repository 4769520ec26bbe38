import { describe, expect, test } from "vitest";
import { classOf, readAttempts, titleOf, type Attempt, type Verdict } from "./attempt.ts";
import { attemptFiles } from "./given.ts";
import { NodeHost, oneByOne, product, unprotected, type CommandLine, type Mode } from "./node-host.ts";
import { plant } from "./plant.ts";
import { plantedHoles } from "./planted-holes.ts";

const slowMachineMs = 240_000;
const attempts = Object.values(attemptFiles).flatMap(readAttempts);

async function verdictsOf(line: CommandLine, mode: Mode, made: readonly Attempt[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  await new NodeHost(line, mode).judge(made, (verdict) => verdicts.push(verdict));
  return verdicts;
}

const named = (part: string): Attempt => {
  const found = attempts.filter((attempt) => titleOf(attempt).includes(part));
  expect(found.map(titleOf), `attempts called ${part}`).toHaveLength(1);
  return found[0] as Attempt;
};

/** One of each class that an engine without walls loses against. */
const losing = [
  "runtime class: Decimal channel", "text codec: constructor of the handle", "walk: every reachable function", "zone: five digit year",
  "covert: RegExp static through prototype", "code: with", "promise: Array.fromAsync collects later", "stack: captureStackTrace",
  "row: cyclic raw", "state: value state hands out its array", "border: Symbol as a text", "A01-rce", "C01-read-etc-passwd",
  "F11-state-bytes-grow", "G57-quote-in-a-result", "H01-filter", "I01-count-as-kind", "L01-language", "M58-buffers-kept", "P00-sink-path",
  "X02-message-getter-runs", "O09-function-deep-arrays",
];

test("[SB61] every class of attempts succeeds on an engine without walls, so that the harness can see success", async () => {
  const verdicts = await verdictsOf(unprotected, "freeRunning", losing.map(named));
  expect(verdicts.filter(({ won }) => won === undefined).map(({ attempt, answer }) => `${titleOf(attempt)}: ${answer}`)).toEqual([]);
  expect(verdicts).toHaveLength(losing.length);
  const shown = new Set(losing.map((part) => classOf(named(part))));
  expect(attempts.map(classOf).filter((each) => !shown.has(each)), "classes without a control").toEqual([]);
}, slowMachineMs);

test("[SB60] a world that does not start counts as no attempt that failed", async () => {
  const broken: CommandLine = { name: "broken", command: ["-e", "process.exit(1)"], batchSize: oneByOne };
  await expect(verdictsOf(broken, "freeRunning", [named("H01-filter")])).rejects.toThrow("a harmless job does not run");
});

/** What the attempts of all planted holes come to with the walls in place, told once for each mode. */
const withWalls = new Map<Mode, Promise<readonly Verdict[]>>();
function verdictWithWalls(mode: Mode, attempt: Attempt): Promise<Verdict | undefined> {
  const made = plantedHoles.filter((planted) => planted.mode === mode).map((planted) => named(planted.attempt));
  const verdicts = withWalls.get(mode) ?? verdictsOf(product, mode, made);
  withWalls.set(mode, verdicts);
  return verdicts.then((all) => all.find((verdict) => verdict.attempt === attempt));
}

describe("planted holes", () => {
  for (const planted of plantedHoles) {
    test(`[SB62] an attempt finds it when ${planted.hole}`, async () => {
      const attempt = named(planted.attempt);
      const { line, remove } = await plant(planted);
      try {
        const [found] = await verdictsOf(line, planted.mode, [attempt]);
        expect(found?.won, `${titleOf(attempt)}: ${found?.answer}`).toBeDefined();
      } finally {
        remove();
      }
      const held = await verdictWithWalls(planted.mode, attempt);
      expect(held, "a verdict with the wall").toBeDefined();
      expect(held?.won, "with the wall").toBeUndefined();
    }, slowMachineMs);
  }
});
