import { engineMessage } from "../../base/engine-messages.ts";
import type { OperatorSnapshotIndex, OperatorStateMode } from "../../graph/snapshot.ts";
import { ByteReader, ByteWriter, valueCodec } from "../../stream/value-codec.ts";
import type { OperatorRestore } from "../api.ts";
import type { OperatorStateBackend, SnapshotOutput } from "./backend.ts";
import type { OperatorListState, OperatorStates } from "./operator-state.ts";

const codec = valueCodec({ type: "RAW", nullable: true });

type Contents =
  | { readonly mode: "split" | "union"; elements: readonly unknown[] }
  | { readonly mode: "broadcast"; readonly map: Map<unknown, unknown> };

/**
 * Operator state in memory (Flink's DefaultOperatorStateBackend). A list state is one element per byte range,
 * so that it can be split over subtasks without reading it; a broadcast state is one range. [ST13]
 */
export function createOperatorStateBackend(restore: OperatorRestore | undefined): OperatorStateBackend {
  const contents = new Map<string, Contents>();
  for (const state of restore?.state.operatorStates ?? []) {
    const values = state.elements.map(({ file, range }) => {
      const bytes = restore?.files.get(file);
      if (bytes === undefined) throw new Error(engineMessage("snapshotMissing", { file }));
      return codec.read(new ByteReader(bytes.subarray(range.offset, range.offset + range.length)));
    });
    contents.set(state.name, restoredContents(state.mode, values));
  }
  return { states: operatorStates(contents), snapshot: (output) => snapshot(contents, output) };
}

function restoredContents(mode: OperatorStateMode, values: readonly unknown[]): Contents {
  if (mode !== "broadcast") return { mode, elements: values };
  const map = new Map<unknown, unknown>();
  // Several copies are merged: the one that was reported last wins.
  for (const copy of values)
    for (const [key, value] of copy as ReadonlyMap<unknown, unknown>) map.set(key, value);
  return { mode, map };
}

function operatorStates(contents: Map<string, Contents>): OperatorStates {
  const find = (name: string, mode: OperatorStateMode): Contents => {
    const existing =
      contents.get(name) ?? (mode === "broadcast" ? { mode, map: new Map() } : { mode, elements: [] });
    if (existing.mode !== mode)
      throw new Error(engineMessage("stateMode", { name, was: existing.mode, mode }));
    contents.set(name, existing);
    return existing;
  };
  return {
    list<T>(name: string, mode: "split" | "union"): OperatorListState<T> {
      const state = find(name, mode) as { elements: readonly unknown[] };
      return {
        get: () => state.elements as readonly T[],
        update: (elements) => {
          state.elements = [...elements];
        },
      };
    },
    broadcast<K, V>(name: string): Map<K, V> {
      return (find(name, "broadcast") as { map: Map<unknown, unknown> }).map as Map<K, V>;
    },
  };
}

function snapshot(
  contents: ReadonlyMap<string, Contents>,
  output: SnapshotOutput,
): OperatorSnapshotIndex["operatorStates"] {
  const write = (value: unknown): { offset: number; length: number } => {
    const writer = new ByteWriter();
    codec.write(writer, value);
    return output.append(writer.bytes());
  };
  return [...contents].map(([name, state]) => ({
    name,
    mode: state.mode,
    elements: state.mode === "broadcast" ? [write(state.map)] : state.elements.map(write),
  }));
}
