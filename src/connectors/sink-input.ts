import type { InputPort } from "../graph/descriptor.ts";

/** The one input of every sink. Several edges may end here: their union is written. */
export const sinkInput: InputPort = { name: "in", label: { en: "rows", "zh-Hans": "数据行" }, accepts: "any", many: true };
