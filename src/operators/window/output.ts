import type { Inference, InputInfo, OutputPort } from "../../graph/descriptor.ts";
import { nameDiagnostic, stateNameProblems } from "../../graph/check-names.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { hasOrder, hasSum, resultType } from "../../stream/aggregate-type.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { nameProblem } from "../../stream/field-names.ts";
import type { Field, LogicalType, Schema } from "../../stream/logical-type.ts";
import { mainOutput } from "../ports.ts";
import type { CommonConfig } from "./config.ts";
import type { AggregateCallConfig, FunctionConfig } from "./function-config.ts";

const timestamp: LogicalType = { type: "TIMESTAMP", precision: 3, nullable: false };
const bounds: readonly Field[] = [
  { name: "window_start", type: timestamp },
  { name: "window_end", type: timestamp },
];

const lateOutput: OutputPort = {
  name: "late",
  label: { en: "late rows", "zh-Hans": "迟到数据" },
  tag: "late",
};

export const outputsOf = ({ lateOutput: late }: CommonConfig): readonly OutputPort[] =>
  late ? [mainOutput, lateOutput] : [mainOutput];

/**
 * Schemas of the outputs. `hasBounds`: the windows begin and end, so aggregates come with window_start and
 * window_end. [WN17]
 */
export function inferWindow(
  config: CommonConfig,
  input: InputInfo | undefined,
  hasBounds: boolean,
): Inference {
  if (input === undefined) return { outputs: {}, diagnostics: [] };
  const { schema, diagnostics } = functionOutput(config.function, input, hasBounds);
  const late = config.lateOutput ? { late: input.schema } : {};
  return { outputs: schema === undefined ? late : { out: schema, ...late }, diagnostics };
}

interface FunctionOutput {
  readonly schema: Schema | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function functionOutput(config: FunctionConfig, input: InputInfo, hasBounds: boolean): FunctionOutput {
  switch (config.type) {
    case "aggregate":
      return aggregateOutput(config.aggregates, input, hasBounds);
    case "process":
      return { schema: schemaOf(config.fields), diagnostics: processStateProblems(config) };
    case "reduce":
      return { schema: input.schema, diagnostics: [] };
    default: {
      const type = input.schema.fields.find((field) => field.name === config.field)?.type;
      const possible = type !== undefined && (config.type === "sum" ? hasSum(type) : hasOrder(type));
      return {
        schema: input.schema,
        diagnostics: possible ? [] : [fieldProblem(config, input.schema, "function.field")],
      };
    }
  }
}

function aggregateOutput(
  calls: readonly AggregateCallConfig[],
  { schema, key }: InputInfo,
  hasBounds: boolean,
): FunctionOutput {
  if (key === undefined) return { schema: undefined, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const fields = [...keyFields(schema, key), ...(hasBounds ? bounds : [])];
  for (const [place, { as, ...call }] of calls.entries()) {
    const type = resultType(schema, call);
    const path = `function.aggregates.${place}`;
    const problem = nameProblem(as) ?? (fields.some((field) => field.name === as) ? "twice" : undefined);
    if (type === undefined) diagnostics.push(fieldProblem({ type: call.kind, field: call.field ?? "" }, schema, `${path}.field`));
    else if (problem !== undefined) diagnostics.push(nameDiagnostic({ name: as, problem }, "field", `${path}.as`));
    else fields.push({ name: as, type });
  }
  return { schema: diagnostics.length === 0 ? { fields } : undefined, diagnostics };
}

function processStateProblems({ windowState, globalState }: Extract<FunctionConfig, { type: "process" }>): readonly Diagnostic[] {
  return [...stateNameProblems(windowState, "function.windowState"), ...stateNameProblems(globalState, "function.globalState")];
}

function keyFields(schema: Schema, key: readonly string[]): Field[] {
  return key
    .map((name) => schema.fields.find((field) => field.name === name))
    .filter((field): field is Field => field !== undefined);
}

interface Aggregation {
  readonly type: string;
  readonly field: string;
}

function fieldProblem({ type: kind, field }: Aggregation, schema: Schema, path: string): Diagnostic {
  const found = schema.fields.find((candidate) => candidate.name === field);
  const values = { field, aggregation: kind };
  if (found === undefined) {
    const names = schema.fields.map((candidate) => candidate.name).join(", ");
    const message = `${kind} needs a field of the input. It has ${names}, not "${field}".`;
    return { severity: "error", code: "operator.field-unknown", message, values, field: path };
  }
  const message = `There is no ${kind} of "${field}", which is ${found.type.type}.`;
  return { severity: "error", code: "operator.field-type", message, values, field: path };
}

