import { useSyncExternalStore } from "react";
import type { Text } from "../../graph/descriptor.ts";
import { currentLanguage, onNewWords, text, wordsVersion } from "./language.ts";

/** Message of one area by key, with ICU values. Re-renders when the language changes. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** One for each area, until there are other words: what depends on it is drawn anew then and not before. */
const translators = new Map<string, Translate>();
onNewWords(() => translators.clear());

export function useText(area: string): Translate {
  // For its news of another language, and of words that came later.
  useSyncExternalStore(onNewWords, wordsVersion);
  let translate = translators.get(area);
  if (translate === undefined) translators.set(area, (translate = (key, values) => text(area, key, values)));
  return translate;
}

/** Text of a descriptor in the present language. */
export function textOf(text: Text): string {
  return text[currentLanguage()];
}
