import { listBy, toSubtaskIndex } from "../../src/stream/indices.ts";
import { keyGroupRange } from "../../src/stream/key-group.ts";
import { buildExecutionGraph } from "../../src/graph/execution-graph.ts";
import { buildJobGraph } from "../../src/graph/build-job-graph.ts";
import { assignState, checkRestore, restoredMaxParallelism } from "../../src/graph/state-assignment.ts";
import { defaultGraphSettings } from "../../src/graph/stream-graph.ts";
import { StreamGraphBuilder } from "../../src/graph/stream-graph-builder.ts";
import { bareNode } from "./program.ts";
import type { JobGraph } from "../../src/graph/job-graph.ts";
import type { OperatorSnapshotIndex, OperatorStateMode, RestoredOperatorState } from "../../src/graph/snapshot.ts";
import type { StoredOperator } from "../../src/graph/stored-state.ts";
import type { Suite } from "./suite.ts";

type Mode = "SPLIT_DISTRIBUTE" | "UNION" | "BROADCAST";

interface Given {
  readonly oldParallelism: number;
  readonly newParallelism: number;
  readonly snapshotMaxParallelism: number;
  readonly jobMaxParallelism: number | null;
  readonly storedUnder: "generated" | "uidHash" | "other";
  readonly allowNonRestoredState: boolean;
  readonly states: readonly { readonly name: string; readonly mode: Mode }[];
  readonly old: readonly (OldSubtask | null)[];
}

interface OldSubtask {
  readonly operator?: Readonly<Record<string, number>>;
  readonly keyed?: boolean;
}

const modes: Readonly<Record<Mode, OperatorStateMode>> = { SPLIT_DISTRIBUTE: "split", UNION: "union", BROADCAST: "broadcast" };
const uidHash = "0123456789abcdef0123456789abcdef";

function run(given: Given): unknown {
  const graph = oneVertex(given);
  const stored = [storedOperator(given, graph.operatorIds[0] ?? "")];
  const [problem] = checkRestore(graph, stored, given.allowNonRestoredState);
  if (problem !== undefined) return { error: problem.code.replace("restore.", "") };
  const execution = buildExecutionGraph(graph, { slotsPerExecutor: 1, restoredMaxParallelism: restoredMaxParallelism(graph, stored) });
  return {
    maxParallelism: execution.maxParallelism[0],
    subtasks: assignState(execution, stored).map(([state]) => (state === undefined ? {} : subtaskResult(state))),
  };
}

function oneVertex({ newParallelism, jobMaxParallelism }: Given): JobGraph {
  const settings = { ...defaultGraphSettings, parallelism: newParallelism, maxParallelism: jobMaxParallelism ?? undefined };
  const builder = new StreamGraphBuilder(settings, "STREAMING");
  builder.addSink(bareNode("operator", { uidHash }), [], undefined);
  return buildJobGraph(builder.build());
}

/** File `i` is that of old subtask i; the offset of a range is the number of the element. */
function storedOperator(given: Given, generatedId: string): StoredOperator {
  const ids = { generated: generatedId, uidHash, other: "ffffffffffffffffffffffffffffffff" };
  const { states, oldParallelism, snapshotMaxParallelism: maxParallelism } = given;
  const modeOf = (name: string): OperatorStateMode => modes[states.find((state) => state.name === name)?.mode ?? "UNION"];
  return {
    operatorId: ids[given.storedUnder],
    maxParallelism,
    subtasks: listBy(toSubtaskIndex, given.old).map((reported, subtask) => {
      if (reported === null) return undefined;
      const { first, last } = keyGroupRange(subtask, oldParallelism, maxParallelism);
      const groups = Array.from({ length: reported.keyed === true ? last - first + 1 : 0 }, (_, at) => first + at);
      const index: OperatorSnapshotIndex = {
        operatorId: ids[given.storedUnder],
        keyGroups: groups.map((group) => ({ group, range: { offset: group, length: 1 } })),
        operatorStates: Object.entries(reported.operator ?? {}).map(([name, count]) => ({
          name, mode: modeOf(name), elements: Array.from({ length: count }, (_, offset) => ({ offset, length: 1 })),
        })),
      };
      return { file: String(subtask), index };
    }),
  };
}

function subtaskResult({ keyGroups, operatorStates }: RestoredOperatorState): unknown {
  const operator = Object.fromEntries(operatorStates.map(({ name, elements }) => [
    name,
    elements.map(({ file, range }): [number, number] => [Number(file), range.offset])
      .toSorted(([a, x], [b, y]) => a - b || x - y),
  ]));
  const files = [...new Set(keyGroups.map(({ file }) => file))];
  const keyed = files.map((file) => {
    const groups = keyGroups.filter((entry) => entry.file === file).map(({ group }) => group);
    return [Number(file), Math.min(...groups), Math.max(...groups)];
  });
  return { ...(operatorStates.length > 0 && { operator }), ...(keyed.length > 0 && { keyed }) };
}

export const stateRedistributionSuite: Suite = { name: "state-redistribution", run };
