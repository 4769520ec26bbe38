import { everySubtask, toSubtaskIndex } from "../stream/indices.ts";
import { hashString } from "../base/java-hash.ts";
import type { ListBy, SubtaskIndex } from "../stream/indices.ts";
import type { OperatorStateMode } from "./snapshot.ts";

/** Elements of one operator state, as one subtask reported or gets them. */
export interface StateElements<Element> {
  readonly name: string;
  readonly mode: OperatorStateMode;
  readonly elements: readonly Element[];
}

/**
 * Deals the operator state of old subtasks out to new ones (RoundRobinOperatorStateRepartitioner). `old[i]` is
 * what old subtask i reported, undefined when nothing. States without elements are left out of the result. [GR50]
 */
export function redistributeOperatorState<Element>(
  old: Reports<Element>, parallelism: number,
): ListBy<SubtaskIndex, readonly StateElements<Element>[]> {
  const result = everySubtask(parallelism).map((): StateElements<Element>[] => []);
  const give = (subtask: SubtaskIndex, state: StateElements<Element>): void => {
    if (state.elements.length > 0) result[subtask]?.push(state);
  };
  const isSame = old.length === parallelism;
  if (isSame) {
    old.forEach((states, subtask) => {
      for (const state of states ?? []) if (state.mode === "split") give(subtask, state);
    });
  } else {
    const names = splitNames(old);
    let start = 0;
    for (const name of names) start = dealRuns({ name, elements: gather(old, name), start, parallelism }, give);
  }
  for (const name of namesOf(old, "union")) {
    const elements = gather(old, name);
    for (const subtask of result.keys()) give(subtask, { name, mode: "union", elements });
  }
  for (const name of namesOf(old, "broadcast")) {
    for (const subtask of result.keys()) give(subtask, broadcastCopy(old, { name, subtask, isSame }));
  }
  return result;
}

type Reports<Element> = ListBy<SubtaskIndex, readonly StateElements<Element>[] | undefined>;

function namesOf<Element>(old: Reports<Element>, mode: OperatorStateMode): readonly string[] {
  return [...new Set(old.flatMap((states) => (states ?? []).filter((state) => state.mode === mode).map((state) => state.name)))];
}

function gather<Element>(old: Reports<Element>, name: string): readonly Element[] {
  return old.flatMap((states) => states?.find((state) => state.name === name)?.elements ?? []);
}

/**
 * Names of split states in the order in which Flink takes them: that of a Java HashMap filled while walking the subtasks and,
 * in each, its states in HashMap order. The order of Flink's own map is reversed inside a bucket.
 */
function splitNames<Element>(old: Reports<Element>): readonly string[] {
  const appearance = new Set<string>();
  for (const states of old) {
    const inMapOrder = javaMapOrder((states ?? []).map((state) => state.name));
    for (const name of inMapOrder) {
      if (states?.find((state) => state.name === name)?.mode === "split") appearance.add(name);
    }
  }
  return javaMapOrder([...appearance].toReversed());
}

/** Keys of a java.util.HashMap into which `names` were put, equal buckets in the order given. */
function javaMapOrder(names: readonly string[]): readonly string[] {
  let capacity = 16;
  while (names.length > 0.75 * capacity) capacity *= 2;
  const bucket = (name: string): number => {
    const hash = hashString(name);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return names.toSorted((left, right) => bucket(left) - bucket(right));
}

interface Runs<Element> {
  readonly name: string;
  readonly elements: readonly Element[];
  readonly start: number;
  readonly parallelism: number;
}

/** Cuts the elements into one contiguous run per subtask, the first to subtask `start`; returns the next state's start. */
function dealRuns<Element>(
  { name, elements, start, parallelism }: Runs<Element>, give: (subtask: SubtaskIndex, state: StateElements<Element>) => void,
): number {
  const base = Math.floor(elements.length / parallelism);
  const extras = elements.length % parallelism;
  let from = 0;
  for (let run = 0; run < parallelism; run++) {
    const end = from + base + (run < extras ? 1 : 0);
    give(toSubtaskIndex((start + run) % parallelism), { name, mode: "split", elements: elements.slice(from, end) });
    from = end;
  }
  return (start + extras) % parallelism;
}

interface Copy {
  readonly name: string;
  readonly subtask: SubtaskIndex;
  readonly isSame: boolean;
}

/**
 * Copies are dealt out in turn. At equal parallelism each subtask keeps its own; when only some reported one, it gets the dealt
 * copy besides, and the maps are merged at restore.
 */
function broadcastCopy<Element>(old: Reports<Element>, { name, subtask, isSame }: Copy): StateElements<Element> {
  const copies = old.flatMap((states, from) => {
    const state = states?.find((candidate) => candidate.name === name);
    return state === undefined ? [] : [{ from, state }];
  });
  const own = isSame ? copies.find((copy) => copy.from === subtask) : undefined;
  const dealt = copies[subtask % copies.length];
  if (own !== undefined && (copies.length === old.length || dealt?.from === own.from)) return own.state;
  return { name, mode: "broadcast", elements: [...(own?.state.elements ?? []), ...(dealt?.state.elements ?? [])] };
}
