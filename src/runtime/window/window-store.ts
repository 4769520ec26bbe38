import { windowContents } from "../../observe/event.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { copyRow } from "../../stream/row-class.ts";
import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { KeyedState, StateDescriptor } from "../state/keyed-state.ts";
import type { StateKind, StateMeta } from "../state/state-table.ts";
import type { Evictor, WindowElement } from "./evictor.ts";
import type { TimeWindow } from "./time-window.ts";
import { projectContents } from "./window-function.ts";
import type { WindowContents } from "./window-function.ts";

/** State `window-contents` of the current key: what a window gathers until its function is called. [WN8] */
export interface WindowStore {
  add(window: TimeWindow, row: Row, timestamp: Timestamp): void;
  /**
   * Hands the contents to `process`, and how many elements they stem from, unknown where only a result of them is kept; does
   * nothing when there are none. True when there were some.
   */
  fire(window: TimeWindow, process: (contents: readonly unknown[], elements: number | undefined) => void): boolean;
  clear(window: TimeWindow): void;
  merge(target: TimeWindow, sources: readonly TimeWindow[]): void;
}

const name = windowContents;

/** Name of the timer service of window operators, as in Flink. */
export const windowTimers = "window-timers";

/** How snapshots describe the contents of windows. */
export const contentsMeta = (kind: StateKind, type: LogicalType): StateMeta => ({
  name,
  kind,
  namespace: "window",
  type,
});

/** The row that is put into state and shown to triggers: the caller's may change after the call. */
export function rowKeeper(schema: Schema): (row: Row) => Row {
  return copyRow(schema);
}

export const rowType = (schema: Schema): LogicalType => ({
  type: "ROW",
  fields: schema.fields,
  nullable: false,
});

export function createWindowStore(
  state: KeyedState,
  schema: Schema,
  spec: { readonly contents: WindowContents; readonly evictor: Evictor | undefined },
): WindowStore {
  const { contents, evictor } = spec;
  if (evictor !== undefined) return evictingStore(state, schema, { contents, evictor });
  switch (contents.kind) {
    case "list":
      return listStore(state, schema);
    case "reduce":
      return accumulatingStore(state.reducing<Row>(described(rowType(schema)), contents.reduce));
    case "aggregate":
      return accumulatingStore(state.aggregating(described(contents.accumulator), contents.aggregate));
  }
}

function described(type: LogicalType): StateDescriptor {
  return { name, type, namespace: "window", isOwnNote: true };
}

interface Accumulating {
  setNamespace(window: TimeWindow): void;
  get(): unknown;
  add(row: Row): void;
  clear(): void;
  mergeNamespaces(target: TimeWindow, sources: readonly TimeWindow[]): void;
}

function accumulatingStore(state: Accumulating): WindowStore {
  return {
    add: (window, row) => {
      state.setNamespace(window);
      state.add(row);
    },
    fire: (window, process) => {
      state.setNamespace(window);
      const result = state.get();
      if (result === null) return false;
      process([result], undefined);
      return true;
    },
    clear: (window) => {
      state.setNamespace(window);
      state.clear();
    },
    merge: (target, sources) => state.mergeNamespaces(target, sources),
  };
}

function listStore(state: KeyedState, schema: Schema): WindowStore {
  const list = state.list<Row>(described(rowType(schema)));
  return {
    add: (window, row) => {
      list.setNamespace(window);
      list.add(row);
    },
    fire: (window, process) => {
      list.setNamespace(window);
      const rows = list.get();
      if (rows.length === 0) return false;
      process(rows, rows.length);
      return true;
    },
    clear: (window) => {
      list.setNamespace(window);
      list.clear();
    },
    merge: (target, sources) => list.mergeNamespaces(target, sources),
  };
}

/** Keeps every element with its timestamp; what an evictor leaves becomes the window's contents. [WN11] */
function evictingStore(
  state: KeyedState,
  schema: Schema,
  { contents, evictor }: { readonly contents: WindowContents; readonly evictor: Evictor },
): WindowStore {
  const fields = [
    { name: "row", type: rowType(schema) },
    { name: "timestamp", type: { type: "DOUBLE", nullable: false } as const },
  ];
  const list = state.list<WindowElement & { readonly $kind: 0 }>(
    described({ type: "ROW", fields, nullable: false }),
  );
  return {
    add: (window, row, timestamp) => {
      list.setNamespace(window);
      list.add({ $kind: 0, row, timestamp });
    },
    fire: (window, process) => {
      list.setNamespace(window);
      const elements = list.get();
      if (elements.length === 0) return false;
      const before = evictor.after ? elements : evictor.evict(elements);
      process(
        projectContents(
          contents,
          before.map(({ row }) => row),
        ),
        before.length,
      );
      const rest = evictor.after ? evictor.evict(before) : before;
      list.setNamespace(window);
      list.update(rest as readonly (WindowElement & { readonly $kind: 0 })[]);
      return true;
    },
    clear: (window) => {
      list.setNamespace(window);
      list.clear();
    },
    merge: (target, sources) => list.mergeNamespaces(target, sources),
  };
}
