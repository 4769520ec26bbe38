import { fillIn, readEngineMessage } from "../../base/engine-messages.ts";
import chinese from "./zh-Hans/engine.json" with { type: "json" };

const words: Readonly<Record<string, string>> = chinese;

/** What JSON should have at a place; signs are the same in every language. */
const awaitedWords: Readonly<Record<string, string>> = {
  "a value": "值",
  "a value or ]": "值或 ]",
  "a name in quotation marks": "带引号的名称",
  "a name in quotation marks or }": "带引号的名称或 }",
  "the end of the record": "记录的结尾",
};

/** A message of the engine in Chinese, with those inside of it; what the engine does not say stays as it was told. [UI167] */
export function chineseEngineWords(told: string, say: (area: string, key: string) => string): string {
  const read = readEngineMessage(told);
  if (read === undefined) return told;
  const { message, reason, awaited, ...values } = read.values;
  const inside = {
    ...(message !== undefined && { message: chineseEngineWords(message, say) }),
    ...(awaited !== undefined && { awaited: awaitedWords[awaited] ?? awaited }),
    ...(reason !== undefined && { reason: say("failure", `reason.${reason}`) }),
  };
  return fillIn(words[read.code] ?? told, { ...values, ...inside });
}
