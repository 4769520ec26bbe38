import { namespaceText } from "../../observe/event.ts";
import type { LogEventBody, TimeDomain } from "../../observe/event.ts";
import type { OperatorIndex } from "../../stream/indices.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import { stateText } from "./state-text.ts";
import type { StateTable } from "./state-table.ts";

/** Whose contents changed: a state, and the window they belong to when they belong to one. */
type ChangedState = Pick<StateTable, "meta" | "size">;

interface MergedWindows {
  readonly target: WindowNamespace;
  readonly sources: readonly WindowNamespace[];
}

interface WrittenContents {
  readonly value: unknown;
  readonly window: WindowNamespace | undefined;
  readonly keeps?: boolean;
}

/** Logs an event of an operator: `build` gets its index in the chain. */
export type OperatorTrace = (build: (operator: OperatorIndex) => LogEventBody) => void;

const timerKinds = { registered: "timerRegistered", deleted: "timerDeleted", fired: "timerFired" } as const;

/** Tells the log what happens to keyed state and timers, whatever their layout. Only where records are in the log. */
export class StateLog {
  readonly #keys: KeyTable;
  readonly #trace: OperatorTrace;

  constructor(keys: KeyTable, trace: OperatorTrace) {
    this.#keys = keys;
    this.#trace = trace;
  }

  /** The contents of the key with id `id` were shown to a function or an operator. */
  read(state: ChangedState, id: number, window: WindowNamespace | undefined): void {
    this.#trace((operator) => ({ kind: "stateRead", operator, ...this.#place(state, id, window) }));
  }

  /** Contents of the key are about to go from windows `sources` to `target`. */
  merging(state: ChangedState, id: number, { target, sources }: MergedWindows): void {
    const namespaces = { namespace: namespaceText(target), from: sources.map(namespaceText) };
    this.#trace((operator) => ({ kind: "stateMerged", operator, ...this.#place(state, id, undefined), ...namespaces }));
  }

  /** `value` are the contents of the key with id `id` now; `keeps`: those before are a part of them. */
  written(state: ChangedState, id: number, { value, window, keeps = false }: WrittenContents): void {
    const text = stateText(state.meta.kind, value);
    const contents = { value: text, keys: state.size, ...(keeps ? { before: "kept" as const } : {}) };
    this.#trace((operator) => ({ kind: "stateWritten", operator, ...this.#place(state, id, window), ...contents }));
  }

  cleared(state: ChangedState, id: number, window?: WindowNamespace): void {
    this.#trace((operator) => ({ kind: "stateCleared", operator, ...this.#place(state, id, window), keys: state.size }));
  }

  timer(change: keyof typeof timerKinds, domain: TimeDomain, timer: { readonly keyId: number; readonly timestamp: Timestamp }): void {
    const { keyId, timestamp } = timer;
    this.#trace((operator) => ({ kind: timerKinds[change], operator, domain, timestamp, key: this.#keys.text(keyId) }));
  }

  #place({ meta }: ChangedState, id: number, window: WindowNamespace | undefined) {
    const place = { state: meta.name, key: this.#keys.text(id) };
    return window === undefined ? place : { ...place, namespace: namespaceText(window) };
  }
}
