import { assert } from "../base/assert.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import { channelHandlers } from "./fold-channels.ts";
import { checkpointHandlers } from "./fold-checkpoints.ts";
import { stateHandlers } from "./fold-state.ts";
import { subtaskHandlers } from "./fold-subtasks.ts";
import { timeHandlers } from "./fold-time.ts";
import type { RunState } from "./run-state.ts";

type EventKind = LogEventBody["kind"];
type BodyOf = { readonly [Kind in EventKind]: Extract<LogEventBody, { readonly kind: Kind }> };

/** One handler per kind of event: changes the owned parts of `run`, nothing else. */
export type FoldHandlers<Kinds extends EventKind = EventKind> = {
  readonly [Kind in Kinds]: (run: RunState, event: LogEvent, body: BodyOf[Kind]) => void;
};

const handlers: FoldHandlers = {
  ...channelHandlers,
  ...subtaskHandlers,
  ...timeHandlers,
  ...stateHandlers,
  ...checkpointHandlers,
};

function dispatch<Kind extends EventKind>(kind: Kind, run: RunState, event: LogEvent, body: BodyOf[Kind]): void {
  handlers[kind](run, event, body);
}

/** Folds the next event into `run`, in place. */
export function apply(run: RunState, event: LogEvent): void {
  assert(event.seq === run.cursor, `[OB2] event ${event.seq} was folded where ${run.cursor} was due`);
  dispatch(event.body.kind, run, event, event.body);
  run.cursor = event.seq + 1;
  run.at = event.at;
}
