import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatMessage, type MessageValues } from "../../src/designer/i18n/message-format.ts";

export type Language = "en" | "zh-Hans";

/** What the page calls a thing in one language: `say("run", "until.barrier")`. Throws for a key that the area has not. */
export type Say = (area: string, key: string, values?: MessageValues) => string;

const messages = join(import.meta.dirname, "..", "..", "src", "designer", "i18n");

export function wordsIn(language: Language): Say {
  return (area, key, values = {}) => {
    let found: unknown = JSON.parse(readFileSync(join(messages, language, `${area}.json`), "utf8"));
    // Some keys hold dots, some lead into groups.
    if (typeof found === "object" && found !== null && !(key in found)) for (const part of key.split(".")) found = Object(found)[part];
    else found = Object(found)[key];
    if (typeof found !== "string") throw new Error(`there is no message ${area} ${key} in ${language}`);
    return formatMessage(found, values, language);
  };
}
