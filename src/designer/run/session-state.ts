import type { MemoryUse } from "../../control/job-client.ts";
import type { StopCondition } from "../../observe/stop-condition.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Branch } from "./branches.ts";
import type { MomentArrival } from "./go-to-moment.ts";
import type { RunPlayer } from "./run-player.ts";
import type { Stopped, StopsState } from "./stops.ts";

export type RunPhase = "idle" | "starting" | "running" | "paused" | "finished" | "failed" | "canceled";

/** A job has been started and its workers still exist. */
export function isLive(phase: RunPhase): boolean {
  return phase === "starting" || phase === "running" || phase === "paused";
}

/** What React is told of a session, at most four times a second. */
export interface SessionState extends StopsState {
  /** The document that runs, or ran last: a frozen copy, to tell "edited since start". */
  readonly document: JobDocument | undefined;
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
  /** Why the run rests, when it paused by itself. */
  readonly stopped: Stopped | undefined;
  /** What the session last ran until, in this run or one before. */
  readonly ranUntil: StopCondition | undefined;
  /** Event that sent or read the record that is followed. */
  readonly followed: number | undefined;
  /** Branches of this session, oldest first; the last one runs. */
  readonly branches: readonly Branch[];
  /** Checkpoint the run went on from. */
  readonly restoredFrom: number | undefined;
  /** What came of the way to the moment of a link. */
  readonly arrival: MomentArrival | undefined;
  /** What the workers may keep, and keep as measured last. */
  readonly memory: MemoryUse | undefined;
  /** What ended the run from outside: its control worker died. */
  readonly broken: string | undefined;
  /** Counts up whenever anything on screen may have changed. */
  readonly revision: number;
}

export interface Comparison {
  /** Events there were. */
  readonly length: number;
  readonly channels: number;
}

/** The comparison, while it speaks of the very event the person looks at. */
export function comparisonOnScreen({ phase, compared, cursor, length }: SessionState): Comparison | undefined {
  return phase === "paused" && compared?.length === length && cursor === length ? compared : undefined;
}

/** The part of the state that follows from the moment on screen. */
export function momentState({ view, log, following, now, hash }: RunPlayer) {
  const { length, dropped, head } = log;
  return { status: head.status, cursor: view.cursor, length, dropped, following, now, eventTime: view.eventTime, hash };
}

/** Phase of a run whose job has ended so; undefined while it has not. */
export function phaseAfter(status: JobStatus): RunPhase | undefined {
  if (status === "FINISHED") return "finished";
  return status === "FAILED" ? "failed" : status === "CANCELED" ? "canceled" : undefined;
}

/** What a run of `document` begins with, where nothing else is set. */
export const seedOf = ({ run }: Pick<JobDocument, "run">): number => run?.seed ?? 7;
/** A free run goes as fast as it goes. */
export const speedOf = ({ run }: Pick<JobDocument, "run">): number => (run?.mode === "freeRunning" ? Infinity : (run?.speed ?? Infinity));

/** Before the first run. */
export const nothingRuns: SessionState = {
  document: undefined,
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
  breakpoints: [],
  stopped: undefined,
  ranUntil: undefined,
  followed: undefined,
  branches: [],
  restoredFrom: undefined,
  arrival: undefined,
  memory: undefined,
  broken: undefined,
  revision: 0,
};
