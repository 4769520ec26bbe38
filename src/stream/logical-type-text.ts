import { unreachable } from "../base/assert.ts";
import { nameProblem } from "./field-names.ts";
import { excerpt } from "../base/excerpt.ts";
import { unboundedLength } from "./logical-type.ts";
import type { Field, LogicalType, Schema } from "./logical-type.ts";
import { lexTypeText } from "./logical-type-lexer.ts";
import type { TypeToken } from "./logical-type-lexer.ts";
import { typeLimits } from "./type-limits.ts";

/** Text that is not a logical type. `position` counts characters from 0. */
export class LogicalTypeError extends Error {
  override readonly name = "LogicalTypeError";
  /** The message without the position. */
  readonly reason: string;
  readonly position: number;
  constructor(reason: string, position: number) {
    super(`${reason} at character ${position + 1}`);
    this.reason = reason;
    this.position = position;
  }
}

/** Distributive, so that each member of the union loses `nullable` on its own. */
type Bare<Type> = Type extends LogicalType ? Omit<Type, "nullable"> : never;
type BareType = Bare<LogicalType>;

const simpleTypes: { readonly [name: string]: BareType } = {
  BOOLEAN: { type: "BOOLEAN" },
  TINYINT: { type: "TINYINT" },
  SMALLINT: { type: "SMALLINT" },
  INT: { type: "INT" },
  INTEGER: { type: "INT" },
  BIGINT: { type: "BIGINT" },
  FLOAT: { type: "FLOAT" },
  DATE: { type: "DATE" },
  STRING: { type: "VARCHAR", length: unboundedLength },
  BYTES: { type: "VARBINARY", length: unboundedLength },
  RAW: { type: "RAW" },
};

/**
 * Parses a type as Flink SQL writes it (LogicalTypeParser): keywords in any case, `NOT NULL` behind a type, Flink's default
 * lengths and precisions. Throws `LogicalTypeError`. [CD1] [CD14]
 */
export function parseLogicalType(text: string, limits: TextLimits = typeLimits): LogicalType {
  return new TypeParser(text, limits).whole();
}

interface TextLimits {
  readonly characters: number;
  readonly depth: number;
}

/** The text that `parseLogicalType` turns into `type` again: `DECIMAL(10, 2) NOT NULL`, `ROW<a INT, b STRING>`. [CD1] */
export function formatLogicalType(type: LogicalType): string {
  return type.nullable ? formatNullable(type) : `${formatNullable(type)} NOT NULL`;
}

/** Schema of columns whose types are still text, as in job documents. Throws `LogicalTypeError` naming the column. [CD2] [CD14] */
export function schemaOf(fields: readonly { readonly name: string; readonly type: string }[]): Schema {
  const names = new Set<string>();
  const { columns, schemaCharacters } = typeLimits;
  if (fields.length > columns) throw new LogicalTypeError(`${fields.length} columns are more than ${columns}`, 0);
  const characters = fields.reduce((sum, { type }) => sum + type.length, 0);
  if (characters > schemaCharacters) {
    throw new LogicalTypeError(`the types of the columns have ${characters} characters, more than ${schemaCharacters}`, 0);
  }
  return {
    fields: fields.map(({ name, type }): Field => {
      const problem = fieldNameProblem(name) ?? (names.has(name) ? "is there twice" : undefined);
      if (problem !== undefined) throw new LogicalTypeError(`column ${JSON.stringify(excerpt(name))} ${problem}`, 0);
      names.add(name);
      try {
        return { name, type: parseLogicalType(type) };
      } catch (error) {
        if (!(error instanceof LogicalTypeError)) throw error;
        throw new LogicalTypeError(`column "${excerpt(name)}": ${error.reason}`, error.position);
      }
    }),
  };
}

/** One line per schema, equal for equal schemas: `word STRING, n INT NOT NULL`. */
export function formatSchema(schema: Schema): string {
  return schema.fields.map((field) => `${formatName(field.name)} ${formatLogicalType(field.type)}`).join(", ");
}

const schemaTexts = new WeakMap<Schema, string>();

/** `formatSchema`, made once for each schema: the same one stands on every edge behind an operator that keeps it. */
export function schemaText(schema: Schema): string {
  let text = schemaTexts.get(schema);
  if (text === undefined) schemaTexts.set(schema, (text = formatSchema(schema)));
  return text;
}

