import type { OperatorFactory } from "../../runtime/api.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import { ownCopy } from "../../stream/own-copy.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { MapConfig } from "./descriptor.ts";

export const mapFactory: OperatorFactory<MapConfig> = {
  type: "map",
  givesAtMostOne: true,
  createOperator(config, context) {
    const [schema = { fields: [] }] = context.inputSchemas;
    const source = { field: "function", source: config.function, parameters: [rowParameter("row", schema)] };
    const mapped = context.functions.compile(source, rowFromObject(context.outputSchema));
    return { inputs: [ownCopy(mapping)(mapped, context.output)] };
  },
};

const mapping =
  (mapped: (row: Row) => Row, output: Collector): Collector =>
  (row, timestamp) =>
    output(mapped(row), timestamp);
