import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";
import { messages as english } from "./messages-en.ts";

export const languages = ["en", "zh-Hans"] as const;
export type Language = (typeof languages)[number];

export const i18n = i18next.createInstance();

/** Language of a fresh visit: the one in the address (`?lang=`), else the one kept, else the first of the browser's that we speak. */
export function preferredLanguage(candidates: readonly string[]): Language {
  for (const candidate of candidates) {
    if (candidate.toLowerCase().startsWith("zh")) return "zh-Hans";
    if (candidate.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

export async function initLanguage(language: Language): Promise<void> {
  await i18n
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: "en",
      fallbackLng: "en",
      resources: { en: english },
      defaultNS: "shell",
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  await changeLanguage(language);
}

/** Switches the page to a language; its messages are loaded first. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === "zh-Hans" && !i18n.hasResourceBundle(language, "shell")) {
    const { messages } = await import("./messages-zh-hans.ts");
    for (const [area, bundle] of Object.entries(messages)) i18n.addResourceBundle(language, area, bundle);
  }
  await i18n.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18n.language === "zh-Hans" ? "zh-Hans" : "en";
}

/** One message outside of React. Inside, use `useText`. */
export function text(area: string, key: string, values?: Readonly<Record<string, unknown>>): string {
  return i18n.t(key, { ns: area, ...values });
}
