/** How the cells of a CSV text are told apart; `quote` undefined: there are no quoted cells. */
export interface CellLimits {
  readonly delimiter: string;
  readonly quote: string | undefined;
}

/** What a spreadsheet takes for a formula, or strips to get at one: OWASP's list for CSV injection. */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Puts an apostrophe in front of the cells of a CSV text that a spreadsheet would run as formulas; a number stays a number. Takes the
 * text in pieces of any size, in time in proportion to it, and gives the marked text in pieces. [CN40]
 */
export class FormulaMarks {
  readonly #limits: CellLimits;
  /** The cell that is not over yet, as it is written. */
  #cell = "";
  #isQuoted = false;

  constructor(limits: CellLimits) {
    this.#limits = limits;
  }

  push(text: string): string {
    const { delimiter, quote } = this.#limits;
    let marked = "";
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === quote) this.#isQuoted = !this.#isQuoted;
      else if (!this.#isQuoted && (character === delimiter || character === "\n")) {
        marked += this.#mark(this.#cell + text.slice(from, at)) + character;
        this.#cell = "";
        from = at + 1;
      }
    }
    this.#cell += text.slice(from);
    return marked;
  }

  /** The last cell, which no line end follows. */
  end(): string {
    const last = this.#mark(this.#cell);
    this.#cell = "";
    return last;
  }

  #mark(cell: string): string {
    const { quote } = this.#limits;
    const opening = quote !== undefined && cell.startsWith(quote) ? quote : "";
    const content = opening === "" ? cell.replace(/\r$/, "") : cell.slice(opening.length, cell.lastIndexOf(opening));
    if (!formulaStart.test(content) || plainNumber.test(content)) return cell;
    return `${opening}'${cell.slice(opening.length)}`;
  }
}
