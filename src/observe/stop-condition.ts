import type { ChannelIndex, ListBy, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { LogEvent, RunShape, TopologyChannel } from "./event.ts";
import { fieldsOfSchema, testOfField } from "./field-test.ts";
import type { FieldTest } from "./field-test.ts";

/** Events a run can go on to, or pause at. "end" never comes: the run goes on until it ends. */
export const stopEvents = [
  "barrier",
  "alignmentEnds",
  "watermark",
  "checkpointComplete",
  "windowFires",
  "lateRecord",
  "failure",
  "record",
  "end",
] as const;
export type StopEvent = (typeof stopEvents)[number];

/**
 * What a run pauses behind, now (run until) or whenever it happens (breakpoint). Plain data; places have the names of the front end.
 * [PX16]
 */
export interface StopCondition {
  readonly event: StopEvent;
  /** Only there; anywhere when absent. */
  readonly place?: StopPlace;
  /** Only of this key: records, late records and windows. */
  readonly key?: string;
  /** Only records whose field passes. */
  readonly field?: FieldTest;
}

/**
 * Subtasks of an operator, or channels of an edge, all of them or one. What is sent to an operator counts as there; of a source,
 * what it sends.
 */
export type StopPlace =
  | { readonly operator: string; readonly index?: SubtaskIndex }
  | { readonly edge: string; readonly from?: SubtaskIndex; readonly to?: SubtaskIndex };

interface Indices {
  readonly subtasks: ReadonlySet<TaskIndex>;
  readonly channels: ReadonlySet<ChannelIndex>;
}

/** Says of each event of a run of that shape whether it meets the condition. */
export function stopTest(condition: StopCondition, shape: RunShape): (event: LogEvent) => boolean {
  const { event: awaited, place, key, field } = condition;
  const indices = place && indicesOf(shape, place);
  const passes = field && fieldTests(field, shape.topology.channels);
  const waits = awaited === "alignmentEnds" ? endOfWait() : undefined;
  return (event) => {
    if (waits?.(event) === false || !happens(awaited, event, place !== undefined && "edge" in place)) return false;
    const { body } = event;
    if (indices && !isThere(event, indices)) return false;
    if (key !== undefined && keyOf(event) !== key) return false;
    if (!passes) return true;
    return body.kind === "sent" && body.element.kind === "record" && passes(body.channel, body.element.text);
  };
}

/**
 * An alignment ends where an input is let go that waited for the barriers of others. One that is held and let go at one moment, as the only
 * input of a subtask or the last one, held nothing back. [UI119]
 */
function endOfWait(): (event: LogEvent) => boolean {
  const heldAt = new Map<ChannelIndex, number>();
  return ({ at, body }) => {
    if (body.kind === "channelHeld") heldAt.set(body.channel, at);
    if (body.kind !== "channelReleased") return false;
    const since = heldAt.get(body.channel);
    heldAt.delete(body.channel);
    return since === undefined || since < at;
  };
}

function isThere({ subtask, body }: LogEvent, { channels, subtasks }: Indices): boolean {
  return "channel" in body && body.channel !== undefined ? channels.has(body.channel) : subtasks.has(subtask);
}

/** A watermark is the operator's own, on an edge the one that passes there. */
function happens(awaited: StopEvent, { body }: LogEvent, onEdge: boolean): boolean {
  switch (awaited) {
    case "barrier":
      return body.kind === "sent" && body.element.kind === "checkpointBarrier";
    case "alignmentEnds":
      return body.kind === "channelReleased";
    case "watermark":
      return onEdge ? body.kind === "sent" && body.element.kind === "watermark" : body.kind === "watermark";
    case "checkpointComplete":
      return body.kind === "checkpointCompleted";
    case "windowFires":
      return body.kind === "windowFired";
    case "lateRecord":
      return body.kind === "late";
    case "failure":
      return body.kind === "executionState" && body.state === "FAILED";
    case "record":
      return body.kind === "sent" && body.element.kind === "record";
    case "end":
      return false;
  }
}

function keyOf({ body }: LogEvent): string | undefined {
  if (body.kind === "sent") return body.element.kind === "record" ? body.element.key : undefined;
  return body.kind === "windowFired" ? body.key : undefined;
}

function fieldTests(field: FieldTest, channels: ListBy<ChannelIndex, TopologyChannel>): (channel: ChannelIndex, text: string) => boolean {
  const schemas = new Set(channels.map(({ schemaText }) => schemaText));
  const bySchema = new Map([...schemas].map((text) => [text, testOfField(field, fieldsOfSchema(text))]));
  const tests = channels.map(({ schemaText }) => bySchema.get(schemaText));
  return (channel, text) => tests[channel]?.(text) === true;
}

function indicesOf({ topology, origins }: RunShape, place: StopPlace): Indices {
  const { vertices, subtasks, channels } = topology;
  if ("edge" in place) {
    const indexOf = (subtask: TaskIndex): SubtaskIndex | undefined => subtasks[subtask]?.index;
    const chosen = [...channels.entries()].filter(
      ([, { edge, from, to }]) =>
        origins.edges[edge] === place.edge &&
        (place.from === undefined || indexOf(from) === place.from) &&
        (place.to === undefined || indexOf(to) === place.to),
    );
    return { channels: new Set(chosen.map(([index]) => index)), subtasks: new Set(chosen.map(([, { to }]) => to)) };
  }
  const chosen = [...subtasks.entries()].filter(
    ([, { vertex, index }]) =>
      vertices[vertex]?.operators.some(({ node }) => origins.nodes[node] === place.operator) === true &&
      (place.index === undefined || index === place.index),
  );
  const there = new Set(chosen.map(([index]) => index));
  const inputs = [...channels.entries()].filter(([, { to }]) => there.has(to));
  const passing = inputs.length > 0 ? inputs : [...channels.entries()].filter(([, { from }]) => there.has(from));
  return { subtasks: there, channels: new Set(passing.map(([index]) => index)) };
}
