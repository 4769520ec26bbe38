import { productTuning } from "../../../graph/task-deployment.ts";
import type { TaskTuning } from "../../../graph/task-deployment.ts";
import { keySelector } from "../../../stream/key-selector.ts";
import type { KeyGroupRange } from "../../../stream/key-group.ts";
import type { LogicalType } from "../../../stream/logical-type.ts";
import type { OperatorRestore } from "../../api.ts";
import type { KeyedBackend, KeyedSnapshot, SnapshotOutput } from "../backend.ts";
import type { OperatorTrace } from "../state-log.ts";
import { createKeyedBackend } from "../keyed-state-backend.ts";

export const keyGroupCount = 16;
export const allKeyGroups: KeyGroupRange = { first: 0, last: keyGroupCount - 1 };

export interface TestBackendOptions {
  readonly keyTypes?: readonly LogicalType[];
  readonly keyGroups?: KeyGroupRange;
  readonly restore?: OperatorRestore;
  readonly tuning?: Partial<TaskTuning>;
  readonly trace?: OperatorTrace;
  readonly clock?: { now(): number };
}

/** Types of state and keys in tests. */
export const types = {
  int: { type: "INT", nullable: false },
  bigint: { type: "BIGINT", nullable: false },
  string: { type: "VARCHAR", length: 2147483647, nullable: false },
  raw: { type: "RAW", nullable: false },
} as const satisfies Record<string, LogicalType>;

export function testBackend(options: TestBackendOptions = {}): KeyedBackend {
  const {
    keyTypes = [types.string],
    keyGroups = allKeyGroups,
    clock = { now: () => 0 },
  } = options;
  const fields = keyTypes.map((type, index) => ({ name: `k${index}`, type }));
  return createKeyedBackend({
    key: keySelector(
      { fields },
      fields.map((field) => field.name),
    ),
    maxParallelism: keyGroupCount,
    keyGroups,
    clock,
    restore: options.restore,
    tuning: { ...productTuning, ...options.tuning },
    trace: options.trace,
  });
}

/** Bytes of a snapshot, and what is needed to restore the key groups of a range from it. */
export class TestSnapshot implements SnapshotOutput {
  #bytes = new Uint8Array(0);

  append(bytes: Uint8Array): { readonly offset: number; readonly length: number } {
    const grown = new Uint8Array(this.#bytes.length + bytes.length);
    grown.set(this.#bytes);
    grown.set(bytes, this.#bytes.length);
    const range = { offset: this.#bytes.length, length: bytes.length };
    this.#bytes = grown;
    return range;
  }

  restore(keyGroups: KeyedSnapshot["keyGroups"], range: KeyGroupRange = allKeyGroups): OperatorRestore {
    const groups = keyGroups.filter(({ group }) => group >= range.first && group <= range.last);
    return {
      state: {
        operatorId: "test",
        keyGroups: groups.map(({ group, range: bytes }) => ({ file: "file", group, range: bytes })),
        operatorStates: [],
      },
      files: new Map([["file", this.#bytes]]),
    };
  }
}

/** The state of a backend as another one would be restored from it. */
export function snapshotOf(backend: KeyedBackend, range?: KeyGroupRange): OperatorRestore {
  const snapshot = new TestSnapshot();
  return snapshot.restore(backend.snapshot(snapshot), range);
}
