import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { costMs, processorSlowness } from "../base/testing/processor-time.ts";
import { parseDateText } from "./date-text.ts";
import { dateTexts } from "./testing/date-corpus.ts";

interface Results {
  readonly functions: readonly string[];
  readonly engine: readonly (number | null)[];
}

async function resultsIn(zone: string): Promise<Results> {
  const script = join(import.meta.dirname, "testing", "date-results.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
    env: { ...process.env, TZ: zone, NODE_OPTIONS: "" },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as Results;
}

const texts = dateTexts();
let utc: Results;
let newYork: Results;
let kolkata: Results;

beforeAll(async () => {
  [utc, newYork, kolkata] = [await resultsIn("UTC"), await resultsIn("America/New_York"), await resultsIn("Asia/Kolkata")];
}, 180_000);

const differing = (left: readonly unknown[], right: readonly unknown[]): readonly string[] =>
  texts.filter((_, at) => left[at] !== right[at]).map((text) => JSON.stringify(text));

it("[SB23] a user function reads and shows thousands of dates alike in every time zone", () => {
  expect(texts.length).toBeGreaterThan(6000);
  expect(differing(utc.functions, newYork.functions)).toEqual([]);
  expect(differing(utc.functions, kolkata.functions)).toEqual([]);
});

it("[SB23] the engine itself does not, so the comparison can fail", () => {
  expect(differing(utc.engine, newYork.engine).length).toBeGreaterThan(300);
});

it("[SB23] dates are read as the engine reads them in UTC", () => {
  const ours = texts.map((text) => parseDateText(text)).map((time) => (Number.isNaN(time) ? null : time));
  // Offsets of a hundred thousand hours overflow in the engine.
  const comparable = differing(ours, utc.engine).filter((text) => !/[+-]\d{5,}:/.test(text));
  expect(comparable).toEqual([]);
  expect(ours.filter((time) => time !== null).length).toBeGreaterThan(500);
});

it("[SB23] a hostile text takes no longer than its length", () => {
  const cost = costMs(() => {
    for (const piece of ["(", ")", "1 ", "a", " ", "()", "1:", "Z", "-", "\u2028", "0"]) parseDateText(piece.repeat(1_000_000 / piece.length));
  });
  expect(cost, "milliseconds for 11 MB").toBeLessThan(4000 * processorSlowness());
});
