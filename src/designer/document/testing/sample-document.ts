import type { JobDocument } from "../../../graph/job-document.ts";

/** lines -> words -> count -> print, with a note: something of everything. */
export const sampleDocument: JobDocument = {
  format: "weir.job/1",
  name: "sample",
  config: { "execution.checkpointing.interval": "10 s" },
  operators: [
    { id: "lines", type: "values", name: "lines", parallelism: 2, config: { rows: [] } },
    { id: "words", type: "flat-map", name: "words", config: { function: "line.split(' ')" } },
    { id: "count", type: "count", name: "count", uid: "count-uid", parallelism: 2, config: {} },
    { id: "print", type: "print", name: "print", config: {} },
  ],
  edges: [
    { id: "e1", from: { operator: "lines", port: "out" }, to: { operator: "words", port: "in" } },
    {
      id: "e2",
      from: { operator: "words", port: "out" },
      to: { operator: "count", port: "in" },
      partitioner: { type: "hash", key: ["word"] },
    },
    { id: "e3", from: { operator: "count", port: "out" }, to: { operator: "print", port: "in" } },
  ],
  layout: {
    positions: { lines: { x: 0, y: 0 }, words: { x: 280, y: 0 }, count: { x: 560, y: 0 }, print: { x: 840, y: 0 } },
    notes: [{ id: "note-1", x: 0, y: 160, text: "Why two" }],
  },
};
