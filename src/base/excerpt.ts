/** The beginning of a text, for a message about it: at most `most` characters, on one line. */
export function excerpt(text: string, most = 120): string {
  const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return shown.replaceAll(/[\r\n\u2028\u2029]/g, " ");
}

/** A list for a message: its first items, shortened, and how many more there are. */
export function excerptList(items: readonly string[], most = 20): string {
  const shown = items.slice(0, most).map((item) => excerpt(item, 60));
  const rest = items.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} … (+${rest})`;
}
