import type { Schema } from "../stream/logical-type.ts";

/** What a sink's writer hands to its committer: the committables of one subtask for one checkpoint. */
export const committableSchema: Schema = {
  fields: [
    { name: "checkpointId", type: { type: "BIGINT", nullable: false } },
    { name: "subtask", type: { type: "INT", nullable: false } },
    { name: "committables", type: { type: "RAW", nullable: false } },
  ],
};
