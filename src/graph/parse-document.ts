import type { z } from "zod";
import { excerpt } from "../base/excerpt.ts";
import { moreFindings } from "./bounded-findings.ts";
import { documentLimits, findingsMax } from "./document-limits.ts";
import { findOversize, pathText, limitDiagnostic, limitDiagnosticOnLine } from "./document-size.ts";
import { jobDocumentFormat, jobDocumentSchema } from "./job-document.ts";
import { jsonExcess } from "./json-scan.ts";
import { valueFault } from "./value-fault.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { JobDocument } from "./job-document.ts";

/** A document, or why there is none. With a document, the diagnostics are warnings. */
export type ParsedDocument =
  | { readonly document: JobDocument; readonly diagnostics: readonly Diagnostic[] }
  | { readonly document: undefined; readonly diagnostics: readonly Diagnostic[] };

/** Turns the parsed JSON of an older format into the next one. */
interface Migration {
  readonly from: string;
  migrate(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** Oldest first. A new format adds the step that leads to it; the steps before stay as they are. [DC23] */
const migrations: readonly Migration[] = [];

/** The value in a JSON text of bounded size, or why it is not read. Never throws. [GR49] */
export function parseBoundedJson(text: string): { readonly value: unknown } | { readonly problem: Diagnostic } {
  if (text.length > documentLimits.characters) return { problem: limitDiagnostic("characters", text.length, undefined) };
  const excess = jsonExcess(text);
  if (excess !== undefined) return { problem: limitDiagnosticOnLine(excess.noun, excess.line) };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    const reason = excerpt(error instanceof Error ? error.message : String(error));
    const message = `This is not JSON: ${reason}. Save the job again, or mend the file there.`;
    return { problem: problem("document.not-json", message, { reason }) };
  }
}

/** Reads the text of a job file. Never throws, runs nothing. [DC21] */
export function parseDocumentText(text: string): ParsedDocument {
  const read = parseBoundedJson(text);
  return "problem" in read ? refuse(read.problem) : parseDocument(read.value);
}

/** Checks a value that is perhaps a job document, of this or an older format. Never throws. [DC21] */
export function parseDocument(value: unknown): ParsedDocument {
  if (!isRecord(value)) {
    return refuse(problem("document.not-a-job", "This is not a job: a job is a JSON object. Open a file that Weir saved."));
  }
  const current = migrated(value);
  if (current === undefined) {
    const format = typeof value["format"] === "string" ? `"${excerpt(value["format"], 60)}"` : "missing";
    const advice = "Update Weir, or open a job file.";
    const message = `The format of this file is ${format}, wanted is "${jobDocumentFormat}". ${advice}`;
    return refuse(problem("document.format", message, { format, wanted: jobDocumentFormat }));
  }
  const excess = findOversize(current);
  if (excess !== undefined) return refuse(excess);
  const parsed = jobDocumentSchema.safeParse(current, { reportInput: true });
  if (!parsed.success) {
    const { issues } = parsed.error;
    const invalids = issues.slice(0, findingsMax).map(invalid);
    return { document: undefined, diagnostics: [...invalids, ...moreFindings(Math.max(0, issues.length - findingsMax))] };
  }
  const document = withOwnNotes(parsed.data);
  const { paths, more } = unknownKeys(current, document);
  return { document, diagnostics: [...paths.map(unknownKey), ...moreFindings(more)] };
}

function migrated(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  let current = value;
  for (const { from, migrate } of migrations) if (current["format"] === from) current = migrate(current);
  return current["format"] === jobDocumentFormat ? current : undefined;
}

/** Notes stand on the canvas beside operators: one that has the id of an operator, or of another note, gets its own. [UI150] */
function withOwnNotes(document: JobDocument): JobDocument {
  const { operators, layout } = document;
  if (layout?.notes === undefined) return document;
  const taken = new Set(operators.map(({ id }) => id));
  const notes = layout.notes.map((note) => {
    let { id } = note;
    for (let n = 2; taken.has(id); n++) id = `${note.id}-${n}`;
    taken.add(id);
    return id === note.id ? note : { ...note, id };
  });
  return { ...document, layout: { ...layout, notes } };
}

interface UnknownKeys {
  readonly paths: readonly (readonly PropertyKey[])[];
  /** How many there are besides. */
  readonly more: number;
}

/** Paths of what the schema does not know and therefore left out: said, never silently dropped. [DC24] */
function unknownKeys(document: unknown, kept: unknown): UnknownKeys {
  const unknown: (readonly PropertyKey[])[] = [];
  let more = 0;
  const compare = (given: unknown, known: unknown, path: readonly PropertyKey[]): void => {
    // What the schema keeps as it is holds nothing that it left out.
    if (given === known || typeof given !== "object" || typeof known !== "object" || given === null || known === null) return;
    for (const [name, below] of Object.entries(given)) {
      const key = Array.isArray(given) ? Number(name) : name;
      if (Object.hasOwn(known, name)) compare(below, Reflect.get(known, name), [...path, key]);
      else if (unknown.length < findingsMax) unknown.push([...path, key]);
      else more++;
    }
  };
  compare(document, kept, []);
  return { paths: unknown, more };
}

function unknownKey(path: readonly PropertyKey[]): Diagnostic {
  const text = pathText(path);
  const message = `${text}: Weir does not know this and leaves it out. It may be misspelt, or come from a newer Weir.`;
  return { severity: "warning", code: "document.unknown-key", message, values: { path: text } };
}

function invalid(issue: z.core.$ZodIssue): Diagnostic {
  const path = pathText(issue.path);
  const { kind, words, values } = valueFault(issue);
  const message = `${path === "" ? "The file" : path} ${kind === "other" ? `: ${words}` : words}. Correct it there.`;
  const blank = { reason: "", limit: "", text: "", choices: "", expected: "" };
  return { severity: "error", code: "document.invalid", message, values: { ...blank, path, fault: kind, ...values } };
}

const problem = (code: string, message: string, values: NonNullable<Diagnostic["values"]> = {}): Diagnostic =>
  ({ severity: "error", code, message, values });

const refuse = (found: Diagnostic): ParsedDocument => ({ document: undefined, diagnostics: [found] });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
