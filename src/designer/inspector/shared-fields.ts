import type { Catalog } from "../../graph/catalog.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { DocumentOperator } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { DocumentChange } from "../document/document-change.ts";
import { formFields, isShown, type FormField, type Widget } from "./form-model.ts";

/** Fields that the forms of all these operators show now, by the same name, as the same kind of value. [UI163] */
export function sharedFields(operators: readonly DocumentOperator[], catalog: Catalog): readonly FormField[] {
  const [first = [], ...rest] = operators.map(({ type, config }) => {
    const descriptor = catalog.find(type);
    return descriptor ? formFields(descriptor.config, config).filter((field) => isShown(field, config)) : [];
  });
  return first.filter((field) => rest.every((fields) => fields.some((other) => isAlike(field, other))));
}

const isAlike = (one: FormField, other: FormField): boolean =>
  one.key === other.key &&
  one.widget === other.widget &&
  one.meta?.label.en === other.meta?.label.en &&
  one.meta?.unit === other.meta?.unit &&
  JSON.stringify(one.choices) === JSON.stringify(other.choices);

/** Widgets that can show "mixed" and be typed into all the same; a list or a schema that differs is edited one by one. */
const overwritable: ReadonlySet<Widget> = new Set([
  "boolean",
  "select",
  "number",
  "duration",
  "text",
  "field",
  "fields",
  "function",
  "type",
]);

export const canOverwrite = ({ widget }: FormField): boolean => overwritable.has(widget);

/** What several operators have in common at a place: one value, or several, said by name. */
type CommonValue = { readonly value: unknown } | { readonly mixed: string };

/** Names said of a mixed value. */
const mostNamed = 4;
const longest = 24;

/** `unset`: what to say where nothing is set. */
export function commonValue(
  operators: readonly DocumentOperator[],
  valueOf: (operator: DocumentOperator) => unknown,
  unset: string,
): CommonValue {
  const texts = operators.map((operator) => JSON.stringify(valueOf(operator)));
  const [first] = operators;
  if (first && texts.every((text) => text === texts[0])) return { value: valueOf(first) };
  const words = operators.slice(0, mostNamed).map((operator, place) => {
    const value = valueOf(operator);
    const text = value === undefined ? unset : typeof value === "string" ? value : (texts[place] ?? "");
    return `${operator.name} ${text.length > longest ? `${text.slice(0, longest)}…` : text}`;
  });
  return { mixed: [...words, ...(operators.length > mostNamed ? [`+${operators.length - mostNamed}`] : [])].join(", ") };
}

/** The same edit to each, as one step of undo. */
export function changeOfAll(
  operators: readonly DocumentOperator[],
  changeOf: (operator: DocumentOperator) => DocumentChange,
): DocumentChange {
  const [only, ...more] = operators;
  if (only && more.length === 0) return changeOf(only);
  return { kind: "batch", name: "several", changes: operators.map(changeOf) };
}

/** Fields that all their inputs have: what may be chosen for all of them. */
export function commonSchema(schemas: readonly (Schema | undefined)[]): Schema | undefined {
  const [first, ...rest] = schemas;
  if (!first || rest.some((schema) => schema === undefined)) return undefined;
  const isCommon = ({ name }: { readonly name: string }): boolean =>
    rest.every((schema) => schema?.fields.some((field) => field.name === name));
  return { ...first, fields: first.fields.filter(isCommon) };
}

/** Of the same thing wrong with several, once. */
export const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((diagnostic) => [`${diagnostic.code} ${diagnostic.field} ${diagnostic.message}`, diagnostic])).values(),
];
