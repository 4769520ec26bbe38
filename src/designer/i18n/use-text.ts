import { useTranslation } from "react-i18next";
import type { Text } from "../../graph/descriptor.ts";
import { currentLanguage } from "./language.ts";

/** Message of one area by key, with ICU values. Re-renders when the language changes. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export function useText(area: string): Translate {
  const { t } = useTranslation(area);
  return (key, values) => t(key, { ...values });
}

/** Text of a descriptor in the present language. */
export function textOf(text: Text): string {
  return text[currentLanguage()];
}
