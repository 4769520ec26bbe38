import type { OperatorFactory } from "../../runtime/api.ts";
import { rowClass } from "../../stream/row-class.ts";
import type { CountConfig } from "./descriptor.ts";

export const countFactory: OperatorFactory<CountConfig> = {
  type: "count",
  createOperator(_config, context) {
    const { output, outputSchema, keyedState } = context;
    const counter = keyedState.value<number>({ name: "count", type: { type: "BIGINT", nullable: false } });
    const Result = rowClass(outputSchema);
    const names = outputSchema.fields.slice(0, -1).map((field) => field.name);
    const [only = ""] = names;
    const next = (): number => {
      const value = (counter.value() ?? 0) + 1;
      counter.update(value);
      return value;
    };
    if (names.length === 1)
      return { inputs: [(row, timestamp) => output(new Result(0, row[only], next()), timestamp)] };
    return {
      inputs: [
        (row, timestamp) => output(new Result(0, ...names.map((name) => row[name]), next()), timestamp),
      ],
    };
  },
};
