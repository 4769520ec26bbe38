/** How a key is drawn: hue 1 to 8, or 0 for plain, and its two letters. */
export interface KeyLabel {
  readonly hue: number;
  readonly letters: string;
}

const hues = 8;
const digits = "123456789";
const textLimit = 5000;

/** Hues and letters of keys, given in order of first appearance and kept for the run. */
export class KeyLabels {
  readonly #labels = new Map<string, KeyLabel>();
  readonly #taken = new Set<string>();
  readonly #texts = new Map<string, KeyLabel>();

  label(key: string): KeyLabel {
    const known = this.#labels.get(key);
    if (known) return known;
    const letters = this.#lettersOf(key);
    this.#taken.add(letters);
    const label = { hue: this.#labels.size < hues ? this.#labels.size + 1 : 0, letters };
    this.#labels.set(key, label);
    return label;
  }

  /** Label of a record: by its key; without one by a word of it that is a known key; else plain, with its first letters. */
  labelOf(key: string | undefined, text: string): KeyLabel {
    if (key !== undefined) return this.label(key);
    const known = this.#texts.get(text);
    if (known) return known;
    const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
    const named = words.find((word) => this.#labels.has(word));
    const found = named === undefined ? { hue: 0, letters: plainLetters(words[0] ?? text) } : this.label(named);
    if (this.#texts.size >= textLimit) this.#texts.clear();
    this.#texts.set(text, found);
    return found;
  }

  /** First two letters; when another key has them, first and last, then first and a digit. Numbers show their last two digits. */
  #lettersOf(key: string): string {
    const letters = [...key];
    const [first = "·"] = letters;
    if (isWide(first)) return first;
    const numeric = /^\d+$/.test(key);
    const two = numeric ? key.slice(-2) : letters.slice(0, 2).join("");
    if (!this.#taken.has(two)) return two;
    const ends = first + (letters.at(-1) ?? "");
    if (!this.#taken.has(ends)) return ends;
    for (const digit of digits) if (!this.#taken.has(first + digit)) return first + digit;
    return two;
  }
}

/** A slot holds one Chinese character. */
const isWide = (letter: string): boolean => /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(letter);

function plainLetters(word: string): string {
  const [first = "·", second = ""] = [...word];
  return isWide(first) ? first : first + second;
}
