import { everySubtask } from "../stream/indices.ts";
import { channelsInto } from "./wiring.ts";
import type { ListBy, SubtaskIndex } from "../stream/indices.ts";
import type { DistributionPattern } from "./wiring.ts";

/** What placing needs of a vertex; vertices are in topological order. */
export interface PlacedVertex {
  readonly parallelism: number;
  /** Slot sharing group: subtasks of different vertices of one group may share a slot. */
  readonly group: number;
  readonly inputs: readonly { readonly source: number; readonly pattern: DistributionPattern }[];
}

interface Slot {
  readonly index: number;
  readonly group: number;
  readonly vertices: Set<number>;
}

/**
 * Slot of every subtask, by vertex and subtask; slots are numbered in the order in which they are needed. A subtask goes to the
 * slot of a producer of its own group that has no subtask of its vertex yet; the others take the first such slot of the group,
 * or a new one (LocalInputPreferredSlotSharingStrategy). [GR40]
 */
export function assignSlots(vertices: readonly PlacedVertex[]): readonly ListBy<SubtaskIndex, number>[] {
  const slots: Slot[] = [];
  const placed = vertices.map(({ parallelism }) => everySubtask(parallelism).map((): Slot | undefined => undefined));
  placed.forEach((row, at) => {
    const group = vertices[at]?.group ?? -1;
    const put = (subtask: SubtaskIndex, slot: Slot): void => {
      slot.vertices.add(at);
      row[subtask] = slot;
    };
    for (const subtask of row.keys()) {
      const slot = slotOfProducer(vertices, placed, { at, subtask });
      if (slot !== undefined) put(subtask, slot);
    }
    for (const subtask of row.keys()) {
      if (row[subtask] !== undefined) continue;
      let slot = slots.find((known) => known.group === group && !known.vertices.has(at));
      if (slot === undefined) slots.push((slot = { index: slots.length, group, vertices: new Set() }));
      put(subtask, slot);
    }
  });
  return placed.map((row) => row.map((slot) => slot?.index ?? -1));
}

interface Place {
  readonly at: number;
  readonly subtask: SubtaskIndex;
}

function slotOfProducer(
  vertices: readonly PlacedVertex[], placed: readonly ListBy<SubtaskIndex, Slot | undefined>[], { at, subtask }: Place,
): Slot | undefined {
  const vertex = vertices[at];
  for (const { source, pattern } of vertex?.inputs ?? []) {
    const producer = vertices[source];
    if (vertex === undefined || producer?.group !== vertex.group) continue;
    const sizes = { producers: producer.parallelism, consumers: vertex.parallelism };
    for (const channel of channelsInto(pattern, subtask, sizes)) {
      const slot = placed[source]?.[channel.producer];
      if (slot !== undefined && !slot.vertices.has(at)) return slot;
    }
  }
  return undefined;
}
