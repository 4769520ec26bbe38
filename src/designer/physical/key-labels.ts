/** How a key is drawn: hue 1 to 8, or 0 for plain, and its two letters. */
export interface KeyLabel {
  readonly hue: number;
  readonly letters: string;
}

const hues = 8;
const digits = "123456789";

/** Hues and letters of keys, given in order of first appearance and kept for the run (DESIGN.md section 3). */
export class KeyLabels {
  readonly #labels = new Map<string, KeyLabel>();
  readonly #taken = new Set<string>();

  label(key: string): KeyLabel {
    const known = this.#labels.get(key);
    if (known) return known;
    const letters = this.#lettersOf(key);
    this.#taken.add(letters);
    const label = { hue: this.#labels.size < hues ? this.#labels.size + 1 : 0, letters };
    this.#labels.set(key, label);
    return label;
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
