/** A number that may have more digits than a double holds, somewhere in the text. */
const suspect = /[\d.]{16}/;
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * `JSON.parse`, but a number of more than 15 digits comes as text: a BIGINT beyond 2^53 or a long DECIMAL would arrive rounded. Readers
 * of typed values take numbers as text, too. [CN19]
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(suspect.test(text) ? withLongNumbersQuoted(text) : text);
}

/** One pass over the text: what is inside of strings is none of its business, and no character is looked at twice. [GR56] */
function withLongNumbersQuoted(text: string): string {
  let quoted = "";
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      at = endOfString(text, at + 1);
    } else if (letter === "-" || isDigit(text.charCodeAt(at))) {
      const end = endOfNumber(text, at + 1);
      if (isLong(text.slice(at, end)) && !isKey(text, end)) {
        quoted += `${text.slice(kept, at)}"${text.slice(at, end)}"`;
        kept = end;
      }
      at = end - 1;
    }
  }
  return quoted + text.slice(kept);
}

function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** End of everything that can be part of a number; whether it is one is for `isLong` and the parser to say. */
function endOfNumber(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isDigit(text.charCodeAt(at)) || ".eE+-".includes(text[at] ?? " "))) at++;
  return at;
}

/** A number in front of a colon stays what it is: wrong. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && " \t\r\n".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function isLong(token: string): boolean {
  return plainNumber.test(token) && token.replace(/[-.]/g, "").replace(/^0+/, "").length > 15;
}
