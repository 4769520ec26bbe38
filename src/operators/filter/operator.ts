import type { OperatorFactory } from "../../runtime/api.ts";
import { ConformError } from "../../stream/conform.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import { ownCopy } from "../../stream/own-copy.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { FilterConfig } from "./descriptor.ts";

export const filterFactory: OperatorFactory<FilterConfig> = {
  type: "filter",
  givesAtMostOne: true,
  createOperator(config, context) {
    const [schema = { fields: [] }] = context.inputSchemas;
    const source = { field: "function", source: config.function, parameters: [rowParameter("row", schema)] };
    const passes = context.functions.compile(source, ownCopy(checkingBoolean)(notBoolean));
    const { collect, takeDropped } = ownCopy(filtering)(passes, context.output);
    return { inputs: [collect], takeDropped };
  },
};

/** What passes costs no count: only what does not is counted. */
const filtering = (
  passes: (row: Row) => boolean,
  output: Collector,
): { readonly collect: Collector; readonly takeDropped: () => number } => {
  let dropped = 0;
  return {
    collect: (row, timestamp) => {
      if (passes(row)) output(row, timestamp);
      else dropped += 1;
    },
    takeDropped: () => {
      const taken = dropped;
      dropped = 0;
      return taken;
    },
  };
};

const checkingBoolean =
  (refused: (verdict: unknown) => Error) =>
  (verdict: unknown): boolean => {
    if (verdict === true || verdict === false) return verdict;
    throw refused(verdict);
  };

function notBoolean(verdict: unknown): Error {
  return new ConformError(
    `The condition gave ${verdict === null ? "null" : `a ${typeof verdict}`}, not true or false. ` +
      "Compare explicitly, for example row.n !== 0.",
  );
}
