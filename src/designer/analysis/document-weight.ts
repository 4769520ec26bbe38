/** What a document may hold to be checked on the page's own thread between two keystrokes. [UI61] */
const lightest = { values: 1500, characters: 12_000 } as const;

/**
 * True for a document that is checked in a few milliseconds whatever is in it, because nothing that checks it takes more than a time
 * in proportion to its size. Looks at no more of it than that.
 */
export function isLight(document: object): boolean {
  let values = 0;
  let characters = 0;
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    values++;
    if (typeof value === "string") characters += value.length;
    else if (Array.isArray(value)) {
      if (value.length > lightest.values) return false;
      waiting.push(...value);
    } else if (typeof value === "object" && value !== null) waiting.push(...Object.values(value));
    if (values > lightest.values || characters > lightest.characters) return false;
  }
  return true;
}