function fieldNameProblem(name: string): string | undefined {
  const problem = nameProblem(name);
  if (problem === "empty") return "needs a name";
  if (name.length > typeLimits.name) return `has a name of ${name.length} characters, more than ${typeLimits.name}`;
  return problem === "reserved" ? "has a reserved name" : undefined;
}

function formatNullable(type: LogicalType): string {
  switch (type.type) {
    case "DECIMAL":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "VARCHAR":
      return type.length === unboundedLength ? "STRING" : `VARCHAR(${type.length})`;
    case "VARBINARY":
      return type.length === unboundedLength ? "BYTES" : `VARBINARY(${type.length})`;
    case "CHAR":
    case "BINARY":
      return `${type.type}(${type.length})`;
    case "TIME":
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return `${type.type}(${type.precision})`;
    case "ARRAY":
      return `ARRAY<${formatLogicalType(type.element)}>`;
    case "MAP":
      return `MAP<${formatLogicalType(type.key)}, ${formatLogicalType(type.value)}>`;
    case "ROW":
      return `ROW<${formatSchema(type)}>`;
    case "BOOLEAN":
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
    case "FLOAT":
    case "DOUBLE":
    case "DATE":
    case "RAW":
      return type.type;
    default:
      return unreachable(type);
  }
}

const formatName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;

/** Recursive descent over the tokens of one type. */
class TypeParser {
  readonly #tokens: readonly TypeToken[];
  #at = 0;
  /** Types that the one being read is inside of. */
  #depth = 0;
  readonly #deepest: number;

  constructor(text: string, { characters, depth }: TextLimits) {
    if (text.length > characters) throw new LogicalTypeError(`the type has ${text.length} characters, more than ${characters}`, 0);
    this.#deepest = depth;
    const lexed = lexTypeText(text);
    if (!lexed.ok) throw new LogicalTypeError(lexed.message, lexed.position);
    this.#tokens = lexed.tokens;
  }

  whole(): LogicalType {
    const type = this.#type();
    if (this.#peek().kind !== "end") this.#fail(`unexpected "${excerpt(this.#peek().text)}"`);
    return type;
  }

  /** A type inside `depth` others. An array written behind its element is one level above all of it. [CD14] */
  #type(): LogicalType {
    const outer = this.#depth;
    this.#enter();
    let type = this.#withNullability(this.#bareType());
    let levels = 0;
    while (this.#keyword("ARRAY")) {
      levels++;
      if (outer + levels >= this.#deepest) this.#tooDeep();
      type = this.#withNullability({ type: "ARRAY", element: type });
    }
    this.#depth = outer;
    return type;
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > this.#deepest) this.#tooDeep();
  }

  #tooDeep(): never {
    return this.#fail(`types are nested deeper than ${this.#deepest} levels`);
  }

