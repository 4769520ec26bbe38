import type { OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import { formatCount } from "../i18n/format.ts";
import type { RunPlayer } from "./run-player.ts";

/** Records that went into an operator of the document and that came out of it; of a sink nothing comes out, a source has none in. */
export interface OperatorRecords {
  readonly in: number | undefined;
  readonly out: number | undefined;
}

type Words = (name: string, values?: Readonly<Record<string, string>>) => string;

/**
 * Of the operator of the document with that id, over `subtasks`, or all that run it; undefined when none does. A sink's writer takes its
 * records, its committer none of them. [OB40]
 */
export function operatorRecords(player: RunPlayer, operator: string, only?: TaskIndex): OperatorRecords | undefined {
  const { topology, origins } = player.header;
  const entry = origins.nodes.indexOf(operator);
  let sum: { in: number; out: number; role: string } | undefined;
  for (const [subtask, { vertex }] of topology.subtasks.entries()) {
    if (only !== undefined && only !== subtask) continue;
    for (const [place, { node, role }] of topology.vertices[vertex]?.operators.entries() ?? []) {
      if (node !== entry) continue;
      const { recordsIn, recordsOut } = player.operatorRecords(subtask, place);
      sum = { in: (sum?.in ?? 0) + recordsIn, out: (sum?.out ?? 0) + recordsOut, role };
    }
  }
  if (sum === undefined) return undefined;
  return { in: sum.role === "source" ? undefined : sum.in, out: sum.role === "sink" ? undefined : sum.out };
}

/** "5,000 in, 1,244 out". `words`: of the namespace "run". */
export function recordsText({ in: taken, out: given }: OperatorRecords, words: Words): string {
  if (taken === undefined) return words("records.out", { count: formatCount(given) });
  if (given === undefined) return words("records.in", { count: formatCount(taken) });
  return words("records.both", { in: formatCount(taken), out: formatCount(given) });
}

/** Records that each operator of a subtask's chain let out, head first, by the names that are shown of them. */
export function chainRecords(player: RunPlayer, subtask: TaskIndex, place: OperatorIndex): OperatorRecords {
  const { topology } = player.header;
  const role = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.operators[place]?.role;
  const { recordsIn, recordsOut } = player.operatorRecords(subtask, place);
  return { in: role === "source" ? undefined : recordsIn, out: role === "sink" ? undefined : recordsOut };
}
