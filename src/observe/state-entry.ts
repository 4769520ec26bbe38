import { namespaceText, windowContents } from "./event.ts";
import type { LogEventBody } from "./event.ts";
import type { OperatorIndex } from "../stream/indices.ts";

type Body<Kind extends LogEventBody["kind"]> = Extract<LogEventBody, { readonly kind: Kind }>;

/** One entry of a state of a subtask: operator, name, key and, where it has one, window. */
export function stateEntry(body: Body<"stateRead" | "stateWritten" | "stateCleared">): string {
  return entryText(body, body.state, body.namespace);
}

/** True when what the entry held before is a part of what it holds now. */
export const keepsContents = ({ state, before }: Body<"stateWritten">): boolean => before === "kept" || state === windowContents;

/** The entries that contents of windows come from, and the one they go to. */
export function mergedEntries(body: Body<"stateMerged">): { readonly from: readonly string[]; readonly into: string } {
  const entry = (namespace: string): string => entryText(body, body.state, namespace);
  return { from: body.from.map(entry), into: entry(body.namespace) };
}

/** The entry that holds the contents of a window that fired. */
export const contentsEntry = (body: Body<"windowFired">): string => entryText(body, windowContents, body.contents ?? namespaceText(body));

/** One timer of a subtask. */
export const timerText = ({ operator, domain, timestamp, key }: Body<"timerRegistered" | "timerDeleted" | "timerFired">): string =>
  `${operator} ${domain} ${timestamp} ${key}`;

function entryText(of: { readonly operator: OperatorIndex; readonly key: string }, state: string, namespace: string | undefined): string {
  return `${of.operator} ${state} ${namespace ?? ""} ${of.key}`;
}
