import { expect, test } from "vitest";
import { engineMessage, engineMessages, readEngineMessage } from "../../base/engine-messages.ts";
import type { EngineMessage } from "../../base/engine-messages.ts";
import { storageFailureText, storageOperations } from "../../base/lookup.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import { parseTextValue } from "../../stream/text-value.ts";
import { chineseEngineWords } from "./engine-words.ts";
import reasons from "./zh-Hans/failure.json" with { type: "json" };
import chinese from "./zh-Hans/engine.json" with { type: "json" };

const failure: Readonly<Record<string, string>> = reasons;
const inChinese = (told: string): string => chineseEngineWords(told, (_area, key) => failure[key] ?? key);
const codes = Object.keys(engineMessages) as EngineMessage[];
const messageOf = (fails: () => unknown): string => {
  try {
    return `no error: ${String(fails())}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const parametersOf = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

test("[UI167] every message of the engine has words in both languages, of the same parameters", () => {
  expect(Object.keys(chinese).toSorted()).toEqual(codes.toSorted());
  for (const code of codes) {
    expect(chinese[code]).toMatch(/\p{Script=Han}/u);
    expect(parametersOf(chinese[code]).toSorted(), code).toEqual(parametersOf(engineMessages[code]).toSorted());
  }
});

test("[UI167] a told message leads back to its code and its parameters", () => {
  for (const code of codes) {
    const values = Object.fromEntries(parametersOf(engineMessages[code]).map((name, place) => [name, `v${place}`]));
    const told = engineMessage(code, values);
    expect(readEngineMessage(told), told).toEqual({ code, values });
    for (const value of Object.values(values)) expect(inChinese(told)).toContain(value);
  }
});

test("[UI167] a message around another tells that one, too; numbers and names stay", () => {
  expect(inChinese('orders.csv, line 3, byte 17: field cents: "seven" is not a value of INT. (after 2 restarts)')).toBe(
    "orders.csv 第 3 行（字节 17）：字段 cents：“seven”不是 INT 类型的值。（已重启 2 次）",
  );
  const failed = engineMessage("checkpointsFailed", { reason: "IO_EXCEPTION" });
  expect(inChinese(failed)).toBe("失败的检查点超过了允许的次数。最近一次失败的原因：存储出错。");
  for (const operation of storageOperations) {
    const told = storageFailureText({ operation, path: "job-1/chk-2", cause: "a fault was injected" });
    expect(inChinese(told)).toMatch(/^\p{Script=Han}+ job-1\/chk-2 失败：注入的故障$/u);
  }
});

test("[UI167] a value that is none of its type is told in these words", () => {
  const said = engineMessage("noValueOfType", { text: "seven", type: "INT" });
  expect(() => parseTextValue({ type: "INT", nullable: true }, "seven")).toThrow(said);
});

test("[UI167] why a text is no type is told in these words", () => {
  const wrong = ["", "INTT", "DECIMAL(x)", "DECIMAL(99)", "ARRAY<INT", "ROW<a INT, a INT>", "ROW<`` INT>", "ROW<1 INT>", "INT INT", "INT ?", "ARRAY<".repeat(500)];
  for (const text of wrong) {
    const told = messageOf(() => parseLogicalType(text));
    expect(inChinese(told), told).toMatch(/\p{Script=Han}.*（第 \d+ 个字符）$/u);
  }
});

test("[UI167] what the engine does not say stays as it was told", () => {
  for (const told of ["", "no such price: x7", "line 3: not mine", "x".repeat(10_000)]) expect(inChinese(told)).toBe(told);
});
