import type { OperatorFactory } from "../../runtime/api.ts";
import { ConformError } from "../../stream/conform.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import { ownCopy } from "../../stream/own-copy.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { FilterConfig } from "./descriptor.ts";

export const filterFactory: OperatorFactory<FilterConfig> = {
  type: "filter",
  createOperator(config, context) {
    const [schema = { fields: [] }] = context.inputSchemas;
    const source = { field: "function", source: config.function, parameters: [rowParameter("row", schema)] };
    const passes = context.functions.compile(source, ownCopy(checkingBoolean)(notBoolean));
    return { inputs: [ownCopy(filtering)(passes, context.output)] };
  },
};

const filtering =
  (passes: (row: Row) => boolean, output: Collector): Collector =>
  (row, timestamp) => {
    if (passes(row)) output(row, timestamp);
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
