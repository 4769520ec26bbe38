import type { StorageOperation } from "../../src/base/lookup.ts";
import type { Random } from "../../src/base/random.ts";
import type { CallFate } from "../../src/hosts/testing/failing-stores.ts";
import { pick } from "./random-job.ts";

/** A time in which storage fails: so many calls of a kind, from one on. */
interface Outage {
  readonly operation: StorageOperation;
  /** Calls for metadata only. */
  readonly metadata: boolean;
  /** First call of the kind that fails, from 1. */
  readonly from: number;
  readonly calls: number;
  readonly fate: "failsBefore" | "failsAfter";
}

const kinds: readonly Pick<Outage, "operation" | "metadata">[] = [
  { operation: "write", metadata: false },
  { operation: "write", metadata: true },
  { operation: "write", metadata: true },
  { operation: "read", metadata: false },
  { operation: "read", metadata: true },
  { operation: "list", metadata: false },
  { operation: "remove", metadata: false },
  { operation: "remove", metadata: true },
  { operation: "stage", metadata: false },
  { operation: "commit", metadata: false },
  { operation: "commit", metadata: false },
  { operation: "abort", metadata: false },
];
const outagesMax = 4;
/** Once, for a while, or longer than a job is patient. */
const lengths = [1, 1, 1, 3, 20];

/** How storage fails during a run; `focus`: what is asked of it then. */
export function randomOutages(random: Random, focus?: StorageOperation): readonly Outage[] {
  const drawn = kinds.filter(({ operation }) => focus === undefined || operation === focus);
  return Array.from({ length: 1 + random.integer(outagesMax) }, () => ({
    ...pick(random, drawn),
    from: 1 + random.integer(pick(random, [1, 5, 30])),
    calls: pick(random, lengths),
    fate: pick(random, ["failsBefore", "failsAfter"]),
  }));
}

/** What becomes of each call during `outages`. */
export function fateIn(outages: readonly Outage[]): CallFate {
  const seen = outages.map(() => 0);
  return (_, { operation, path }) => {
    let fate: ReturnType<CallFate> = "works";
    for (const [index, outage] of outages.entries()) {
      if (outage.operation !== operation || (outage.metadata && !path.endsWith("/_metadata"))) continue;
      const call = (seen[index] ?? 0) + 1;
      seen[index] = call;
      if (call >= outage.from && call < outage.from + outage.calls) fate = outage.fate;
    }
    return fate;
  };
}
