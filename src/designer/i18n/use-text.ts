import { useTranslation } from "react-i18next";
import type { Text } from "../../graph/descriptor.ts";
import { currentLanguage, text } from "./language.ts";

/** Message of one area by key, with ICU values. Re-renders when the language changes. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export function useText(area: string): Translate {
  // For its news of another language, and of words that came later.
  useTranslation(area);
  return (key, values) => text(area, key, values);
}

/** Text of a descriptor in the present language. */
export function textOf(text: Text): string {
  return text[currentLanguage()];
}
