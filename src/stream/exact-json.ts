/** A number that may have more digits than a double holds, somewhere in the text. */
const suspect = /[\d.]{16}/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?(?![\d.eE+-]|\s*:)/g;
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * `JSON.parse`, but a number of more than 15 digits comes as text: a BIGINT beyond 2^53 or a long DECIMAL would arrive rounded. Readers
 * of typed values take numbers as text, too. [CN19]
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(suspect.test(text) ? text.replace(stringOrNumber, quoteLong) : text);
}

function quoteLong(token: string): string {
  if (!plainNumber.test(token)) return token;
  return token.replace(/[-.]/g, "").replace(/^0+/, "").length > 15 ? `"${token}"` : token;
}
