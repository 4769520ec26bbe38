import i18next from "i18next";
import { z } from "zod";
import { formatMessage, type MessageValues } from "./message-format.ts";
import type { schemaWords } from "./late-messages-en.ts";

export const languages = ["en", "zh-Hans"] as const;
export type Language = (typeof languages)[number];

type Messages = Readonly<Record<string, object>>;

type EngineWords = (told: string, say: (area: string, key: string) => string) => string;

interface LateWords {
  readonly messages: Messages;
  /** What a schema says of a value that does not fit. */
  readonly schemaWords: typeof schemaWords;
  /** A message of the engine, in the language. */
  readonly engineWords: EngineWords;
}

/** Only the messages of the language in use are loaded. */
const loaders: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: () => import("./messages-en.ts").then(({ messages }) => messages),
  "zh-Hans": () => import("./messages-zh-hans.ts").then(({ messages }) => messages),
};

/** Those that nothing on the first screen says come when they are asked for. */
const lateLoaders: Readonly<Record<Language, () => Promise<LateWords>>> = {
  en: () => import("./late-messages-en.ts").then(({ lateMessages: messages, ...words }) => ({ messages, ...words })),
  "zh-Hans": () => import("./late-messages-zh-hans.ts").then(({ lateMessages: messages, ...words }) => ({ messages, ...words })),
};
let wantsLate = false;
let engineWords: EngineWords | undefined;

/** How i18next asks for the text of a message. */
const messageFormat = {
  type: "i18nFormat",
  parse: (message: string, values: MessageValues, language: string) => formatMessage(message, values, language),
} as const;

export const i18n = i18next.createInstance();

let version = 0;
const listeners = new Set<() => void>();

/** Counts up with every change of the language, and when words came later. */
export const wordsVersion = (): number => version;

/** Tells `listener` of each. Returns the way to stop. */
export function onNewWords(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tellNewWords(): void {
  version++;
  for (const listener of listeners) listener();
}

i18n.on("languageChanged", tellNewWords);

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
    .use(messageFormat)
    .init({
      lng: language,
      fallbackLng: false,
      resources: {},
      defaultNS: "shell",
      interpolation: { escapeValue: false },
    });
  await changeLanguage(language);
}

/** Switches the page to a language; its messages are loaded first. */
export async function changeLanguage(language: Language): Promise<void> {
  addMessages(language, await loaders[language]());
  if (wantsLate) await addLate(language);
  await i18n.changeLanguage(language);
}

/** Loads what the first screen does not say: words of problems and dialogs. Problems are told as they came until then. */
export async function loadLateMessages(): Promise<void> {
  if (!i18n.isInitialized) return;
  wantsLate = true;
  await addLate(currentLanguage());
}

async function addLate(language: Language): Promise<void> {
  const late = await lateLoaders[language]().catch(() => undefined);
  if (late === undefined) return;
  engineWords = late.engineWords;
  addMessages(language, late.messages);
  z.config(late.schemaWords());
}

function addMessages(language: Language, messages: Messages): void {
  const added = Object.entries(messages).filter(([area]) => !i18n.hasResourceBundle(language, area));
  for (const [area, bundle] of added) i18n.addResourceBundle(language, area, bundle);
  if (added.length > 0) tellNewWords();
}

/** What the engine says of a failure, in the language of the page; as it was told until its words are there. [UI167] */
export function engineText(told: string): string {
  if (engineWords === undefined) void loadLateMessages();
  return engineWords?.(told, text) ?? told;
}

/** False of an area whose words come later and are not there yet. */
export const hasWords = (area: string): boolean => i18n.hasResourceBundle(currentLanguage(), area);

export function currentLanguage(): Language {
  return i18n.language === "zh-Hans" ? "zh-Hans" : "en";
}

/**
 * One message outside of React. Inside, use `useText`. Found without i18next's way to it, which weighs languages, contexts and plurals
 * that ICU messages have in themselves: a first screen has hundreds of messages, and nothing of it is compiled yet.
 */
export function text(area: string, key: string, values: MessageValues = {}): string {
  const language = currentLanguage();
  const message: unknown = i18n.getResource(language, area, key);
  return typeof message === "string" ? formatMessage(message, values, language) : key;
}
