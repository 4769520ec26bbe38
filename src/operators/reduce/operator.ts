import type { OperatorFactory } from "../../runtime/api.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import { runningReduce } from "../running-reduce.ts";
import type { ReduceConfig } from "./descriptor.ts";

export const reduceFactory: OperatorFactory<ReduceConfig> = {
  type: "reduce",
  createOperator(config, context) {
    const schema = context.inputSchemas[0] ?? { fields: [] };
    const parameters = [rowParameter("left", schema), rowParameter("right", schema)];
    const source = { field: "function", source: config.function, parameters };
    return runningReduce(context, context.functions.compile(source, rowFromObject(schema)));
  },
};
