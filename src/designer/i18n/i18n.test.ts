import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import IntlMessageFormat from "intl-messageformat";
import { beforeAll, describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatEventTime,
  formatPercent,
  formatRate,
  formatSpeed,
} from "./format.ts";
import { changeLanguage, i18n, initLanguage, preferredLanguage } from "./language.ts";
import { lateMessages as lateEn } from "./late-messages-en.ts";
import { lateMessages as lateZh } from "./late-messages-zh-hans.ts";
import { messages as en } from "./messages-en.ts";
import { messages as zh } from "./messages-zh-hans.ts";

const resources = { en: { ...en, ...lateEn }, "zh-Hans": { ...zh, ...lateZh } };

function leaves(tree: object, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

const areas = Object.keys(resources.en) as (keyof typeof resources.en)[];

/** Names of the values a message takes. */
const valuesOf = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? ""))].toSorted();

describe("messages", () => {
  it.each(areas)("of area %s have the same keys and values in every language", (area) => {
    const english = new Map(leaves(resources.en[area]));
    const chinese = new Map(leaves(resources["zh-Hans"][area]));
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    for (const [key, message] of english)
      expect(valuesOf(chinese.get(key) ?? ""), `${area}:${key}`).toEqual(valuesOf(message));
  });

  it.each(areas)("of area %s are well-formed ICU messages", (area) => {
    for (const language of ["en", "zh-Hans"] as const) {
      for (const [key, message] of leaves(resources[language][area])) {
        expect(() => new IntlMessageFormat(message, language), `${language} ${area}:${key}`).not.toThrow();
      }
    }
  });

  it("exist for every file on disk", () => {
    const files = readdirSync(join(import.meta.dirname, "en")).map((file) => file.replace(".json", ""));
    expect(files.toSorted()).toEqual(areas.toSorted());
  });

  it("contain no text by a key that the designer asks for and nobody wrote", () => {
    const folder = join(import.meta.dirname, "..");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.tsx?$/.test(file) && !file.includes(".test."),
    );
    const known = new Set(areas.flatMap((area) => leaves(resources.en[area]).map(([key]) => `${area}:${key}`)));
    const missing = sources.flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/\btext\(\s*"(\w+)",\s*"([\w.-]+)"/g)]
        .map((match) => `${match[1]}:${match[2]}`)
        .filter((key) => !known.has(key)),
    );
    expect(missing).toEqual([]);
  });

  it("choose the language by what the browser asks for", () => {
    expect(preferredLanguage(["fr", "zh-CN", "en"])).toBe("zh-Hans");
    expect(preferredLanguage(["fr"])).toBe("en");
  });
});

describe("[UI20] numbers", () => {
  beforeAll(() => initLanguage("en"));
  it.each([
    [formatCount(1284), "1,284"],
    [formatCount(999_999), "999,999"],
    [formatCount(1_204_000), "1.20 M"],
    [formatCount(0), "0"],
    [formatCount(undefined), "–"],
    [formatRate(242), "242/s"],
    [formatRate(1240), "1.24 k/s"],
    [formatBytes(151_552), "148 KB"],
    [formatBytes(1_258_291), "1.2 MB"],
    [formatDuration(38), "38 ms"],
    [formatDuration(1900), "1.9 s"],
    [formatDuration(124_000), "2 min 04 s"],
    [formatEventTime(Date.UTC(2026, 0, 1, 12, 0, 5, 250)), "12:00:05"],
    [formatEventTime(Date.UTC(2026, 0, 1, 12, 0, 5, 250), true), "12:00:05.250"],
    [formatEventTime(-Infinity), "–"],
    [formatPercent(0.583), "58%"],
    [formatSpeed(0.02), "1/50×"],
    [formatSpeed(1), "1×"],
    [formatSpeed(Infinity), "max"],
  ])("%s is %s", (formatted, expected) => {
    expect(formatted).toBe(expected);
  });

  it("plurals follow the language", async () => {
    expect(i18n.t("problems", { ns: "shell", count: 1 })).toBe("1 problem");
    expect(i18n.t("problems", { ns: "shell", count: 3 })).toBe("3 problems");
    await changeLanguage("zh-Hans");
    expect(i18n.t("problems", { ns: "shell", count: 3 })).toBe("3 个问题");
    await changeLanguage("en");
  });
});
