import { excerpt } from "../base/excerpt.ts";
import { documentLimits } from "./document-limits.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Names that every object has: an operator or a port of such a name would be taken for what stands there. */
const taken: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

type Noun = keyof typeof documentLimits;

/** Part of a document that was not looked at yet. */
interface Part {
  readonly value: unknown;
  readonly key: string | number;
  readonly above: Part | undefined;
  readonly depth: number;
}

/**
 * What a parsed document has too much of, and where: lists, texts, names, nesting, values in all; and ids and ports that cannot be
 * told from what every object has. The first such part only. Uses no stack of its own, whatever it is given. [DC22] [GR49]
 */
export function findOversize(document: object): Diagnostic | undefined {
  let values = 0;
  const waiting: Part[] = [{ value: document, key: "", above: undefined, depth: 0 }];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (++values > documentLimits.values) return limitDiagnostic("values", values, undefined);
    const { value, depth } = part;
    if (typeof value === "string") {
      const problem = textProblem(part, value);
      if (problem !== undefined) return problem;
    } else if (typeof value === "object" && value !== null) {
      if (depth > documentLimits.depth) return limitDiagnostic("depth", depth, part);
      const problem = Array.isArray(value) ? listProblem(part, value.length) : keysProblem(part, value);
      if (problem !== undefined) return problem;
      const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      // From the back, so that what stands first in the document is said first.
      for (let at = entries.length - 1; at >= 0; at--) {
        const [key, below] = entries[at] ?? [0, undefined];
        waiting.push({ value: below, key, above: part, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

/** Ids of operators, and what edges say of operators and their ports. */
function isIdentity({ key, above, depth }: Part): boolean {
  if (key === "id" || key === "port") return depth === 3 || depth === 4;
  return key === "operator" && depth === 4 && (above?.key === "from" || above?.key === "to");
}

function textProblem(part: Part, text: string): Diagnostic | undefined {
  const isName = isIdentity(part) || part.key === "name";
  const noun = isName ? "name" : "text";
  if (text.length > documentLimits[noun]) return limitDiagnostic(noun, text.length, part);
  if (!isIdentity(part) || !taken.has(text)) return undefined;
  const path = placeOf(part);
  return {
    severity: "error",
    code: "document.reserved-name",
    message: `${path}: "${text}" is a name that every object has. Call it something else there.`,
    values: { path, name: text },
  };
}

function listProblem(part: Part, length: number): Diagnostic | undefined {
  const noun = listNoun(part);
  return length > documentLimits[noun] ? limitDiagnostic(noun, length, part) : undefined;
}

function listNoun({ key, depth }: Part): Noun {
  if (depth === 1 && (key === "operators" || key === "edges")) return key;
  if (key === "notes" && depth === 2) return "notes";
  return key === "fields" ? "columns" : "rows";
}

function keysProblem(part: Part, value: object): Diagnostic | undefined {
  const keys = Object.keys(value);
  const noun = keysNoun(part);
  if (keys.length > documentLimits[noun]) return limitDiagnostic(noun, keys.length, part);
  const long = keys.find((key) => key.length > documentLimits.name);
  return long === undefined ? undefined : limitDiagnostic("name", long.length, part);
}

function keysNoun({ key, depth }: Part): Noun {
  if (key === "positions" && depth === 2) return "positions";
  return "options";
}

const advice: Readonly<Record<Noun, string>> = {
  characters: "Split it, or move its data into a file source.",
  depth: "Nest it less deeply.",
  values: "Split it, or move its data into a file source.",
  parsedValues: "Split it, or move its data into a file source.",
  operators: "Split the job.",
  edges: "Split the job.",
  notes: "Remove some.",
  options: "Remove some.",
  positions: "Remove those of operators that are not there.",
  rows: "Move them into a file source.",
  columns: "Leave out what the job does not use.",
  name: "Shorten it.",
  text: "Shorten it, or move it into a file source.",
  type: "Shorten it.",
  function: "Shorten it.",
  number: "Shorten it.",
};

const units: Readonly<Record<Noun, string>> = {
  characters: "characters",
  depth: "levels of nesting",
  values: "values",
  parsedValues: "values",
  operators: "operators",
  edges: "edges",
  notes: "notes",
  options: "entries",
  positions: "places",
  rows: "elements",
  columns: "columns",
  name: "characters in a name",
  text: "characters in a text",
  type: "characters in a type",
  function: "characters in a function",
  number: "characters in a number",
};

/** The finding that `count` is beyond the limit, with the place of it where it is not the job as a whole. */
export function limitDiagnostic(noun: Noun, count: number, part: Part | undefined): Diagnostic {
  const limit = documentLimits[noun];
  const ofJob = part === undefined || noun === "operators" || noun === "edges" || noun === "notes";
  const path = ofJob ? "" : placeOf(part);
  return {
    severity: "error",
    code: "document.too-large",
    message: `${path === "" ? "The job" : path} has ${count} ${units[noun]}, more than ${limit}. ${advice[noun]}`,
    values: { at: path === "" ? "job" : "part", path, noun, count, limit },
  };
}

/** The finding that a line of a text goes beyond the limit; how far is not known, because it is not read on. */
export function limitDiagnosticOnLine(noun: Noun, line: number): Diagnostic {
  const limit = documentLimits[noun];
  const message = `Line ${line} has more than ${limit} ${units[noun]}. ${advice[noun]}`;
  return { severity: "error", code: "document.too-large", message, values: { at: "line", line, noun, limit } };
}

function placeOf(part: Part): string {
  const path: PropertyKey[] = [];
  for (let at: Part | undefined = part; at?.above !== undefined; at = at.above) path.push(at.key);
  return pathText(path.toReversed());
}

/** Steps of a path that are shown: deeper ones say nothing to a person. */
const shownSteps = 12;

/** `operators[2].parallelism` */
export function pathText(path: readonly PropertyKey[]): string {
  const steps = path.slice(0, shownSteps).map((step, at) =>
    typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${excerpt(String(step), 60)}`);
  return steps.join("") + (path.length > shownSteps ? "…" : "");
}
