import type { Cause } from "../../observe/causes.ts";
import type { LogEvent, LogEventBody } from "../../observe/event.ts";
import type { RunLog } from "../../observe/run-log.ts";
import { formatEventTime } from "../i18n/format.ts";
import type { Translate } from "../i18n/use-text.ts";
import { keyInWindow } from "../run/window-text.ts";

/** One reason why a record is there: a sentence, and the records behind it, newest last. */
export interface Reason {
  readonly sentence: string;
  readonly records: readonly number[];
  /** There was a record, but the log does not have it any more. */
  readonly isOlder: boolean;
}

interface Telling {
  readonly log: RunLog;
  /** Messages of area "causes". */
  readonly text: Translate;
}

/** Why the record that `event` sent or read is there, in sentences: a source, or each cause of the work that sent it. [OB36] */
export function reasonsOf(event: LogEvent | undefined, causes: readonly Cause[], { log, text }: Telling): readonly Reason[] {
  const told = (sentence: string): readonly Reason[] => [{ sentence, records: [], isOlder: false }];
  if (event?.body.kind === "read") return told(text("source", { split: event.body.split, position: event.body.position }));
  if (event?.body.kind !== "sent") return told(text("older"));
  if (event.body.cause === undefined) return told(text("nothing"));
  return causes.length === 0 ? told(text("older")) : causes.map((cause) => reasonOf(cause, { log, text }));
}

function reasonOf(cause: Cause, { log, text }: Telling): Reason {
  const { kind, records, restored } = cause;
  const sentences = [sentenceOf(cause, { log, text })];
  const restore = bodyOf(log.event(restored ?? -1), "restored");
  if (restore) sentences.unshift(text("restored", { checkpoint: restore.checkpointId }));
  return { sentence: sentences.join(" "), records, isOlder: records.length === 0 && kind !== "record" };
}

function sentenceOf({ kind, seq, write, records }: Cause, { log, text }: Telling): string {
  const event = log.event(seq);
  switch (kind) {
    case "record":
      return text("record");
    case "timer": {
      const { key, timestamp } = bodyOf(event, "timerFired") ?? {};
      return text("timer", { key, time: formatEventTime(timestamp, true) });
    }
    case "window": {
      const { key, start, end } = bodyOf(event, "windowFired") ?? {};
      return text("window", { key, start: formatEventTime(start, true), end: formatEventTime(end, true), count: records.length });
    }
    case "state": {
      const { state, key, namespace } = bodyOf(event, "stateRead") ?? bodyOf(event, "stateWritten") ?? {};
      const value = bodyOf(log.event(write ?? -1), "stateWritten")?.value;
      const place = { state, key: keyInWindow(key, namespace) };
      return value === undefined ? text("stateBefore", place) : text("state", { ...place, value });
    }
  }
}

type Body<Kind extends LogEventBody["kind"]> = Extract<LogEventBody, { readonly kind: Kind }>;

function bodyOf<Kind extends LogEventBody["kind"]>(event: LogEvent | undefined, kind: Kind): Body<Kind> | undefined {
  return event?.body.kind === kind ? (event.body as Body<Kind>) : undefined;
}
