import { describe, expect, it } from "vitest";
import { buildJobGraph } from "./build-job-graph.ts";
import { boundedFindings } from "./bounded-findings.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { documentLimits, findingsMax } from "./document-limits.ts";
import { StreamGraphBuilder } from "./stream-graph-builder.ts";
import { defaultGraphSettings } from "./stream-graph.ts";
import type { NodeHandle } from "./stream-graph-builder.ts";
import type { DocumentPartitioner } from "./job-document.ts";
import type { NodeOperator, StreamGraph } from "./stream-graph.ts";
import { topologicalOrder } from "./topological-order.ts";

const operator: NodeOperator = {
  type: "x", part: "operator", config: {}, hasFunctions: false, inputSchemas: [], keys: [], outputSchema: { fields: [] }, sideOutputs: [],
  serviceTimeMs: undefined,
};

/** A source and `length` operators behind each other. */
function inARow(length: number, partitioner?: DocumentPartitioner): StreamGraph {
  const builder = new StreamGraphBuilder(defaultGraphSettings, "STREAMING");
  let from: NodeHandle = builder.add({ name: "Source: s", kind: "source", operator: { ...operator, part: "source" } }, []);
  for (let at = 0; at < length; at++) from = builder.add({ name: `n${at}`, kind: "operator", operator }, [{ from, input: 0, partitioner }]);
  return builder.build();
}

/** Far longer than any document may be: a walk that goes down with the row would use up the stack. */
const length = 20_000;

describe("[GR54] a job that is longer than the stack is deep", () => {
  it("becomes one chain", { timeout: 120_000 }, () => {
    const { vertices } = buildJobGraph(inARow(length));
    expect(vertices).toHaveLength(1);
    expect(vertices[0]?.operators).toHaveLength(length + 1);
    expect(vertices[0]?.operators.slice(0, 3)).toEqual([0, 1, 2]);
    expect(vertices[0]?.name.startsWith("Source: s -> n0 -> n1 -> ")).toBe(true);
    expect(vertices[0]?.name.length).toBeLessThanOrEqual(100_000);
    expect(vertices[0]?.description.length).toBeLessThanOrEqual(100_000);
  });

  it("becomes as many vertices, in order", { timeout: 120_000 }, () => {
    const { vertices } = buildJobGraph(inARow(5000, { type: "rebalance" }));
    expect(vertices.map(({ operators }) => operators)).toEqual(Array.from({ length: 5001 }, (_, at) => [at]));
  });

  it("is put in order", () => {
    const vertices = Array.from({ length }, (_, at) => ({
      inputs: at === 0 ? [] : [{ source: at - 1 }],
      results: at === length - 1 ? [] : [{ consumers: [at + 1] }],
    }));
    expect(topologicalOrder(vertices)).toEqual(vertices.map((_, at) => at));
  });
});

it("[GR54] a walk that goes down with the row does use up the stack: the test can fail", () => {
  const followers = Array.from({ length }, (_, at) => [at + 1]);
  const visit = (at: number): number => (followers[at] ?? []).map((next) => visit(next)).reduce((sum, each) => sum + each, 1);
  expect(() => visit(0)).toThrow(RangeError);
});

describe("[GR58] findings", () => {
  const finding = (severity: Diagnostic["severity"], message: string): Diagnostic => ({ severity, code: "x", message, values: { message } });

  it("are said errors first, and the others counted", () => {
    const warnings = Array.from({ length: 500 }, () => finding("warning", "doubtful"));
    const said = boundedFindings([...warnings, finding("error", "wrong")]);
    expect(said).toHaveLength(findingsMax + 1);
    expect(said[0]?.message).toBe("wrong");
    expect(said.at(-1)).toMatchObject({ code: "job.more-findings", values: { count: 501 - findingsMax } });
  });

  it("are said as they are when they are few, and short when they are long", () => {
    const few = [finding("warning", "doubtful"), finding("error", "wrong")];
    expect(boundedFindings(few)).toEqual(few);
    const [long] = boundedFindings([finding("error", "x".repeat(documentLimits.text))]);
    expect(long?.message.length).toBe(2000);
    expect(String(long?.values?.["message"]).length).toBe(500);
  });
});
