import { everySubtask, toSubtaskIndex } from "../../src/stream/indices.ts";
import { isAmbiguous, oldSubtasks } from "../../src/graph/redistribute-channels.ts";
import type { SubtaskStateMapper } from "../../src/graph/partitioner-traits.ts";
import type { Suite } from "./suite.ts";

interface Mapping {
  readonly mapper: SubtaskStateMapper;
  readonly old: number;
  readonly new: number;
}

/** One mapper between two parallelisms, or a whole vertex with the state of its edges. */
type Given = Mapping | { readonly edges: readonly unknown[] };

function notApplicable(given: Given): string | undefined {
  return "edges" in given ? "what producers held is handed to the consumers (Flink's recover-output-on-downstream); the cases are of the default" : undefined;
}

function run(given: Given): unknown {
  if (!("mapper" in given)) throw new Error("not applicable");
  const { mapper, old: from, new: to } = given;
  if (mapper === "UNSUPPORTED") return { error: refuses(given) ? "unsupported" : "none" };
  const newToOld = everySubtask(to).map((subtask) => oldSubtasks(mapper, { from, to, subtask }));
  const oldToNew = everySubtask(from).map((old) => [...newToOld.keys()].filter((subtask) => newToOld[subtask]?.includes(old) === true));
  const identity = newToOld.every((old, subtask) => (subtask < from ? old.length === 1 && old[0] === subtask : old.length === 0)) && to >= from;
  const ambiguous = isAmbiguous(mapper);
  const ambiguousOld = ambiguous ? [...oldToNew.keys()].filter((old) => (oldToNew[old]?.length ?? 0) > 1) : [];
  return { newToOld, oldToNew, identity, ambiguous, ambiguousOld };
}

function refuses({ mapper, old: from, new: to }: Mapping): boolean {
  try {
    oldSubtasks(mapper, { from, to, subtask: toSubtaskIndex(0) });
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes("[CP47]");
  }
}

export const channelRescaleSuite: Suite = { name: "channel-rescale", notApplicable, run };
