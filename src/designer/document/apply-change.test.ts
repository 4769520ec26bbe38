import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobDocument } from "../../graph/job-document.ts";
import { applyChange } from "./apply-change.ts";
import { copyFragment, pasteChange } from "./clipboard.ts";
import type { DocumentChange } from "./document-change.ts";
import { addNote, addOperator, connect, healAndRemove } from "./edit-changes.ts";
import { createHistory, record, redo, seal, undo } from "./history.ts";
import { sampleDocument } from "./testing/sample-document.ts";

const remove = (...operators: string[]): DocumentChange => ({ kind: "removeParts", operators, edges: [], notes: [] });

const changes: Record<string, (document: JobDocument) => DocumentChange> = {
  add: (document) => addOperator(document, { type: "map", name: "map", config: {} }, { x: 8, y: 8 }).change,
  connect: (document) =>
    connect(document, { operator: "lines", port: "out" }, { operator: "print", port: "in" }).change,
  note: (document) => addNote(document, { x: 1, y: 2 }, "text").change,
  remove: () => remove("words", "count"),
  removeEdge: () => ({ kind: "removeParts", operators: [], edges: ["e2"], notes: ["note-1"] }),
  heal: (document) => healAndRemove(document, "words"),
  rename: () => ({ kind: "rename", operator: "count", name: "tally" }),
  setConfig: () => ({ kind: "setConfig", operator: "words", config: { function: "x" } }),
  setParallelism: () => ({ kind: "setExecution", operator: "count", key: "parallelism", value: 4 }),
  unsetUid: () => ({ kind: "setExecution", operator: "count", key: "uid", value: undefined }),
  partitioner: () => ({ kind: "setPartitioner", edge: "e2", partitioner: { type: "rebalance" } }),
  noPartitioner: () => ({ kind: "setPartitioner", edge: "e2", partitioner: undefined }),
  latency: () => ({ kind: "setLatency", edge: "e2", latencyMs: 40 }),
  reconnect: () => ({
    kind: "reconnect",
    edge: "e3",
    from: { operator: "lines", port: "out" },
    to: { operator: "print", port: "in" },
  }),
  move: () => ({ kind: "move", positions: { lines: { x: 5, y: 5 }, words: undefined } }),
  setNote: () => ({ kind: "setNote", note: { id: "note-1", x: 3, y: 3, text: "other" } }),
  option: () => ({ kind: "setOption", key: "parallelism.default", value: "2" }),
  unsetOption: () => ({ kind: "setOption", key: "execution.checkpointing.interval", value: undefined }),
  run: () => ({ kind: "setRun", run: { seed: 9 } }),
  renameJob: () => ({ kind: "renameJob", name: "other" }),
  replace: () => ({ kind: "replace", document: { ...sampleDocument, operators: [], edges: [] } }),
  paste: (document) =>
    pasteChange(document, copyFragment(document, { operators: ["words", "count"], edges: [], notes: ["note-1"] }), {
      x: 90,
      y: 90,
    }),
};

describe("document changes", () => {
  it.each(Object.entries(changes))("[DC2] %s is taken back by its inverse", (_, make) => {
    const applied = applyChange(sampleDocument, make(sampleDocument));
    expect(applied.document).not.toEqual(sampleDocument);
    expect(applyChange(applied.document, applied.inverse).document).toEqual(sampleDocument);
  });

  it("[DC3] removing an operator takes its edges along", () => {
    expect(applyChange(sampleDocument, remove("count")).document.edges.map(({ id }) => id)).toEqual(["e1"]);
  });

  it("[DC11] healing joins what stood before to what stood behind, with the partitioner of the edge out", () => {
    const { document } = applyChange(sampleDocument, healAndRemove(sampleDocument, "words"));
    expect(document.edges).toEqual([
      {
        id: "e2",
        from: { operator: "lines", port: "out" },
        to: { operator: "count", port: "in" },
        partitioner: { type: "hash", key: ["word"] },
      },
      sampleDocument.edges[2],
    ]);
  });

  it("refuses to change what is not there", () => {
    expect(() => applyChange(sampleDocument, { kind: "rename", operator: "ghost", name: "x" })).toThrow(
      "There is no ghost",
    );
  });
});

describe("changes as data", () => {
  it.each(Object.entries(changes))("[DC1] %s is plain data that can be copied, and so is its inverse", (_, make) => {
    const change = make(sampleDocument);
    const { document, inverse } = applyChange(sampleDocument, change);
    const copied = <Value>(value: Value): Value => structuredClone(value);
    expect(applyChange(sampleDocument, copied(change)).document).toEqual(document);
    expect(applyChange(document, copied(inverse)).document).toEqual(sampleDocument);
  });
});

describe("history", () => {
  const rename = (name: string): DocumentChange => ({ kind: "rename", operator: "count", name });

  it("[DC4] forgets the future at a new change", () => {
    const history = record(undo(record(createHistory(sampleDocument), rename("a"))), rename("b"));
    expect(redo(history)).toBe(history);
  });

  it("[DC5] merges changes with one key into one step, and brings them back whole", () => {
    const typed = ["t", "ta", "tal"].reduce(
      (history, name) => record(history, rename(name), "name"),
      createHistory(sampleDocument),
    );
    expect(typed.past).toHaveLength(1);
    expect(undo(typed).document).toEqual(sampleDocument);
    expect(redo(undo(typed)).document).toEqual(typed.document);
    expect(record(seal(typed), rename("x"), "name").past).toHaveLength(2);
  });

  it("any walk of edits, undos and redos agrees with a list of snapshots", () => {
    const steps = fc.array(
      fc.oneof(fc.constantFrom("undo", "redo"), fc.constantFrom("add", "note", "run", "renameJob", "option", "paste")),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (walk) => {
        let history = createHistory(sampleDocument);
        let snapshots = [sampleDocument];
        let at = 0;
        for (const step of walk) {
          if (step === "undo") {
            history = undo(history);
            at = Math.max(0, at - 1);
          } else if (step === "redo") {
            history = redo(history);
            at = Math.min(snapshots.length - 1, at + 1);
          } else {
            const make = changes[step];
            if (!make) throw new Error(step);
            history = record(history, make(history.document));
            snapshots = [...snapshots.slice(0, at + 1), history.document];
            at++;
          }
          expect(history.document).toEqual(snapshots[at]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
