import type { TimeDomain } from "../../observe/event.ts";
import type { Operator, OperatorContext } from "../../runtime/api.ts";
import type { TimerService } from "../../runtime/time/timer-service.ts";
import { callScope } from "../../stream/call-scope.ts";
import type { CallScope } from "../../stream/call-scope.ts";
import { describeValue } from "../../stream/describe-value.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import type { Collector } from "../../stream/row.ts";
import { hasTimestamp, minTimestamp, noTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { frozen, userStates } from "../user-state.ts";
import type { ProcessConfig } from "./descriptor.ts";

/** What the call that runs now is about. */
interface Call {
  /** `ctx.timestamp()`: of the record, or of the timer. */
  timestamp: Timestamp;
  /** Of rows on the main output. */
  output: Timestamp;
  /** Of rows on side outputs: a record without timestamp gives Long.MIN there (semantics 5.2). */
  sideOutput: Timestamp;
  domain: TimeDomain | undefined;
}

/** KeyedProcessOperator. [TM7] */
export function createProcessOperator(config: ProcessConfig, context: OperatorContext): Operator {
  const { functions, output, outputSchema } = context;
  const scope = callScope();
  const call: Call = {
    timestamp: noTimestamp,
    output: noTimestamp,
    sideOutput: noTimestamp,
    domain: undefined,
  };
  const processElement = functions.compile({
    field: "processElement",
    source: config.processElement,
    parameters: ["row", "ctx", "collect"],
  });
  const onTimer = functions.compile({
    field: "onTimer",
    source: config.onTimer,
    parameters: ["timestamp", "ctx", "collect"],
  });
  const toRow = rowFromObject(outputSchema);
  const collect = scope.guard((value: unknown) => output(toRow(value), call.output));
  const timers: TimerService<undefined> = context.timers("user-timers", {
    onTimer: (domain, timestamp) => {
      call.timestamp = timestamp;
      call.output = domain === "event" ? timestamp : noTimestamp;
      call.sideOutput = timestamp;
      call.domain = domain;
      inside(scope, () => onTimer(timestamp, ctx, collect));
    },
  });
  const ctx = processContext({ config, context, timers, scope, call });
  return {
    inputs: [
      (row, timestamp) => {
        call.timestamp = timestamp;
        call.output = timestamp;
        call.sideOutput = hasTimestamp(timestamp) ? timestamp : minTimestamp;
        call.domain = undefined;
        inside(scope, () => processElement(row, ctx, collect));
      },
    ],
  };
}

function inside(scope: CallScope, run: () => void): void {
  scope.enter();
  try {
    run();
  } finally {
    scope.leave();
  }
}

interface ContextParts {
  readonly config: ProcessConfig;
  readonly context: OperatorContext;
  readonly timers: TimerService<undefined>;
  readonly scope: CallScope;
  readonly call: Call;
}

/** `ctx` as the function gets it, by Flink's names. */
function processContext({ config, context, timers, scope, call }: ContextParts): object {
  const { clock, keyedState, functions, random } = context;
  const states = userStates({
    declarations: config.states,
    field: "states",
    namespace: "void",
    state: keyedState,
    functions,
    scope,
  });
  const sides = new Map(config.sideOutputs.map(({ tag }) => [tag, sideOutput(context, tag)]));
  const now = scope.guard(() => clock.now());
  return frozen({
    state: states.handles,
    timestamp: scope.guard(() => (hasTimestamp(call.timestamp) ? call.timestamp : null)),
    getCurrentKey: scope.guard(() => keyedState.currentKey),
    timeDomain: scope.guard(() => call.domain ?? null),
    currentWatermark: scope.guard(() => timers.currentWatermark),
    currentProcessingTime: now,
    now,
    random: scope.guard(() => random.next()),
    log: scope.guard((text: unknown) =>
      context.trace((operator) => ({ kind: "userLog", operator, text: logText(text) })),
    ),
    output: scope.guard((tag: unknown, value: unknown) => {
      const collect = typeof tag === "string" ? sides.get(tag) : undefined;
      if (collect === undefined) throw new RangeError(`[TM8] there is no side output "${String(tag)}"`);
      collect(value, call.sideOutput);
    }),
    registerEventTimeTimer: scope.guard((timestamp: unknown) =>
      timers.registerEventTimer(undefined, timeOf(timestamp)),
    ),
    deleteEventTimeTimer: scope.guard((timestamp: unknown) =>
      timers.deleteEventTimer(undefined, timeOf(timestamp)),
    ),
    registerProcessingTimeTimer: scope.guard((timestamp: unknown) =>
      timers.registerProcessingTimer(undefined, timeOf(timestamp)),
    ),
    deleteProcessingTimeTimer: scope.guard((timestamp: unknown) =>
      timers.deleteProcessingTimer(undefined, timeOf(timestamp)),
    ),
  });
}

function sideOutput(context: OperatorContext, tag: string): (value: unknown, timestamp: Timestamp) => void {
  const toRow = rowFromObject(context.sideOutputSchema(tag));
  const collect: Collector = context.sideOutput(tag);
  return (value, timestamp) => collect(toRow(value), timestamp);
}

function timeOf(timestamp: unknown): Timestamp {
  if (typeof timestamp === "number" && (Number.isSafeInteger(timestamp) || Math.abs(timestamp) === Infinity))
    return timestamp;
  throw new TypeError("[TM8] a timer needs a timestamp: an integer number of milliseconds");
}

/** No code of the function runs to make the text. */
function logText(value: unknown): string {
  const text =
    typeof value === "object" || typeof value === "function" ? describeValue(value) : String(value);
  return text.slice(0, 1000);
}
