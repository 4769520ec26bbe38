import { causesOfRecord, recordsOf } from "./causes.ts";
import type { ChannelIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import type { RunLog } from "./run-log.ts";

/** What a record came from: numbers of the events that sent or read its ancestors. */
export interface Origin {
  /** Oldest first, without the record itself. */
  readonly ancestors: readonly number[];
  /** Where in its parent's work each of them, and the record itself, was sent: what is made again stands at the same place. */
  readonly places: ReadonlyMap<string, number>;
}

/** Ancestors looked up: a window may have had thousands of records. */
const ancestorLimit = 64;

/** Goes back from the event that sent or read a record, by the causes that the subtasks logged. */
export function originOf(log: RunLog, seed: number): Origin {
  const ancestors = new Set<number>();
  const places = new Map<string, number>();
  const open = [seed];
  for (let seq = open.pop(); seq !== undefined && ancestors.size < ancestorLimit; seq = open.pop()) {
    const event = log.event(seq);
    if (event?.body.kind === "read") places.set(placeOfRead(event, log), seq);
    if (event?.body.kind !== "sent") continue;
    const causes = causesOfRecord(log, event);
    const parent = causes.find(({ kind }) => kind === "record");
    if (parent) places.set(placeOfSent(parent.seq, event, log), seq);
    for (const each of recordsOf(causes)) {
      if (ancestors.has(each)) continue;
      ancestors.add(each);
      open.push(each);
    }
  }
  return { ancestors: [...ancestors].toSorted((a, b) => a - b), places };
}

/** What a source reads, wherever and whenever it reads it again: the same place. */
export function placeOfRead({ subtask, body }: LogEvent, { header }: RunLog): string {
  if (body.kind !== "read") return "";
  return `read ${header.topology.subtasks[subtask]?.vertex ?? -1} ${body.split} ${body.position}`;
}

/** Place of a record among those that the work on `parent` sent: by edge, which one of them. */
export const placeInWork = (parent: number, edge: number, ordinal: number): string => `sent ${parent} ${edge} ${ordinal}`;

function placeOfSent(parent: number, { seq, subtask, body }: LogEvent, log: RunLog): string {
  if (body.kind !== "sent") return "";
  const edgeOf = (channel: ChannelIndex): number => log.header.topology.channels[channel]?.edge ?? -1;
  const edge = edgeOf(body.channel);
  let ordinal = 0;
  for (let at = seq - 1; at >= log.dropped; at--) {
    const before = log.event(at);
    if (before?.subtask !== subtask) continue;
    if (before.body.kind === "processing") break;
    if (before.body.kind === "sent" && before.body.cause === body.cause && edgeOf(before.body.channel) === edge) ordinal++;
  }
  return placeInWork(parent, edge, ordinal);
}
