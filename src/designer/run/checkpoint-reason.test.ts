import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import english from "../i18n/en/failure.json" with { type: "json" };
import chinese from "../i18n/zh-Hans/failure.json" with { type: "json" };
import { checkpointReason } from "./checkpoint-reason.ts";

const say = (messages: Readonly<Record<string, string>>) => (key: string) => messages[key] ?? key;

test("[UI123] every reason a checkpoint can fail for has words in both languages", () => {
  const source = readFileSync(new URL("../../control/checkpoint-failures.ts", import.meta.url), "utf8");
  const [union = ""] = /export type CheckpointFailureReason =[^;]*;/.exec(source) ?? [];
  const reasons = [...union.matchAll(/"(\w+)"/g)].map(([, reason = ""]) => reason);
  expect(reasons.length).toBeGreaterThan(20);
  for (const messages of [english, chinese]) {
    const said = reasons.map((reason) => checkpointReason(reason, say(messages)));
    expect(said.filter((words) => /[A-Z]_|^[A-Z]+$|\[/.test(words))).toEqual([]);
    expect(new Set(said).size).toBe(reasons.length);
  }
});

test("[UI123] the number of a rule is left out of what has no words of its own", () => {
  expect(checkpointReason("[ST1] key group 3 is not in [0, 2]", say(english))).toBe("key group 3 is not in [0, 2]");
});

test("[UI153] every reason has room in the two lines of a card, in both languages", () => {
  /** Lines that it takes, where one has room for so many characters: 112 px at 10.5 px. */
  const lines = (words: readonly string[], room: number, gap: string): number => {
    let [count, line] = [1, ""];
    for (const word of words) {
      const longer = line === "" ? word : `${line}${gap}${word}`;
      if (longer.length > room) count++;
      line = longer.length > room ? word : longer;
    }
    return count;
  };
  const reasonsOf = (messages: Readonly<Record<string, unknown>>) =>
    Object.entries(messages).flatMap(([key, reason]) => (key.startsWith("reason.") ? [String(reason)] : []));
  expect(reasonsOf(english).length).toBeGreaterThan(20);
  expect(reasonsOf(english).filter((reason) => lines(reason.split(" "), 21, " ") > 2)).toEqual([]);
  expect(reasonsOf(chinese).filter((reason) => lines([...reason], 10, "") > 2)).toEqual([]);
});
