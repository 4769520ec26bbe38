import { fillIn, readEngineMessage } from "../../base/engine-messages.ts";
import chinese from "./zh-Hans/engine.json" with { type: "json" };

const words: Readonly<Record<string, string>> = chinese;

/** A message of the engine in Chinese, with those inside of it; what the engine does not say stays as it was told. [UI167] */
export function chineseEngineWords(told: string, say: (area: string, key: string) => string): string {
  const read = readEngineMessage(told);
  if (read === undefined) return told;
  const { message, reason, ...values } = read.values;
  const inside = {
    ...(message !== undefined && { message: chineseEngineWords(message, say) }),
    ...(reason !== undefined && { reason: say("failure", `reason.${reason}`) }),
  };
  return fillIn(words[read.code] ?? told, { ...values, ...inside });
}
