import { numberText } from "./number-text.ts";

/** Values of a message, by name. */
export type MessageValues = Readonly<Record<string, unknown>>;

type Part = (values: MessageValues, language: string, pound: string) => string;

const compiled = new Map<string, Part>();

/**
 * Text of a message with its values in a language. Messages are in the part of ICU MessageFormat that ours need: `{name}`,
 * `{name, number}`, `{name, plural, =0 {…} one {…} other {# …}}` and `{name, select, this {…} other {…}}`, nested as deep as one likes.
 * Throws a SyntaxError that quotes a message in any other form. A library for all of ICU is a thirtieth of the page.
 */
export function formatMessage(message: string, values: MessageValues, language: string): string {
  let format = compiled.get(message);
  if (format === undefined) {
    format = new MessageParser(message).parse();
    compiled.set(message, format);
  }
  return format(values, language, "#");
}

class MessageParser {
  readonly #message: string;
  #at = 0;

  constructor(message: string) {
    this.#message = message;
  }

  parse(): Part {
    const whole = this.#text();
    if (this.#at < this.#message.length) this.#fail();
    return whole;
  }

  /** Up to the end, or to the brace that closes it. */
  #text(): Part {
    const parts: Part[] = [];
    for (;;) {
      const literal = this.#take(/[^{}#]*/y);
      if (literal !== "") parts.push(() => literal);
      const next = this.#message[this.#at];
      if (next === "{") parts.push(this.#argument());
      else if (next === "#") {
        this.#at += 1;
        parts.push((_values, _language, pound) => pound);
      } else break;
    }
    return (values, language, pound) => parts.map((part) => part(values, language, pound)).join("");
  }

  #argument(): Part {
    const [, name = "", kind, end] = this.#match(/\{\s*(\w+)\s*(?:,\s*(number|plural|select)\s*)?([,}])/y);
    if (end === "}") {
      if (kind === undefined) return (values) => String(values[name] ?? "");
      if (kind === "number") return (values) => numberText(Number(values[name]));
    }
    if (end === "}" || kind === undefined || kind === "number") return this.#fail();
    const choices = this.#choices();
    const other = choices.get("other") ?? this.#fail();
    if (kind === "select") {
      return (values, language, pound) => (choices.get(String(values[name])) ?? other)(values, language, pound);
    }
    return (values, language) => {
      const value = Number(values[name]);
      const chosen = choices.get(`=${value}`) ?? choices.get(pluralCategory(value, language)) ?? other;
      return chosen(values, language, numberText(value));
    };
  }

  #choices(): ReadonlyMap<string, Part> {
    const choices = new Map<string, Part>();
    while (this.#take(/\s*\}/y) === "") {
      const [, name = ""] = this.#match(/\s*(=\d+|\w+)\s*\{/y);
      choices.set(name, this.#text());
      this.#match(/\}/y);
    }
    return choices;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#message) ?? [];
    this.#at += found.length;
    return found;
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#message) ?? this.#fail();
    this.#at += found[0].length;
    return found;
  }

  #fail(): never {
    throw new SyntaxError(`message "${this.#message}" cannot be read at character ${this.#at + 1}`);
  }
}

const plurals = new Map<string, Intl.PluralRules>();

function pluralCategory(value: number, language: string): Intl.LDMLPluralRule {
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return rules.select(value);
}
