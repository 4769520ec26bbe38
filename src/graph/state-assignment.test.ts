import { everySubtask, headOfChain, listBy, toGateIndex, toOperatorIndex, toPlaceInGate, toSubtaskIndex } from "../stream/indices.ts";
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { compileJob } from "./compile-job.ts";
import { redistributeOperatorState } from "./redistribute.ts";
import { assignState } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import { sampleCatalog, wordCount } from "./testing/sample-job.ts";
import type { CompiledJob } from "./compile-job.ts";
import type { JobDocument } from "./job-document.ts";
import type { StoredVertex } from "./stored-state.ts";

function compiled(document: JobDocument, restoreFrom: readonly StoredVertex[] = []): CompiledJob {
  const job = compileJob(document, sampleCatalog, { restoreFrom });
  if (!job.ok) throw new Error(job.diagnostics.map(({ message }) => message).join("\n"));
  return job;
}

const at = (parallelism: number, more: JobDocument["config"] = {}): JobDocument =>
  ({ ...wordCount, config: { ...wordCount.config, "parallelism.default": `${parallelism}`, ...more } });

it("[CP46] a checkpoint that holds records that were under way is refused, not restored without them", () => {
  const channels = { inputs: [{ gate: toGateIndex(0), channel: toPlaceInGate(1), range: { offset: 0, length: 8 } }], outputs: [] };
  const vertex = (more: object): StoredVertex => ({
    vertexId: "v", maxParallelism: 128, operators: listBy(toOperatorIndex, ["a"]),
    subtasks: listBy(toSubtaskIndex, [{ snapshot: { path: "f", operators: [], ...more } }]),
  });
  expect(storedOperators([vertex({})])).toEqual([]);
  expect(() => storedOperators([vertex({}), vertex({ channels })])).toThrow("it holds records that were under way");
});

/** Two subtasks of the count, each with all its key groups; file `f<i>`, offset = group. */
function storedCount(maxParallelism: number): readonly StoredVertex[] {
  const vertex = compiled(wordCount).topology.vertices[1];
  const operators = (vertex?.operators ?? listBy(toOperatorIndex, [])).map(({ id }) => id);
  const half = maxParallelism / 2;
  return [{
    vertexId: vertex?.id ?? "",
    maxParallelism,
    operators,
    subtasks: everySubtask(2).map((subtask) => ({
      snapshot: {
        path: `f${subtask}`,
        operators: [{
          operatorId: operators[headOfChain] ?? "",
          keyGroups: Array.from({ length: half }, (_, group) => ({ group: group + subtask * half, range: { offset: group + subtask * half, length: 1 } })),
          operatorStates: [],
        }],
      },
    })),
  }];
}

describe("keyed state", () => {
  it.each([1, 2, 3, 5])("[GR53] every key group goes to the subtask that owns it, at parallelism %i", (parallelism) => {
    const stored = storedCount(128);
    const { executionGraph } = compiled(at(parallelism), stored);
    const restored = assignState(executionGraph, storedOperators(stored));
    const groups = restored.map((states) => states.flatMap(({ keyGroups }) => keyGroups.map(({ group }) => group)));
    expect(groups.flatMap((own) => own).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, group) => group));
    expect(groups.slice(0, parallelism).every((own) => own.length === 0)).toBe(true);
    expect(restored.flatMap((states) => states).flatMap(({ keyGroups }) => keyGroups).every(({ file, group }) => file === `f${group < 64 ? 0 : 1}`)).toBe(true);
  });

  it("[GR52] the max parallelism of the state is taken over when the job sets none", () => {
    expect(compiled(at(2), storedCount(32)).topology.vertices.map(({ maxParallelism }) => maxParallelism)).toEqual([128, 32]);
  });

  it.each<[string, JobDocument, readonly StoredVertex[]]>([
    ["restore.parallelism-above-max", at(5), storedCount(4)],
    ["restore.max-parallelism-changed", at(2, { "pipeline.max-parallelism": "64" }), storedCount(128)],
    ["restore.state-without-operator", at(2, { "pipeline.operator-chaining.enabled": "false" }), storedCount(128)],
  ])("[GR52] refuses: %s", (code, document, stored) => {
    const job = compileJob(document, sampleCatalog, { restoreFrom: stored });
    expect(job.ok).toBe(false);
    expect(job.diagnostics.map((found) => found.code)).toContain(code);
  });

  it("[GR52] drops state without operator when that is allowed", () => {
    const document = at(2, { "pipeline.operator-chaining.enabled": "false", "execution.state-recovery.ignore-unclaimed-state": "true" });
    expect(compileJob(document, sampleCatalog, { restoreFrom: storedCount(128) }).ok).toBe(true);
  });

  it("[GR51] an operator of which nothing was reported does not count", () => {
    const [vertex] = storedCount(128);
    const operators = listBy(toOperatorIndex, ["f".repeat(32)]);
    const empty = vertex === undefined ? [] : [{ ...vertex, operators, subtasks: listBy(toSubtaskIndex, [{ snapshot: undefined }]) }];
    expect(storedOperators(empty)).toEqual([]);
  });
});

describe("operator state", () => {
  const counts = fc.array(fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 });

  it("[GR50] split elements each go to exactly one subtask, evenly; union elements to all", () => {
    fc.assert(fc.property(counts, fc.integer({ min: 1, max: 6 }), (old, parallelism) => {
      const reports = listBy(toSubtaskIndex, old).map(([split = 0, union = 0], subtask) => [
        { name: "s", mode: "split" as const, elements: Array.from({ length: split }, (_, item) => `${subtask}.${item}`) },
        { name: "u", mode: "union" as const, elements: Array.from({ length: union }, (_, item) => `${subtask}.${item}`) },
      ]);
      const dealt = redistributeOperatorState(reports, parallelism);
      const elementsOf = (name: string): readonly (readonly string[])[] =>
        Array.from(dealt, (states) => states.find((state) => state.name === name)?.elements ?? []);
      const all = (name: string): readonly string[] => reports.flatMap((states) => states.find((state) => state.name === name)?.elements ?? []);
      expect(elementsOf("s").flat().toSorted()).toEqual(all("s").toSorted());
      const sizes = elementsOf("s").map((elements) => elements.length);
      if (old.length !== parallelism) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const elements of elementsOf("u")) expect(elements).toEqual(all("u"));
    }));
  });
});
