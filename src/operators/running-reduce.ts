import type { Operator, OperatorContext } from "../runtime/api.ts";
import { copyRow } from "../stream/row-class.ts";
import type { Row } from "../stream/row.ts";

/**
 * StreamGroupedReduceOperator: one row of state per key, emitted after each record with the record's
 * timestamp. [WN16]
 */
export function runningReduce(context: OperatorContext, reduce: (left: Row, right: Row) => Row): Operator {
  const schema = context.inputSchemas[0] ?? { fields: [] };
  const { output } = context;
  const copy = copyRow(schema);
  const state = context.keyedState.value<Row>({
    name: "_op_state",
    type: { type: "ROW", fields: schema.fields, nullable: false },
  });
  return {
    inputs: [
      (row, timestamp) => {
        const left = state.value();
        const reduced = left === null ? row : reduce(left, row);
        const result = reduced === row ? copy(row) : reduced;
        state.update(result);
        // What follows in the chain may change the row it is given.
        output(copy(result), timestamp);
      },
    ],
  };
}
