import { text } from "../i18n/language.ts";
import type { Workbench } from "./workbench.ts";

/** Writes text to the system's clipboard. False when the browser refuses that: by a setting, or because the page is not secure. */
export async function isOnClipboard(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}

/** The same; a refusal is said, with what can be done. [UI100] */
export async function writeClipboard({ dialogs }: Workbench, words: string): Promise<boolean> {
  const done = await isOnClipboard(words);
  if (!done) dialogs.showToast(text("commands", "clipboardRefused"), "refused");
  return done;
}
