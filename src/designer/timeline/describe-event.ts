import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { ElementView, LogEvent, LogEventBody } from "../../observe/event.ts";
import { toChannelIndex, toTaskIndex } from "../../stream/indices.ts";
import { formatBytes, formatDuration, formatEventTime } from "../i18n/format.ts";

/** Names of subtasks and channels as the log shows them. */
export interface EventNames {
  readonly subtask: (index: TaskIndex) => string;
  readonly channel: (index: ChannelIndex) => string;
}

/** One line of the log: the event's own name and its values. Names of events are identifiers and stay as they are in every language. */
export function describeEvent({ body }: LogEvent, names: EventNames): string {
  const details = detailsOf(body, names).filter((part) => part !== "");
  return [body.kind, ...details].join("  ");
}

function elementText(element: ElementView): string {
  switch (element.kind) {
    case "record":
      return `record ${element.key === undefined ? "" : `[${element.key}] `}${element.text}`;
    case "watermark":
      return `watermark ${formatEventTime(element.timestamp, true)}`;
    case "checkpointBarrier":
      return `barrier #${element.id}`;
    case "cancelCheckpointMarker":
      return `cancel #${element.id}`;
    case "watermarkStatus":
      return element.idle ? "idle" : "active";
    default:
      return element.kind;
  }
}

/** Values of a body, in the order in which they are read. */
function detailsOf(body: LogEventBody, names: EventNames): readonly string[] {
  switch (body.kind) {
    case "sent":
      return [elementText(body.element), names.channel(body.channel)];
    case "lost":
      return [`${body.count}`, names.channel(body.channel)];
    case "checkpointTriggered":
      return [`#${body.checkpointId}`, body.savepoint ? "savepoint" : "", `${body.expected.length} subtasks`];
    case "checkpointAcknowledged":
      return [`#${body.checkpointId}`, names.subtask(body.from), formatBytes(body.bytes)];
    case "checkpointCompleted":
      return [`#${body.checkpointId}`, formatBytes(body.bytes), formatDuration(body.durationMs)];
    case "restoring":
      return [body.checkpointId === undefined ? "from the start" : `from #${body.checkpointId}`, `${body.subtasks.length} subtasks`];
    default:
      return genericDetails(body, names);
  }
}

const times = new Set(["timestamp", "start", "end"]);

function genericDetails(body: LogEventBody, names: EventNames): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (name === "kind" || name === "operator" || value === undefined) return [];
    if (name === "failure") return [];
    // Attempts are counted from 1 wherever a person reads them.
    if (name === "attempt" && typeof value === "number") return [`attempt ${value + 1}`];
    if (name === "channel" && typeof value === "number") return [names.channel(toChannelIndex(value))];
    if (name === "checkpointId") return [`#${value}`];
    if (name === "from" && typeof value === "number") return [names.subtask(toTaskIndex(value))];
    if (times.has(name) && typeof value === "number") return [formatEventTime(value, true)];
    if (name.endsWith("Ms") && typeof value === "number") return [formatDuration(value)];
    if (name === "bytes" && typeof value === "number") return [formatBytes(value)];
    return [typeof value === "string" ? value : `${name} ${JSON.stringify(value)}`];
  });
}