  #withNullability(bare: BareType): LogicalType {
    if (this.#keyword("NOT")) {
      this.#expectKeyword("NULL");
      return { ...bare, nullable: false };
    }
    this.#keyword("NULL");
    return { ...bare, nullable: true };
  }

  #bareType(): BareType {
    const token = this.#peek();
    const name = token.text.toUpperCase();
    if (token.kind !== "word") return this.#fail(token.kind === "end" ? "a type is missing" : `"${token.text}" is not a type`);
    this.#at++;
    const simple = Object.hasOwn(simpleTypes, name) ? simpleTypes[name] : undefined;
    if (simple !== undefined) return simple;
    switch (name) {
      case "DOUBLE":
        this.#keyword("PRECISION");
        return { type: "DOUBLE" };
      case "DECIMAL":
      case "DEC":
      case "NUMERIC":
        return this.#decimal();
      case "CHAR":
      case "VARCHAR":
      case "BINARY":
      case "VARBINARY":
        return { type: name, length: this.#parameter({ what: "length", least: 1, most: unboundedLength, default: 1 }) };
      case "TIME":
        return this.#time();
      case "TIMESTAMP":
        return this.#timestamp();
      case "TIMESTAMP_LTZ":
        return { type: "TIMESTAMP_LTZ", precision: this.#precision(6) };
      case "ARRAY":
        return { type: "ARRAY", element: this.#between("<", ">", () => this.#type()) };
      case "MAP":
        return this.#between("<", ">", () => {
          const key = this.#type();
          this.#expect(",");
          return { type: "MAP", key, value: this.#type() };
        });
      case "ROW":
        return { type: "ROW", fields: this.#rowFields() };
      default:
        this.#at--;
        return this.#fail(`"${excerpt(token.text)}" is not a type`);
    }
  }

  #decimal(): BareType {
    if (!this.#symbol("(")) return { type: "DECIMAL", precision: 10, scale: 0 };
    const precision = this.#integer({ what: "precision", least: 1, most: 38 });
    const scale = this.#symbol(",") ? this.#integer({ what: "scale", least: 0, most: precision }) : 0;
    this.#expect(")");
    return { type: "DECIMAL", precision, scale };
  }

  #time(): BareType {
    const precision = this.#precision(0);
    if (this.#keyword("WITHOUT")) this.#timeZone();
    return { type: "TIME", precision };
  }

  #timestamp(): BareType {
    const precision = this.#precision(6);
    if (this.#keyword("WITHOUT")) this.#timeZone();
    else if (this.#keyword("WITH")) {
      this.#expectKeyword("LOCAL");
      this.#timeZone();
      return { type: "TIMESTAMP_LTZ", precision };
    }
    return { type: "TIMESTAMP", precision };
  }

  #timeZone(): void {
    this.#expectKeyword("TIME");
    this.#expectKeyword("ZONE");
  }

  #rowFields(): readonly Field[] {
    const close = this.#symbol("(") ? ")" : ">";
    if (close === ">") this.#expect("<");
    const fields: Field[] = [];
    const names = new Set<string>();
    if (this.#symbol(close)) return fields;
    do {
      fields.push(this.#rowField(names));
      if (fields.length > typeLimits.columns) this.#fail(`a ROW has more than ${typeLimits.columns} fields`);
    } while (this.#symbol(","));
    this.#expect(close);
    return fields;
  }

  #rowField(before: Set<string>): Field {
    const token = this.#peek();
    if (token.kind !== "word" && token.kind !== "quoted") this.#fail("a field name is missing");
    const problem = fieldNameProblem(token.text) ?? (before.has(token.text) ? "is there twice" : undefined);
    if (problem !== undefined) this.#fail(`field "${excerpt(token.text)}" ${problem}`);
    before.add(token.text);
    this.#at++;
    const type = this.#type();
    // A field's comment says nothing about its values.
    if (this.#peek().kind === "comment") this.#at++;
    return { name: token.text, type };
  }

  #precision(byDefault: number): number {
    return this.#parameter({ what: "precision", least: 0, most: 9, default: byDefault });
  }

  #parameter(bounds: Bounds & { readonly default: number }): number {
    if (!this.#symbol("(")) return bounds.default;
    const value = this.#integer(bounds);
    this.#expect(")");
    return value;
  }

  #integer(bounds: Bounds): number {
    const token = this.#peek();
    const value = Number(token.text);
    if (token.kind !== "number") this.#fail(`the ${bounds.what} must be a number`);
    if (value < bounds.least || value > bounds.most) {
      this.#fail(`the ${bounds.what} must be between ${bounds.least} and ${bounds.most}, not ${excerpt(token.text, 30)}`);
    }
    this.#at++;
    return value;
  }

  #between<Inner>(open: string, close: string, inner: () => Inner): Inner {
    this.#expect(open);
    const result = inner();
    this.#expect(close);
    return result;
  }

  #peek(): TypeToken {
    return this.#tokens[this.#at] ?? { kind: "end", text: "", position: 0 };
  }

  #symbol(text: string): boolean {
    if (this.#peek().kind !== "symbol" || this.#peek().text !== text) return false;
    this.#at++;
    return true;
  }

  #keyword(text: string): boolean {
    if (this.#peek().kind !== "word" || this.#peek().text.toUpperCase() !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#symbol(text)) this.#fail(`"${text}" is missing`);
  }

  #expectKeyword(text: string): void {
    if (!this.#keyword(text)) this.#fail(`"${text}" is missing`);
  }

  #fail(message: string): never {
    throw new LogicalTypeError(message, this.#peek().position);
  }
}

interface Bounds {
  readonly what: string;
  readonly least: number;
  readonly most: number;
}
