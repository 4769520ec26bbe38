import { describe, expect, it } from "vitest";
import { listBy, noTask, toTaskIndex } from "../stream/indices.ts";
import { pipelinedRegions } from "./pipelined-regions.ts";
import { regionsToRestart } from "./region-failover.ts";
import type { RegionGraph } from "./pipelined-regions.ts";

/** Vertex i has subtasks 2i and 2i + 1; links written "0=2" (pipelined) or "0-2" (blocking). */
function graphOf(vertices: number, links: readonly string[]): RegionGraph {
  return {
    vertices: listBy(toTaskIndex, Array.from({ length: 2 * vertices }, (_, subtask) => Math.floor(subtask / 2))),
    links: links.map((link) => {
      const [from = noTask, to = noTask] = link.split(/[=-]/).map((end) => toTaskIndex(Number(end)));
      return { from, to, type: link.includes("=") ? "PIPELINED" : "BLOCKING" };
    }),
  };
}

describe("pipelined regions", () => {
  it.each<[string, RegionGraph, readonly number[]]>([
    ["forward: one per subtask", graphOf(2, ["0=2", "1=3"]), [0, 1, 0, 1]],
    ["all to all: one", graphOf(2, ["0=2", "0=3", "1=2", "1=3"]), [0, 0, 0, 0]],
    ["blocking: one per subtask", graphOf(2, ["0-2", "1-3"]), [0, 1, 2, 3]],
    ["a cycle inside a logical region is one", graphOf(2, ["0=2", "1=3", "0-3", "1-2"]), [0, 0, 0, 0]],
    ["without a cycle they stay apart", graphOf(2, ["0=2", "1=3", "0-3"]), [0, 1, 0, 1]],
    ["a cycle over logical regions leaves them apart", graphOf(4, ["0=2", "4=6", "0-6", "4-2"]), [0, 1, 0, 3, 4, 5, 4, 7]],
  ])("[GR46] %s", (_, graph, expected) => expect(pipelinedRegions(graph)).toEqual(expected));
});

describe("region failover", () => {
  const graph = graphOf(3, ["0-2", "1-3", "2-4", "3-5"]);

  const all = { isCreated: () => false, isAvailable: () => true };

  it("[GR47] restarts the consumers of the failed region", () => {
    expect(regionsToRestart(graph, { ...all, failed: toTaskIndex(2) })).toEqual([2, 4]);
  });

  it("[GR47] restarts producers whose results are gone, and all that they feed", () => {
    expect(regionsToRestart(graph, { ...all, failed: toTaskIndex(2), isAvailable: ({ from }) => from !== 0 })).toEqual([0, 2, 4]);
    expect(regionsToRestart(graph, { ...all, failed: toTaskIndex(4), isAvailable: () => false })).toEqual([0, 2, 4]);
  });

  it("[GR47] restarts nothing that was never scheduled", () => {
    expect(regionsToRestart(graph, { ...all, failed: toTaskIndex(2), isCreated: (subtask) => subtask === 4 })).toEqual([2]);
  });
});
