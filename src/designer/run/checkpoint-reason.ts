import { i18n, loadLateMessages, text } from "../i18n/language.ts";
import type { Translate } from "../i18n/use-text.ts";

/** Nothing is said until the words are there: a code is no word. */
const lateWords: Translate = (key) => {
  if (i18n.exists("goThere", { ns: "failure" })) return text("failure", key);
  void loadLateMessages();
  return "";
};

/** Why a checkpoint failed, in words: `say` is of the area `failure`. What has no words of its own stays as it was told. */
export function checkpointReason(reason: string, say = lateWords): string {
  const key = `reason.${reason}`;
  const words = say(key);
  return words === key ? reason.replace(/^\[[A-Z]+\d+\] /, "") : words;
}
