import { documentLimits } from "./document-limits.ts";

/** Why a JSON text is not even parsed: what there is too much of, and on which line (from 1). */
export interface JsonExcess {
  readonly noun: "depth" | "parsedValues" | "number" | "text";
  readonly line: number;
}

const quote = 34;
const backslash = 92;

/**
 * Looks through a JSON text once, from front to back, for what would use up the parser's stack or memory: nesting, the number of
 * values, the length of one number or text. Says nothing about whether it is JSON. [GR49]
 */
export function jsonExcess(text: string): JsonExcess | undefined {
  const { depth: deepest, parsedValues: most } = documentLimits;
  let depth = 0;
  let values = 0;
  let line = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfText(text, at + 1);
      if (end - at > longestText) return { noun: "text", line };
      at = end;
    } else if (code === 91 || code === 123) {
      depth++;
      values++;
      if (depth > deepest) return { noun: "depth", line };
    } else if (code === 93 || code === 125) depth--;
    else if (code === 44) values++;
    else if (code === 10) line++;
    else if (code === 45 || (code >= 48 && code <= 57)) {
      const end = endOfNumber(text, at + 1);
      if (end - at > documentLimits.number) return { noun: "number", line };
      at = end - 1;
    }
    if (values > most) return { noun: "parsedValues", line };
  }
  return undefined;
}

/** An escape takes up to six characters for one of the text. */
const longestText = documentLimits.text * 6 + 2;

/** Place of the quote that ends a text; the end of `text` when there is none. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  return text.length;
}

function endOfNumber(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isPart = (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45 || code === 69 || code === 101;
    if (!isPart) break;
  }
  return at;
}
