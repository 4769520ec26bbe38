/**
 * What a terminal may act on: C0 and C1 controls, DEL, the overrides and isolates that turn the direction of text, the separators
 * that some viewers take for a line's end, and halves of surrogate pairs.
 */
const unsafe = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;
const unsafeButLineFeed = /(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escaped = (character: string): string =>
  short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Text of a stranger as part of one line: nothing in it moves a cursor, colours, titles a window, turns the direction of reading or
 * begins another line. What would is written as in JSON, `\u001b`; all else stays as it is, so harmless text is given back unchanged.
 * [CL30]
 */
export function oneLine(text: string): string {
  return text.replace(unsafe, escaped);
}

/** The same for text whose line feeds are this product's own, as those between the lines of JSON are. */
export function ownLines(text: string): string {
  return text.replace(unsafeButLineFeed, escaped);
}
