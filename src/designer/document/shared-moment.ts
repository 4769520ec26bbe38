import { z } from "zod";
import type { ScheduledFault } from "../../control/job-client.ts";
import { toChannelIndex, toCheckpointId, toTaskIndex } from "../../stream/indices.ts";

/** Faults that a link may carry; a run by hand has a handful. */
const faultsMax = 200;
const nameMax = 100;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const time = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const coordinate = z.number().min(-1e7).max(1e7);
const index = z.int().min(0).max(1e6);
const subtask = index.transform(toTaskIndex);

const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal(["killSubtask", "loseAcknowledge", "failSnapshot", "crashBeforeCommit"]), subtask }),
  z.strictObject({ kind: z.literal("killExecutor"), executor: index }),
  z.strictObject({ kind: z.literal("stallSubtask"), subtask, forMs: time }),
  z.strictObject({ kind: z.literal(["delayAcknowledge", "slowSnapshot"]), subtask, byMs: time }),
  z.strictObject({ kind: z.literal("delayChannel"), channel: index.transform(toChannelIndex), byMs: time, forMs: time }),
  z.strictObject({ kind: z.literal("crashCoordinator") }),
  z.strictObject({ kind: z.literal(["restoreFrom", "discardCheckpoint"]), checkpointId: count.transform(toCheckpointId) }),
]);

const shared = z.strictObject({
  branch: z.string().min(1).max(nameMax),
  faults: z.array(z.strictObject({ at: time, fault })).max(faultsMax),
  event: count,
  hash: z.string().regex(/^[0-9a-f]{16}$/).optional(),
  view: z.enum(["logical", "physical"]),
  camera: z.strictObject({ x: coordinate, y: coordinate, zoom: z.number().min(0.01).max(10) }).optional(),
});

/** Where a camera looks: the world point in the middle of the canvas, whatever its size, and the scale. */
export interface SharedCamera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The moment of a deterministic run that a link shows: with the same job and seed, all that is needed to come to it again. [DC32] */
export interface SharedMoment {
  /** Name of the branch, and what struck it up to the moment. */
  readonly branch: string;
  readonly faults: readonly ScheduledFault[];
  /** Events of the log up to the moment. */
  readonly event: number;
  /** Hash of these, where it is known. */
  readonly hash?: string | undefined;
  readonly view: "logical" | "physical";
  readonly camera?: SharedCamera | undefined;
}

/** The moment as somebody wrote it into an address; undefined when it is none. */
export function readMoment(value: unknown): SharedMoment | undefined {
  const parsed = shared.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
