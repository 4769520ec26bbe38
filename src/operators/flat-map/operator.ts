import type { OperatorFactory } from "../../runtime/api.ts";
import { callScope } from "../../stream/call-scope.ts";
import { handleParameter, rowParameter } from "../../stream/guest-parameter.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import type { FlatMapConfig } from "./descriptor.ts";

export const flatMapFactory: OperatorFactory<FlatMapConfig> = {
  type: "flat-map",
  createOperator(config, context) {
    const [schema = { fields: [] }] = context.inputSchemas;
    const { output } = context;
    const scope = callScope();
    const source = {
      field: "function",
      source: config.function,
      parameters: [rowParameter("row", schema), handleParameter("collect")],
    };
    const flatMapped = context.functions.compile(source, scope.settle);
    let timestamp = noTimestamp;
    const collect = scope.guard(rowFromObject(context.outputSchema), (row) => output(row, timestamp));
    return {
      inputs: [
        (row, recordTimestamp) => {
          timestamp = recordTimestamp;
          scope.enter();
          try {
            flatMapped(row, collect);
          } finally {
            scope.leave();
          }
        },
      ],
    };
  },
};
