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

export const sumOperator = aggregation("sum", "sum");
export const minOperator = aggregation("min", "min");
export const maxOperator = aggregation("max", "max");
export const minByOperator = aggregation("min-by", "minBy");
export const maxByOperator = aggregation("max-by", "maxBy");
