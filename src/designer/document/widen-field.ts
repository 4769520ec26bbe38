import type { JobDocument } from "../../graph/job-document.ts";
import type { DocumentChange } from "./document-change.ts";

/** Makes a field of a source text, which every value of a file fits; undefined where there is no such field, or it is text. [UI105] */
export function widenField(document: JobDocument, operator: string, field: string): DocumentChange | undefined {
  const config = document.operators.find(({ id }) => id === operator)?.config;
  const fields: unknown = config?.["fields"];
  if (config === undefined || !Array.isArray(fields)) return undefined;
  const isNarrow = (each: unknown): each is TypedField => isField(each) && each.name === field && each.type !== "STRING";
  const widened = fields.map((each: unknown) => (isNarrow(each) ? { ...each, type: "STRING" } : each));
  const isSame = widened.every((each, at) => each === fields[at]);
  return isSame ? undefined : { kind: "setConfig", operator, config: { ...config, fields: widened } };
}

interface TypedField {
  readonly name: string;
  readonly type: string;
}

const isField = (value: unknown): value is TypedField =>
  typeof value === "object" && value !== null && "name" in value && "type" in value;
