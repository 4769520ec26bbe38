import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProblems } from "../../graph/find-problems.ts";
import { parseDocument } from "../../graph/parse-document.ts";
import { examples } from "./examples.ts";
import { catalog, runExample } from "./testing/run-example.ts";

test("[DC35] every folder of an example has its line in the list, and a test of what its run shows", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  expect(examples.map(({ id }) => id).toSorted()).toEqual(folders.filter((name) => name !== "testing").toSorted());
  for (const { id } of examples) expect(existsSync(join(import.meta.dirname, id, `${id}.test.ts`)), id).toBe(true);
});

describe.each(examples.map((example) => [example.id, example] as const))("%s", (_, example) => {
  const { title, about, watch, topics, notes, document } = example;
  const operators = document.operators.map(({ id }) => id);

  test("[DC35] is a job without a finding, drawn in full", () => {
    expect(parseDocument(JSON.parse(JSON.stringify(document)))).toEqual({ document, diagnostics: [] });
    expect(findProblems(document, catalog).diagnostics).toEqual([]);
    expect(Object.keys(document.layout?.positions ?? {})).toEqual(operators);
  });

  test("[DC35] says in both languages what it is, what to watch, and both in notes on its drawing", () => {
    expect(topics.length).toBeGreaterThan(0);
    expect(document.layout?.notes?.map(({ id }) => id)).toEqual(Object.keys(notes));
    expect(Object.keys(notes).length).toBeGreaterThan(0);
    for (const words of [title, about, watch, ...Object.values(notes)]) {
      expect(words.en).toMatch(/^[ -~\n]+$/);
      expect(words["zh-Hans"]).toMatch(/\p{Script=Han}/u);
    }
    // A heading, and what it is about.
    for (const note of Object.values(notes)) for (const text of [note.en, note["zh-Hans"]]) expect(text).toMatch(/^[^\n]{2,40}\n[^\n]{20,}$/);
  });

  test("[DC35] moves from the beginning at a pace one can follow, has checkpoints, and takes the same course each time", () => {
    const run = runExample(example);
    expect(run.failureCause).toBeUndefined();
    expect(run.said("checkpointCompleted").length).toBeGreaterThan(1);
    const { speed = Infinity } = document.run ?? {};
    const reads = run.log.filter(({ body }) => body.kind === "read");
    // In seconds that a person watches.
    const second = (event: { readonly at: number } | undefined): number => (event?.at ?? Infinity) / speed / 1000;
    expect(second(reads[0])).toBeLessThan(3);
    expect(second(reads[4]) - second(reads[0])).toBeGreaterThan(1);
    expect(second(run.log.find(({ body }) => body.kind === "sinkWritten"))).toBeLessThan(30);
    expect(runExample(example).hash).toBe(run.hash);
  });
});
