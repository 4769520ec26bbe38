import type { Translate } from "../i18n/use-text.ts";

/** Why a checkpoint failed, in words: `text` is of the area `run`. What has no words of its own stays as it was told. */
export function checkpointReason(reason: string, text: Translate): string {
  const key = `reason.${reason}`;
  const words = text(key);
  return words === key ? reason.replace(/^\[[A-Z]+\d+\] /, "") : words;
}
