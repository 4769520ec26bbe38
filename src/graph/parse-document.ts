import { jobDocumentFormat, jobDocumentSchema } from "./job-document.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { JobDocument } from "./job-document.ts";

/** A document, or why there is none. With a document, the diagnostics are warnings. */
export type ParsedDocument =
  | { readonly document: JobDocument; readonly diagnostics: readonly Diagnostic[] }
  | { readonly document: undefined; readonly diagnostics: readonly Diagnostic[] };

/** What a document may hold: far above what a person draws, far below what would stop the page. [DC22] */
export const documentLimits = { characters: 16_000_000, operators: 2000, edges: 8000 } as const;

/** Turns the parsed JSON of an older format into the next one. */
interface Migration {
  readonly from: string;
  migrate(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** Oldest first. A new format adds the step that leads to it; the steps before stay as they are. [DC23] */
const migrations: readonly Migration[] = [];

/** Reads the text of a job file. Never throws, runs nothing. [DC21] */
export function parseDocumentText(text: string): ParsedDocument {
  if (text.length > documentLimits.characters) {
    return tooLarge("characters", text.length);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse("document.not-json", `This is not JSON: ${reason}. Save the job again, or mend the file there.`, { reason });
  }
  return parseDocument(value);
}

/** Checks a value that is perhaps a job document, of this or an older format. Never throws. [DC21] */
export function parseDocument(value: unknown): ParsedDocument {
  if (!isRecord(value)) return refuse("document.not-a-job", "This is not a job: a job is a JSON object. Open a file that Weir saved.");
  const current = migrated(value);
  if (current === undefined) {
    const format = typeof value["format"] === "string" ? `"${value["format"]}"` : "missing";
    const advice = "Update Weir, or open a job file.";
    const message = `The format of this file is ${format}, wanted is "${jobDocumentFormat}". ${advice}`;
    return refuse("document.format", message, { format, wanted: jobDocumentFormat });
  }
  const parsed = jobDocumentSchema.safeParse(current);
  if (!parsed.success) {
    return {
      document: undefined,
      diagnostics: parsed.error.issues.map(({ path, message }) => invalid(pathText(path), message)),
    };
  }
  const document = parsed.data;
  const tooMany = (["operators", "edges"] as const).find((list) => document[list].length > documentLimits[list]);
  if (tooMany !== undefined) return tooLarge(tooMany, document[tooMany].length);
  return { document, diagnostics: unknownKeys(current, document, []).map(unknownKey) };
}

function migrated(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  let current = value;
  for (const { from, migrate } of migrations) if (current["format"] === from) current = migrate(current);
  return current["format"] === jobDocumentFormat ? current : undefined;
}

/** Paths of what the schema does not know and therefore left out: said, never silently dropped. [DC24] */
function unknownKeys(given: unknown, kept: unknown, path: readonly PropertyKey[]): readonly (readonly PropertyKey[])[] {
  if (Array.isArray(given) && Array.isArray(kept)) return given.flatMap((item, at) => unknownKeys(item, kept[at], [...path, at]));
  if (!isRecord(given) || !isRecord(kept)) return [];
  return Object.keys(given).flatMap((key) =>
    Object.hasOwn(kept, key) ? unknownKeys(given[key], kept[key], [...path, key]) : [[...path, key]]);
}

function unknownKey(path: readonly PropertyKey[]): Diagnostic {
  const text = pathText(path);
  const message = `${text}: Weir does not know this and leaves it out. It may be misspelt, or come from a newer Weir.`;
  return { severity: "warning", code: "document.unknown-key", message, values: { path: text } };
}

function invalid(path: string, reason: string): Diagnostic {
  const where = path === "" ? "The file" : path;
  return { severity: "error", code: "document.invalid", message: `${where}: ${reason}. Correct it there.`, values: { path, reason } };
}

function refuse(code: string, message: string, values: NonNullable<Diagnostic["values"]> = {}): ParsedDocument {
  return { document: undefined, diagnostics: [{ severity: "error", code, message, values }] };
}

function tooLarge(noun: keyof typeof documentLimits, count: number): ParsedDocument {
  const limit = documentLimits[noun];
  const message = `The job has ${count} ${noun}, more than ${limit}. Split it, or move its data into a file source.`;
  return refuse("document.too-large", message, { noun, count, limit });
}

/** `operators[2].parallelism` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`)).join("");
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
