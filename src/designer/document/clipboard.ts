import { z } from "zod";
import {
  documentEdgeSchema,
  documentOperatorSchema,
  type DocumentEdge,
  type DocumentOperator,
  type JobDocument,
} from "../../graph/job-document.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { findOversize } from "../../graph/document-size.ts";
import { parseBoundedJson } from "../../graph/parse-document.ts";
import { notesOf, positionsOf } from "./apply-change.ts";
import type { DocumentChange, DocumentNote, Placed, Position } from "./document-change.ts";
import { identitiesFor } from "./identity.ts";

export const fragmentFormat = "weir.fragment/1";

const positionSchema = z.object({ x: z.number(), y: z.number() });

/** Part of a job as it goes over the clipboard: the same words as job JSON. */
const fragmentSchema = z.object({
  format: z.literal(fragmentFormat),
  operators: z.array(documentOperatorSchema),
  edges: z.array(documentEdgeSchema),
  notes: z.array(z.object({ id: z.string(), x: z.number(), y: z.number(), text: z.string() })).default([]),
  positions: z.record(z.string(), positionSchema).default({}),
});
export type Fragment = z.infer<typeof fragmentSchema>;

export interface FragmentSelection {
  readonly operators: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

/** What is selected, and every edge between two selected operators. */
export function copyFragment(document: JobDocument, selection: FragmentSelection): Fragment {
  const ids = new Set(selection.operators);
  const positions: Record<string, Position> = {};
  for (const id of ids) {
    const position = positionsOf(document)[id];
    if (position) positions[id] = position;
  }
  return {
    format: fragmentFormat,
    operators: document.operators.filter(({ id }) => ids.has(id)),
    edges: document.edges.filter(({ from, to }) => ids.has(from.operator) && ids.has(to.operator)),
    notes: notesOf(document).filter(({ id }) => selection.notes.includes(id)),
    positions,
  };
}

/** What pasted text holds: parts of a job, or why there are none to paste; undefined when it is neither a fragment nor a job. */
export type PastedText = { readonly fragment: Fragment } | { readonly problem: Diagnostic };

/** Reads a fragment, or a whole job, from pasted text. Never throws; too much is a problem, other text is undefined. [DC22] */
export function readPasted(text: string): PastedText | undefined {
  const read = parseBoundedJson(text);
  if ("problem" in read) return read.problem.code === "document.not-json" ? undefined : read;
  const { value } = read;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const problem = findOversize(value);
  if (problem !== undefined) return { problem };
  const fragment = fragmentSchema.safeParse(value);
  if (fragment.success) return { fragment: fragment.data };
  const job = jobAsFragment.safeParse(value);
  if (!job.success) return undefined;
  const { operators, edges, layout } = job.data;
  return { fragment: { format: fragmentFormat, operators, edges, notes: layout.notes, positions: layout.positions } };
}

const jobAsFragment = z.object({
  format: z.literal("weir.job/1"),
  operators: z.array(documentOperatorSchema),
  edges: z.array(documentEdgeSchema),
  layout: fragmentSchema.pick({ notes: true, positions: true }).default({ notes: [], positions: {} }),
});

/**
 * The change that pastes a fragment with its upper left corner at `at`. Every id is renewed, uids are dropped because a job
 * may hold each once, links to what is not in the fragment are dropped. [DC6]
 */
export function pasteChange(document: JobDocument, fragment: Fragment, at: Position): DocumentChange {
  const identities = identitiesFor(document);
  const ids = fragment.operators.map(({ type }) => identities.operator(type));
  // What is joined to an id that two operators have is joined to the first of them.
  const renewed = new Map(fragment.operators.map(({ id }, i) => [id, ids[i] ?? id] as const).toReversed());
  const corner = cornerOf(fragment);
  const operators = fragment.operators.map((operator, i): Placed<DocumentOperator> => {
    const { uid: _, ...rest } = operator;
    const id = ids[i] ?? operator.id;
    return { index: document.operators.length + i, value: { ...rest, id, name: identities.name(operator.name) } };
  });
  const edges: Placed<DocumentEdge>[] = [];
  for (const edge of fragment.edges) {
    const from = renewed.get(edge.from.operator);
    const to = renewed.get(edge.to.operator);
    if (from === undefined || to === undefined) continue;
    const value = {
      ...edge,
      id: identities.edge(),
      from: { ...edge.from, operator: from },
      to: { ...edge.to, operator: to },
    };
    edges.push({ index: document.edges.length + edges.length, value });
  }
  const notes = fragment.notes.map((note, i): Placed<DocumentNote> => ({
    index: notesOf(document).length + i,
    value: { ...note, id: identities.note(), x: at.x + note.x - corner.x, y: at.y + note.y - corner.y },
  }));
  const positions: Record<string, Position> = {};
  fragment.operators.forEach(({ id }, i) => {
    const known = renewed.get(id) === ids[i] ? fragment.positions[id] : undefined;
    const old = known ?? { x: corner.x + i * 24, y: corner.y + i * 24 };
    positions[ids[i] ?? id] = { x: at.x + old.x - corner.x, y: at.y + old.y - corner.y };
  });
  return { kind: "addParts", reason: "paste", parts: { operators, edges, notes, positions } };
}

function cornerOf(fragment: Fragment): Position {
  const points = [...Object.values(fragment.positions), ...fragment.notes];
  if (points.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) };
}
