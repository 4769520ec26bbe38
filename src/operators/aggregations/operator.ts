import { fieldReduce } from "../../runtime/aggregate/field-reduce.ts";
import type { FieldAggregation } from "../../runtime/aggregate/field-reduce.ts";
import type { OperatorFactory } from "../../runtime/api.ts";
import { runningReduce } from "../running-reduce.ts";
import type { AggregationConfig } from "./descriptor.ts";

const aggregation = (type: string, kind: FieldAggregation): OperatorFactory<AggregationConfig> => ({
  type,
  createOperator({ field, first = true }, context) {
    const schema = context.inputSchemas[0] ?? { fields: [] };
    return runningReduce(context, fieldReduce(schema, { aggregation: kind, field, first }));
  },
});

export const sumFactory = aggregation("sum", "sum");
export const minFactory = aggregation("min", "min");
export const maxFactory = aggregation("max", "max");
export const minByFactory = aggregation("min-by", "minBy");
export const maxByFactory = aggregation("max-by", "maxBy");
