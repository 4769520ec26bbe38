import type { ChannelIndex } from "../../stream/indices.ts";
import type { LogEventBody, RecordView } from "../../observe/event.ts";
import type { ControlElement } from "../../stream/control-element.ts";
import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Trace } from "../environment.ts";
import type { InputChannel, OutputChannel } from "./channel.ts";

/** How records of a channel look in the log. */
export interface RecordText {
  readonly text: (row: Row) => string;
  /** Text of the key, on a hash edge. */
  readonly key: ((row: Row) => string) | undefined;
}

/**
 * The producer end of channel number `channel` with its events in the log: each record when records are traced, otherwise how
 * many passed; control elements always.
 */
export function loggedOutput(
  channel: ChannelIndex,
  output: OutputChannel,
  options: { readonly trace: Trace; readonly view: RecordText },
): LoggedOutput {
  const { trace, view } = options;
  let logged = 0;
  const logPassed = (): void => {
    const sent = output.sent - logged;
    logged = output.sent;
    if (sent > 0 && !trace.records) trace.emit({ kind: "passed", channel, sent, received: 0 });
  };
  const write = trace.records
    ? (row: Row, timestamp: Timestamp): void => {
        output.write(row, timestamp);
        trace.emit({ kind: "sent", channel, n: numberOfLast(output), element: recordView(view, row, timestamp) });
      }
    : output.write;
  return {
    write,
    control(element: ControlElement) {
      logPassed();
      output.control(element);
      trace.emit({ kind: "sent", channel, n: numberOfLast(output), element });
    },
    isAvailable: () => output.isAvailable(),
    flush: () => output.flush(),
    waiting: () => output.waiting(),
    get sent() {
      return output.sent;
    },
    get sentControls() {
      return output.sentControls;
    },
    close: () => output.close(),
    channel,
    logPassed,
  };
}

export interface LoggedOutput extends OutputChannel {
  readonly channel: ChannelIndex;
  /** Puts in the log how many records passed unlogged. */
  logPassed(): void;
}

/** Consumer side: counts records that pass unlogged, and logs what a subtask takes from a channel. */
export class ReceiptLog {
  readonly #channel: ChannelIndex;
  readonly #input: InputChannel;
  readonly #trace: Trace;
  #passed = 0;

  constructor(channel: ChannelIndex, input: InputChannel, trace: Trace) {
    this.#channel = channel;
    this.#input = input;
    this.#trace = trace;
  }

  passed(records: number): void {
    this.#passed += records;
  }

  /** An element was taken. */
  received(): void {
    this.logPassed();
    this.#trace.emit({ kind: "received", channel: this.#channel, n: this.#input.taken });
  }

  logPassed(): void {
    if (this.#passed === 0) return;
    const event: LogEventBody = { kind: "passed", channel: this.#channel, sent: 0, received: this.#passed };
    this.#passed = 0;
    this.#trace.emit(event);
  }
}

/** Number in its channel of the element that was written last. [OB30] */
const numberOfLast = ({ sent, sentControls }: OutputChannel): number => sent + sentControls;

function recordView(view: RecordText, row: Row, timestamp: Timestamp): RecordView {
  return {
    kind: "record",
    text: view.text(row),
    ...(view.key === undefined ? {} : { key: view.key(row) }),
    ...(hasTimestamp(timestamp) ? { timestamp } : {}),
  };
}
