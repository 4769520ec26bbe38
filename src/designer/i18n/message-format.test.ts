import IntlMessageFormat from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { formatMessage } from "./message-format.ts";
import { messages as en } from "./messages-en.ts";
import { messages as zh } from "./messages-zh-hans.ts";

function textsOf(tree: object): readonly string[] {
  return Object.values(tree).flatMap((value) => (typeof value === "string" ? [value] : textsOf(value)));
}

/** For each argument the values that take it every way it can go. */
function valuesFor(message: string): readonly Readonly<Record<string, string | number>>[] {
  const names = [...message.matchAll(/\{\s*(\w+)\s*(?:,\s*(\w+))?/g)].map(([, name = "", kind]) => [name, kind] as const);
  const words = [...message.matchAll(/(\w+)\s*\{/g)].map(([, word = ""]) => word);
  const tries: readonly (string | number)[] = [0, 1, 2, 1234.5, 12_345_678, ...words];
  return tries.map((value) =>
    Object.fromEntries(
      names.map(([name, kind]) => [name, (kind === "plural" || kind === "number") && typeof value === "string" ? 7 : value]),
    ),
  );
}

describe("messages", () => {
  it.each([
    ["en", en],
    ["zh-Hans", zh],
  ] as const)("of %s read as ICU MessageFormat has them, whatever their values", (language, messages) => {
    for (const message of textsOf(messages)) {
      const icu = new IntlMessageFormat(message, language);
      for (const values of valuesFor(message)) expect(formatMessage(message, values, language)).toBe(icu.format(values));
    }
  });

  it("in a form that is not read here are refused, with the place", () => {
    const forms = ["{when, date}", "{n, plural, one {a}}", "{n, select, a {b}", "{n", "a } b", "{n, plural, offset:1 other {#}}"];
    for (const message of forms) expect(() => formatMessage(message, {}, "en"), message).toThrow(/cannot be read at character \d+/);
  });
});
