import type { RunUntil, ScheduledFault } from "../../control/job-client.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { RunPhase } from "../shell/slots.ts";

/** What React is told of the run, at most four times a second. */
export interface JobState {
  readonly phase: RunPhase;
  readonly status: JobStatus | undefined;
  readonly mode: "deterministic" | "freeRunning";
  readonly seed: number;
  readonly speed: number;
  /** Events on screen and events there are. */
  readonly cursor: number;
  readonly length: number;
  readonly dropped: number;
  readonly following: boolean;
  /** Job clock on screen, in milliseconds. */
  readonly now: number;
  readonly eventTime: number;
  readonly hash: string;
  /** Channels that disagree with the rules of conservation or with the runtime. */
  readonly violations: number;
  /** The paused run whose channels were last compared with what the runtime holds. */
  readonly compared: Comparison | undefined;
  /** The predicate the run is running to. */
  readonly until: RunUntil | undefined;
  /** Branches of this session, oldest first; the last one runs. */
  readonly branches: readonly Branch[];
  /** Counts up whenever anything on screen may have changed. */
  readonly revision: number;
}

export interface Comparison {
  /** Events there were. */
  readonly length: number;
  readonly channels: number;
}

/** The comparison, while it speaks of the very event the person looks at. */
export function comparisonOnScreen({ phase, compared, cursor, length }: JobState): Comparison | undefined {
  return phase === "paused" && compared?.length === length && cursor === length ? compared : undefined;
}

export interface Branch {
  readonly name: string;
  /** Job clock at which it left the branch before it. */
  readonly from: number;
  readonly faults: readonly ScheduledFault[];
}

/** Before the first run. */
export const nothingRuns: JobState = {
  phase: "idle",
  status: undefined,
  mode: "deterministic",
  seed: 0,
  speed: 0.1,
  cursor: 0,
  length: 0,
  dropped: 0,
  following: true,
  now: 0,
  eventTime: -Infinity,
  hash: "",
  violations: 0,
  compared: undefined,
  until: undefined,
  branches: [],
  revision: 0,
};
