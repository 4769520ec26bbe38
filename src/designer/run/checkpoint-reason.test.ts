import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import english from "../i18n/en/run.json" with { type: "json" };
import chinese from "../i18n/zh-Hans/run.json" with { type: "json" };
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
