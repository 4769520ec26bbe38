import { everySubtask, listBy, toChannelIndex, toSubtaskIndex, toTaskIndex } from "../../src/stream/indices.ts";
import { subtasksToRestart } from "../../src/control/failover.ts";
import { logicalRegions, pipelinedRegions } from "../../src/graph/pipelined-regions.ts";
import { regionsToRestart } from "../../src/graph/region-failover.ts";
import { channelsInto } from "../../src/graph/wiring.ts";
import type { TaskIndex } from "../../src/stream/indices.ts";
import type { RegionGraph, RegionLink } from "../../src/graph/pipelined-regions.ts";
import type { ResultType } from "../../src/graph/result-traits.ts";
import type { DistributionPattern } from "../../src/graph/wiring.ts";
import type { Suite } from "./suite.ts";

type Place = readonly [number, number];

interface Given {
  readonly vertices: readonly { readonly parallelism: number }[];
  readonly results: readonly { readonly producer: number; readonly type: ResultType }[];
  readonly edges: readonly { readonly consumer: number; readonly result: number; readonly pattern: DistributionPattern }[];
  readonly created: readonly Place[];
  readonly unavailable: readonly Place[];
  readonly failures: readonly { readonly vertex: Place; readonly lost?: Place }[];
}

/** Channel with the partition it reads. */
interface Link extends RegionLink {
  readonly result: number;
  readonly producer: number;
}

function run(given: Given): unknown {
  const places = listBy(toTaskIndex, given.vertices.flatMap(({ parallelism }, vertex) =>
    Array.from({ length: parallelism }, (_, subtask): Place => [vertex, subtask])));
  const indexOf = ([vertex, subtask]: Place): TaskIndex => places.findIndex(([v, s]) => v === vertex && s === subtask);
  const graph: RegionGraph<Link> = { vertices: places.map(([vertex]) => vertex), links: linksOf(given, indexOf) };
  const created = given.created.map(indexOf);
  const isCreated = (subtask: TaskIndex): boolean => created.includes(subtask);
  const subtasks = places.map(([vertex, index]) => ({ vertex, index: toSubtaskIndex(index), executor: 0 }));
  return {
    logicalRegions: grouped(logicalRegions(graph)),
    regions: grouped(pipelinedRegions(graph)).map((region) => region.map((member) => places[member])),
    restarts: given.failures.map(({ vertex, lost }) => {
      const gone = lost === undefined ? given.unavailable : [...given.unavailable, lost];
      const isAvailable = ({ result, producer }: Link): boolean => !gone.some(([r, p]) => r === result && p === producer);
      return regionsToRestart(graph, { failed: indexOf(vertex), isCreated, isAvailable }).map((subtask) => places[subtask]);
    }),
    fullRestartCount: subtasksToRestart({ subtasks, channels: listBy(toChannelIndex, []) }, undefined, isCreated).length,
  };
}

function linksOf({ vertices, results, edges }: Given, indexOf: (place: Place) => TaskIndex): readonly Link[] {
  return edges.flatMap(({ consumer, result, pattern }) => {
    const { producer: source, type } = results[result] ?? raise(`no result ${result}`);
    const sizes = { producers: vertices[source]?.parallelism ?? 0, consumers: vertices[consumer]?.parallelism ?? 0 };
    return everySubtask(sizes.consumers).flatMap((subtask) =>
      channelsInto(pattern, subtask, sizes).map(({ producer }): Link => ({
        from: indexOf([source, producer]), to: indexOf([consumer, subtask]), type, result, producer,
      })));
  });
}

function raise(message: string): never {
  throw new Error(message);
}

/** Members of each group, groups in order of their first member. */
function grouped<Member>(names: { entries(): Iterable<[Member, number]> }): readonly (readonly Member[])[] {
  const groups = new Map<number, Member[]>();
  for (const [member, name] of names.entries()) groups.set(name, [...(groups.get(name) ?? []), member]);
  return [...groups.values()];
}

export const failoverRegionSuite: Suite = { name: "failover-region", run };
