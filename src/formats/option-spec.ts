/** One option of a format: a flag, one character, one of several words, or any text that may be left out. */
type OptionSpec = { /** It means nothing where records are written. */ readonly readingOnly?: true } & (
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "character"; readonly default: string }
  | { readonly type: "optional-character" }
  | { readonly type: "choice"; readonly choices: readonly string[]; readonly default: string }
  | { readonly type: "text" }
);

/** Options of a format with their types and defaults: read by its running half, and made a schema of by its descriptor. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

interface OptionValues {
  readonly boolean: boolean;
  readonly character: string;
  readonly "optional-character": string | undefined;
  readonly choice: string;
  readonly text: string | undefined;
}

/** Options as they are read: a value per option of `Specs`. */
export type FormatOptions<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: OptionValues[Specs[Name]["type"]] };

/** Options as a reader or writer gets them, with their defaults. Throws on what the format does not know. [CN17] */
export function readFormatOptions<Specs extends OptionSpecs>(specs: Specs, options: unknown): FormatOptions<Specs> {
  if (typeof options !== "object" || options === null) throw new TypeError("Format options are an object.");
  const given = new Map<string, unknown>(Object.entries(options));
  const read = Object.entries(specs).map(([name, spec]): [string, unknown] => {
    const value = given.get(name);
    given.delete(name);
    return [name, value === undefined ? ("default" in spec ? spec.default : undefined) : checked(name, spec, value)];
  });
  const [unknown] = given.keys();
  if (unknown !== undefined) throw new TypeError(`There is no format option "${unknown}". Known are ${Object.keys(specs).join(", ")}.`);
  return Object.fromEntries(read) as FormatOptions<Specs>;
}

function checked(name: string, spec: OptionSpec, value: unknown): unknown {
  if (spec.type === "boolean" && typeof value !== "boolean") throw new TypeError(`Format option ${name} is true or false.`);
  if (spec.type !== "boolean" && typeof value !== "string") throw new TypeError(`Format option ${name} is a text.`);
  if (spec.type === "character" || spec.type === "optional-character") return characterOf(name, String(value));
  if (spec.type === "choice" && !spec.choices.includes(String(value))) {
    throw new TypeError(`Format option ${name} is one of ${spec.choices.join(", ")}.`);
  }
  return value;
}

/** As in Flink's DDL, where a tab can hardly be typed: it and any other may be given by their escapes. */
function characterOf(name: string, text: string): string {
  if (text === "\\t") return "\t";
  const code = /^\\u([\da-fA-F]{4})$/.exec(text)?.[1];
  const character = code === undefined ? text : String.fromCharCode(Number.parseInt(code, 16));
  if (character.length !== 1) throw new TypeError(`Format option ${name} is one character.`);
  return character;
}
