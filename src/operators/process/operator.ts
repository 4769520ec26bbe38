import { engineMessage } from "../../base/engine-messages.ts";
import type { TimeDomain } from "../../observe/event.ts";
import type { Operator, OperatorContext, OperatorFactory } from "../../runtime/api.ts";
import { handleParameter, rowParameter } from "../../stream/guest-parameter.ts";
import type { TimerService } from "../../runtime/time/timer-service.ts";
import { callScope } from "../../stream/call-scope.ts";
import type { CallScope } from "../../stream/call-scope.ts";
import { describeValue, shortText } from "../../stream/describe-value.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import { hasTimestamp, minTimestamp, noTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { outputAction } from "../output-action.ts";
import { currentKey, frozen, createUserStates } from "../user-state.ts";
import type { ProcessConfig } from "./descriptor.ts";

/** What the call that runs now is about. */
interface Call {
  /** `ctx.timestamp()`: of the record, or of the timer. */
  timestamp: Timestamp;
  /** Of rows on the main output. */
  output: Timestamp;
  /** Of rows on side outputs: a record without timestamp gives Long.MIN there. */
  sideOutput: Timestamp;
  domain: TimeDomain | undefined;
}

export const processFactory: OperatorFactory<ProcessConfig> = { type: "process", createOperator: createProcess };

/** KeyedProcessOperator. [TM7] */
function createProcess(config: ProcessConfig, context: OperatorContext): Operator {
  const { functions, output, outputSchema } = context;
  const scope = callScope();
  const call: Call = {
    timestamp: noTimestamp,
    output: noTimestamp,
    sideOutput: noTimestamp,
    domain: undefined,
  };
  const [schema = { fields: [] }] = context.inputSchemas;
  const handles = [handleParameter("ctx"), handleParameter("collect")];
  const processElement = functions.compile(
    { field: "processElement", source: config.processElement, parameters: [rowParameter("row", schema), ...handles] },
    scope.settle,
  );
  const onTimer = functions.compile(
    { field: "onTimer", source: config.onTimer, parameters: [handleParameter("timestamp"), ...handles] },
    scope.settle,
  );
  const collect = scope.guard(rowFromObject(outputSchema), (row) => output(row, call.output));
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
  const states = createUserStates({
    declarations: config.states,
    field: "states",
    namespace: "void",
    state: keyedState,
    functions,
    scope,
  });
  const now = scope.action(() => clock.now());
  return frozen({
    state: states.handles,
    timestamp: scope.action(() => (hasTimestamp(call.timestamp) ? call.timestamp : null)),
    getCurrentKey: currentKey(scope, keyedState),
    timeDomain: scope.action(() => call.domain ?? null),
    currentWatermark: scope.action(() => timers.currentWatermark),
    currentProcessingTime: now,
    now,
    random: scope.action(() => random.next()),
    log: scope.guard(logText, (text) => context.trace((operator) => ({ kind: "userLog", operator, text }))),
    output: outputAction({ sideOutputs: config.sideOutputs, context, scope, timestamp: () => call.sideOutput }),
    registerEventTimeTimer: scope.guard(timeOf, (timestamp) => timers.registerEventTimer(undefined, timestamp)),
    deleteEventTimeTimer: scope.guard(timeOf, (timestamp) => timers.deleteEventTimer(undefined, timestamp)),
    registerProcessingTimeTimer: scope.guard(timeOf, (timestamp) => timers.registerProcessingTimer(undefined, timestamp)),
    deleteProcessingTimeTimer: scope.guard(timeOf, (timestamp) => timers.deleteProcessingTimer(undefined, timestamp)),
  });
}

function timeOf(timestamp: unknown): Timestamp {
  if (typeof timestamp === "number" && (Number.isSafeInteger(timestamp) || Math.abs(timestamp) === Infinity))
    return timestamp;
  throw new TypeError(engineMessage("timerTimestamp"));
}

/** No code of the function runs to make the text. */
const logText = (value: unknown): string => (typeof value === "string" ? shortText(value, 1000) : describeValue(value));
