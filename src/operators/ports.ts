import type { InputPort, OutputPort } from "../graph/descriptor.ts";

const rows = { en: "rows", "zh-Hans": "数据行" };

/** The input of an operator that works on each record alone. Several edges may end here (union). */
export const plainInput: InputPort = { name: "in", label: rows, accepts: "any", many: true };

/** The input of an operator with keyed state. */
export const keyedInput: InputPort = { name: "in", label: rows, accepts: "keyed", many: true };

export const mainOutput: OutputPort = { name: "out", label: rows };
