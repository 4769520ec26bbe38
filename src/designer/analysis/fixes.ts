import type { Diagnostic } from "../../graph/diagnostic.ts";
import { guessKey, judgeConnection, portsOf, type ConnectionContext } from "./connection.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { DocumentChange } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { connect } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { timeFixes } from "./time-fixes.ts";
import type { Editor } from "../document/editor.ts";

/** A button that mends a problem. It makes an edit, so it can be undone. */
export interface Fix {
  readonly label: string;
  readonly apply: () => void;
}

export interface FixContext extends ConnectionContext {
  /** Makes the edit. */
  readonly editor: Editor;
}

/** What can be done about a diagnostic with one press; empty when a person has to think. [UI19] */
export function fixesFor(diagnostic: Diagnostic, context: FixContext): readonly Fix[] {
  switch (diagnostic.code) {
    case "edge.key-unknown":
    case "edge.key-type":
    case "input.not-keyed":
      return keyFixes(diagnostic, context);
    case "input.not-broadcast":
      return diagnostic.edge === undefined
        ? []
        : [fix(context.editor, "broadcast", {}, { kind: "setPartitioner", edge: diagnostic.edge, partitioner: { type: "broadcast" } })];
    case "input.unconnected":
      return connectFixes(diagnostic, context);
    case "edge.dangling":
    case "edge.unknown-port":
      return diagnostic.edge === undefined
        ? []
        : [fix(context.editor, "removeEdge", {}, { kind: "removeParts", operators: [], edges: [diagnostic.edge], notes: [] })];
    case "time.no-watermarks":
      return diagnostic.operator === undefined
        ? []
        : timeFixes(diagnostic.operator, context).map(({ key, values, change }) => fix(context.editor, key, values, change));
    case "operator.field-unknown":
    case "operator.field-none":
    case "table.key-unknown":
      return fieldFixes(diagnostic, context);
    case "source.unused":
    case "operator.unknown-type":
      return diagnostic.operator === undefined
        ? []
        : [fix(context.editor, "removeOperator", {}, { kind: "removeParts", operators: [diagnostic.operator], edges: [], notes: [] })];
    case "config.unknown-key":
    case "config.value":
      return diagnostic.field === undefined
        ? []
        : [fix(context.editor, "unsetOption", {}, { kind: "setOption", key: diagnostic.field, value: undefined })];
    default:
      return [];
  }
}

function fix(editor: Editor, key: string, values: Readonly<Record<string, string>>, change: DocumentChange): Fix {
  return { label: text("inspector", `fix.${key}`, values), apply: () => editor.edit(change) };
}

/** The nearest field by name, else the likely key. */
function keyFixes(diagnostic: Diagnostic, { document, analysis, editor }: FixContext): readonly Fix[] {
  const edge = document.edges.find(
    ({ id, to }) => id === diagnostic.edge || (diagnostic.edge === undefined && to.operator === diagnostic.operator),
  );
  const schema = edge && analysis.outputs.get(edge.from.operator)?.[edge.from.port];
  if (!edge || !schema) return [];
  const wrong = diagnostic.values?.["field"];
  const similar =
    typeof wrong === "string"
      ? nearestName(
          wrong,
          schema.fields.map(({ name }) => name),
        )
      : undefined;
  const key = similar ?? guessKey(schema);
  return key === undefined
    ? []
    : [fix(editor, "useKey", { key }, { kind: "setPartitioner", edge: edge.id, partitioner: { type: "hash", key: [key] } })];
}

/** The nearest field by name, else a likely one: what was chosen before there was an input is seldom there. [UI109] */
function fieldFixes({ operator: id, field, values }: Diagnostic, { document, analysis, editor }: FixContext): readonly Fix[] {
  const operator = document.operators.find((each) => each.id === id);
  const schema = id === undefined ? undefined : Object.values(analysis.inputs.get(id) ?? {})[0]?.schema;
  if (!operator || !schema || field === undefined) return [];
  const wrong = String(values?.["field"] ?? values?.["name"] ?? "");
  const name = nearestName(wrong, schema.fields.map((each) => each.name)) ?? likelyField(wrong, schema);
  if (name === undefined) return [];
  const config = replaced(operator.config, field.split("."), wrong, name);
  return [fix(editor, "useField", { field: name }, { kind: "setConfig", operator: operator.id, config })];
}

/** Nothing chosen, or a name for a time: a time, where there is one. */
function likelyField(wrong: string, schema: Schema): string | undefined {
  const isTime = (type: string): boolean => type.startsWith("TIMESTAMP");
  const time = /^(?:ts|time|timestamp)$/i.test(wrong) ? schema.fields.find(({ type }) => isTime(type.type)) : undefined;
  return (time ?? schema.fields.find(({ type }) => type.type === "BIGINT") ?? schema.fields[0])?.name;
}

/** `data` with `name` for `wrong` at the path, or in the list there. */
function replaced(
  data: Readonly<Record<string, unknown>>, [key, ...rest]: readonly string[], wrong: string, name: string,
): Record<string, unknown> {
  if (key === undefined) return { ...data };
  const now = data[key];
  if (Array.isArray(now)) {
    const [place, ...below] = rest;
    const changed = now.map((each: unknown, at): unknown => {
      if (place === undefined || !isRecord(each)) return each === wrong ? name : each;
      return String(at) === place ? replaced(each, below, wrong, name) : each;
    });
    return { ...data, [key]: changed };
  }
  return { ...data, [key]: rest.length > 0 && isRecord(now) ? replaced(now, rest, wrong, name) : name };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Operators whose first output may go there, those that lead nowhere yet first. */
function connectFixes(diagnostic: Diagnostic, context: FixContext): readonly Fix[] {
  const { document, catalog, editor } = context;
  const index = indexOf(document);
  const target = diagnostic.operator === undefined ? undefined : index.operator(diagnostic.operator);
  if (!target) return [];
  const named = diagnostic.values?.["port"];
  const port =
    typeof named === "string"
      ? named
      : portsOf(target, catalog).inputs.find(
          (input) => !index.edgesInto(target.id).some(({ to }) => to.port === input.name),
        )?.name;
  if (port === undefined) return [];
  const leadsOn = Map.groupBy(document.operators, ({ id }) => index.edgesFrom(id).length > 0);
  const found: Fix[] = [];
  for (const operator of [...(leadsOn.get(false) ?? []), ...(leadsOn.get(true) ?? [])]) {
    if (found.length === candidatesMax) break;
    const output = portsOf(operator, catalog).outputs[0];
    const from = output && { operator: operator.id, port: output.name };
    const verdict = from && judgeConnection(context, from, { operator: target.id, port });
    if (!from || !verdict?.allowed) continue;
    const { partitioner } = verdict;
    found.push({
      label: text("inspector", "fix.connect", { name: operator.name }),
      apply: () => editor.edit(connect(editor.document, from, { operator: target.id, port }, partitioner).change),
    });
  }
  return found;
}

/** Operators that are offered to be connected. */
const candidatesMax = 2;

/** The name at the smallest edit distance, when that is at most a third of its length. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (!best || distance < best.distance) best = { name, distance };
  }
  return best && best.distance <= Math.max(1, best.name.length / 3) ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
