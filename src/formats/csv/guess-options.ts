import { numericDate } from "../date-order.ts";
import { guessedFieldsMax } from "../field-names.ts";
import { readFormatOptions } from "../option-spec.ts";
import { columnOf, columnType, sampleLines } from "./infer-fields.ts";
import { cellMarks, csvOptions, type CsvOptions } from "./options.ts";

type Lines = readonly (readonly string[])[];

const delimiters = [",", ";", "\t", "|"];
/** What people write for nothing. */
const nullLiterals = ["NA", "N/A", "NULL", "null", "\\N", "NaN", "nan", "None", "-", "?"];
/** Lines by which the delimiter is told. */
const shapeLines = 100;

/** Options with which a sample of a file is read best, without those that have their default. [CN87] */
export function guessCsvOptions(sample: string, isWhole = false): Readonly<Record<string, unknown>> {
  const limits = guessLimits(sample, isWhole);
  const base = readFormatOptions(csvOptions, limits);
  const lines = sampleLines(sample, cellMarks(base), isWhole);
  const body = lines.slice(1);
  const columns = columnsOf(body);
  const hints = {
    ...(limits["field-delimiter"] !== undefined && columns.some(hasDecimalComma) && { "decimal-comma": true }),
    ...dateOrder(columns),
  };
  const options = { ...base, ...hints };
  const nulls = nullLiteral(columns, options);
  const header = hasHeader(lines, { ...options, ...nulls });
  const width = Math.max(1, ...body.map(usedCells));
  const isRagged = body.some((cells) => usedCells(cells) < width && cells.length < width);
  return { header, ...limits, ...hints, ...nulls, ...(isRagged && { "pad-short-rows": true }) };
}

const usedCells = (cells: readonly string[]): number => (cells.at(-1)?.trim() === "" ? cells.length - 1 : cells.length);

function columnsOf(body: Lines): readonly (readonly string[])[] {
  const width = Math.min(guessedFieldsMax, Math.max(0, ...body.map((cells) => cells.length)));
  return Array.from({ length: width }, (_, place) => columnOf(body, place)).filter((column) => column.length > 0);
}

/** Delimiter, quote and comments: the delimiter that cuts most lines into the same number of cells, the more the better. */
function guessLimits(sample: string, isWhole: boolean): Readonly<Record<string, unknown>> {
  const comments = /^[ \t]*#/.test(sample) ? { "allow-comments": true } : {};
  const scored = delimiters.map((delimiter) => {
    const score = shapeScore(sample, { "field-delimiter": delimiter, ...comments }, isWhole);
    return { delimiter, score };
  });
  const best = scored.reduce((most, each) => (each.score > most.score ? each : most));
  const delimiter = best.score > 0 && best.delimiter !== "," ? { "field-delimiter": best.delimiter } : {};
  return { ...delimiter, ...comments, ...guessQuote(sample, { ...delimiter, ...comments }, isWhole) };
}

/** 0 where nothing is cut; whole lines count for more than columns. */
function shapeScore(sample: string, options: object, isWhole: boolean): number {
  const lines = sampleLines(sample, cellMarks(readFormatOptions(csvOptions, options)), isWhole).slice(0, shapeLines);
  const counts = new Map<number, number>();
  for (const cells of lines) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [columns, alike] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [1, 0]);
  return columns < 2 ? 0 : (alike / lines.length) ** 2 * (1 + Math.min(columns, 100) / 100);
}

/** Apostrophes are quotes where cells begin and end with them and quotation marks do not occur at all. */
function guessQuote(sample: string, options: object, isWhole: boolean): Readonly<Record<string, unknown>> {
  if (sample.includes('"') || !sample.includes("'")) return {};
  const marks = cellMarks(readFormatOptions(csvOptions, { ...options, "disable-quote-character": true }));
  const cells = sampleLines(sample, marks, isWhole).slice(0, shapeLines).flat();
  const opened = cells.filter((cell) => cell.startsWith("'"));
  return opened.length > 1 && opened.every((cell) => cell.length > 1 && cell.endsWith("'")) ? { "quote-character": "'" } : {};
}

function hasDecimalComma(column: readonly string[]): boolean {
  const type = columnType(column, { ...iso, "decimal-comma": true });
  return column.some((cell) => cell.includes(",")) && (type === "DOUBLE" || type.startsWith("DECIMAL"));
}

const iso = { "decimal-comma": false, "date-order": "iso", "null-literal": undefined } as const;

/** The order in which every column of dates can be read; none where nothing tells day and month apart, for a person to say. [CN89] */
function dateOrder(columns: readonly (readonly string[])[]): { readonly "date-order"?: CsvOptions["date-order"] } {
  const texts = columns.filter((column) => columnType(column, iso) === "STRING");
  const orders = ["year-month-day", "day-month-year", "month-day-year"] as const;
  const read = orders.map((order) => texts.filter((column) => columnType(column, { ...iso, "date-order": order }) !== "STRING"));
  const most = Math.max(...read.map((columns) => columns.length));
  const best = orders.filter((_, place) => read[place]?.length === most);
  if (most === 0) return {};
  if (best.length !== 2 || best.includes("year-month-day")) return { "date-order": best[0] ?? "iso" };
  // Days and months that are at most 12 are read either way: with points between them the day comes first.
  const [column = []] = read[1] ?? [];
  return column.every((cell) => numericDate(cell.trim())?.separator === ".") ? { "date-order": "day-month-year" } : {};
}

/** The text that alone keeps a column from being numbers or dates. */
function nullLiteral(columns: readonly (readonly string[])[], options: CsvOptions): { readonly "null-literal"?: string } {
  const texts = columns.filter((column) => columnType(column, options) === "STRING");
  const found = nullLiterals.find((literal) =>
    texts.some((column) => column.includes(literal) && isTyped(column.filter((cell) => cell !== literal), options)),
  );
  return found === undefined ? {} : { "null-literal": found };
}

const isTyped = (cells: readonly string[], options: CsvOptions): boolean => cells.length > 0 && columnType(cells, options) !== "STRING";

/** The first line names the columns: it does not fit the types of what follows, or all is text and it has a name for each. */
function hasHeader([first = [], ...body]: Lines, options: CsvOptions): boolean {
  const names = first.slice(0, guessedFieldsMax).map((cell) => cell.trim());
  const isName = (name: string): boolean => name !== "" && inferred(name, options) === "STRING" && !/^0\d/.test(name);
  const typed = names.flatMap((name, place) => {
    const column = columnOf(body, place);
    return isTyped(column, options) ? [{ name, fits: name === "" || inferred(name, options) !== "STRING" }] : [];
  });
  if (typed.length > 0) return typed.some(({ fits }) => !fits);
  return names.filter((name) => name !== "").every(isName) && new Set(names).size === names.length;
}

const inferred = (cell: string, options: CsvOptions): string => columnType([cell], options);
