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

const sideOutputsOf = ({ function: called }: CommonConfig) => (called.type === "process" ? called.sideOutputs : []);

export function outputsOf(config: CommonConfig): readonly OutputPort[] {
  const sides = sideOutputsOf(config).map(({ tag }): OutputPort => ({ name: tag, label: { en: tag, "zh-Hans": tag }, tag }));
  return [mainOutput, ...(config.lateOutput ? [lateOutput] : []), ...sides];
}

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
  const outputs: Record<string, Schema> = schema === undefined ? {} : { out: schema };
  for (const { tag, fields } of sideOutputsOf(config)) outputs[tag] = schemaOf(fields);
  return { outputs: config.lateOutput ? { ...outputs, late: input.schema } : outputs, diagnostics };
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
      return { schema: schemaOf(config.fields), diagnostics: [...processStateProblems(config), ...combineProblems(config, input.schema)] };
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
  const before = [...keyFields(schema, key), ...(hasBounds ? bounds : [])];
  const { fields, diagnostics } = resultFieldsOf(calls, { schema, before, path: "function.aggregates" });
  return { schema: diagnostics.length === 0 ? { fields } : undefined, diagnostics };
}

interface ResultPlace {
  /** Of the rows. */
  readonly schema: Schema;
  /** Fields in front of the results. */
  readonly before: readonly Field[];
  readonly path: string;
}

function resultFieldsOf(calls: readonly AggregateCallConfig[], { schema, before, path }: ResultPlace) {
  const diagnostics: Diagnostic[] = [];
  const fields = [...before];
  for (const [place, { as, ...call }] of calls.entries()) {
    const type = resultType(schema, call);
    const problem = nameProblem(as) ?? (fields.some((field) => field.name === as) ? "twice" : undefined);
    if (type === undefined) diagnostics.push(fieldProblem({ type: call.kind, field: call.field ?? "" }, schema, `${path}.${place}.field`));
    else if (problem !== undefined) diagnostics.push(nameDiagnostic({ name: as, problem }, "field", `${path}.${place}.as`));
    else fields.push({ name: as, type });
  }
  return { fields, diagnostics };
}

function combineProblems({ combine }: Extract<FunctionConfig, { type: "process" }>, schema: Schema): readonly Diagnostic[] {
  if (combine?.type !== "aggregate") return [];
  return resultFieldsOf(combine.aggregates, { schema, before: [], path: "function.combine.aggregates" }).diagnostics;
}

/** A state is of the windows or of the key: one name cannot be both. */
function processStateProblems({ windowState, globalState }: Extract<FunctionConfig, { type: "process" }>): readonly Diagnostic[] {
  const both = globalState.flatMap(({ name }, place) =>
    windowState.some((state) => state.name === name)
      ? [nameDiagnostic({ name, problem: "twice" }, "state", `function.globalState.${place}.name`)]
      : []);
  return [...stateNameProblems(windowState, "function.windowState"), ...stateNameProblems(globalState, "function.globalState"), ...both];
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

