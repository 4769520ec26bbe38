import { lintFunction } from "../expression/lint.ts";
import type { FunctionUse } from "../expression/lint.ts";
import type { ValueKind } from "../expression/result-type.ts";
import type { Catalog } from "./catalog.ts";
import type { InputInfo } from "./descriptor.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { functionTexts } from "./function-texts.ts";
import type { FunctionText } from "./function-texts.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { DocumentEdge, DocumentOperator, JobDocument } from "./job-document.ts";
import { customPartitionFunction } from "./partitioner-traits.ts";

/** What is wrong in the texts of a job's user functions, at whatever depth of a configuration, and in those of its edges. [UI15] */
export function checkFunctions(document: JobDocument, catalog: Catalog, schemas: PortSchemas): readonly Diagnostic[] {
  return [
    ...document.operators.flatMap((operator) => checkOperator(operator, catalog, schemas)),
    ...document.edges.flatMap(checkEdge),
  ];
}

function checkOperator({ id, type, config }: DocumentOperator, catalog: Catalog, schemas: PortSchemas): Diagnostic[] {
  const descriptor = catalog.find(type);
  if (descriptor === undefined) return [];
  const inputs = schemas.inputs.get(id) ?? {};
  return functionTexts(descriptor.config, config).flatMap((text) =>
    problemsOf(text, inputs).map((problem) => ({ ...problem, operator: id })),
  );
}

function checkEdge({ id, partitioner }: DocumentEdge): Diagnostic[] {
  if (partitioner?.type !== "custom") return [];
  const text = { path: "partitioner", source: partitioner.function, meta: customPartitionFunction };
  return problemsOf(text, {}).map((problem) => ({ ...problem, edge: id }));
}

/** `inputs`: by name, as far as their schemas are known; a parameter whose input is not known may have any field. [GR75] */
function problemsOf({ path, source, meta }: FunctionText, inputs: Readonly<Record<string, InputInfo>>): Diagnostic[] {
  const { parameters, rows = {}, result } = meta;
  const known = Object.entries(rows).flatMap(([parameter, input]) => {
    const fields = inputs[input]?.schema.fields.map(({ name }) => name);
    return fields === undefined ? [] : [[parameter, fields] as const];
  });
  const kinds = Object.entries(rows).map(([parameter, input]) => [parameter, kindsOf(inputs[input])] as const);
  const use: FunctionUse = {
    rows: Object.fromEntries(known),
    kinds: Object.fromEntries(kinds),
    ...((result === "boolean" || result === "number") && { wants: result }),
    givesValue: result !== "void",
  };
  return lintFunction({ field: path, source, parameters }, use).map((problem) => ({ severity: "error", field: path, ...problem }));
}

/** What functions are handed of the fields of an input, as far as that is certain. */
function kindsOf(input: InputInfo | undefined): Readonly<Record<string, ValueKind>> {
  const entries = (input?.schema.fields ?? []).flatMap(({ name, type }): [string, ValueKind][] => {
    if (type.type === "BOOLEAN") return [[name, "boolean"]];
    if (type.type === "CHAR" || type.type === "VARCHAR") return [[name, "text"]];
    return numberTypes.has(type.type) ? [[name, "number"]] : [];
  });
  return Object.fromEntries(entries);
}

const numberTypes: ReadonlySet<string> = new Set(["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL"]);
