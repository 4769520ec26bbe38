import type { DocumentEdge, DocumentOperator, JobDocument } from "../../graph/job-document.ts";
import type { DocumentChange, DocumentNote, DocumentParts, Placed, Position } from "./document-change.ts";
import { placesOfUnplaced } from "./unplaced.ts";

export interface AppliedChange {
  readonly document: JobDocument;
  /** Brings the document back to what it was, byte for byte in its lists' order. [DC2] */
  readonly inverse: DocumentChange;
}

/** Applies an edit to an immutable document. Naming something that is not there is a defect of the caller: it throws. */
export function applyChange(document: JobDocument, change: DocumentChange): AppliedChange {
  switch (change.kind) {
    case "addParts":
      return { document: addParts(document, change.parts), inverse: removalOf(change.parts) };
    case "removeParts":
      return removeParts(document, change);
    case "rename":
    case "setConfig":
    case "setExecution":
      return changeOperator(document, change);
    case "setPartitioner":
    case "setLatency":
    case "reconnect":
      return changeEdge(document, change);
    case "move":
      return move(document, change.positions);
    case "setNote": {
      const before = find(notesOf(document), change.note.id);
      const notes = notesOf(document).map((note) => (note.id === change.note.id ? change.note : note));
      return {
        document: withLayout(document, positionsOf(document), notes),
        inverse: { kind: "setNote", note: before },
      };
    }
    case "batch":
      return applyBatch(document, change);
    default:
      return changeJob(document, change);
  }
}

function applyBatch(document: JobDocument, batch: Extract<DocumentChange, { kind: "batch" }>): AppliedChange {
  const inverses: DocumentChange[] = [];
  let current = document;
  for (const change of batch.changes) {
    const applied = applyChange(current, change);
    current = applied.document;
    inverses.unshift(applied.inverse);
  }
  return { document: current, inverse: { ...batch, changes: inverses } };
}

type JobChange = Extract<DocumentChange, { kind: "setOption" | "setRun" | "renameJob" | "replace" }>;

function changeJob(document: JobDocument, change: JobChange): AppliedChange {
  switch (change.kind) {
    case "setOption": {
      const inverse: DocumentChange = { kind: "setOption", key: change.key, value: document.config[change.key] };
      const { [change.key]: _, ...rest } = document.config;
      return {
        document: { ...document, config: change.value === undefined ? rest : { ...rest, [change.key]: change.value } },
        inverse,
      };
    }
    case "setRun": {
      const { run, ...rest } = document;
      return { document: change.run ? { ...rest, run: change.run } : rest, inverse: { kind: "setRun", run } };
    }
    case "renameJob":
      return { document: { ...document, name: change.name }, inverse: { kind: "renameJob", name: document.name } };
    case "replace":
      return { document: change.document, inverse: { kind: "replace", document } };
  }
}

type OperatorChange = Extract<DocumentChange, { kind: "rename" | "setConfig" | "setExecution" }>;

function changeOperator(document: JobDocument, change: OperatorChange): AppliedChange {
  const before = find(document.operators, change.operator);
  const { after, inverse } = changedOperator(before, change);
  const operators = document.operators.map((operator) => (operator.id === before.id ? after : operator));
  return { document: { ...document, operators }, inverse };
}

function changedOperator(
  before: DocumentOperator,
  change: OperatorChange,
): { after: DocumentOperator; inverse: DocumentChange } {
  const operator = before.id;
  switch (change.kind) {
    case "rename":
      return { after: { ...before, name: change.name }, inverse: { kind: "rename", operator, name: before.name } };
    case "setConfig":
      return {
        after: { ...before, config: { ...change.config } },
        inverse: { kind: "setConfig", operator, config: before.config },
      };
    case "setExecution": {
      const { [change.key]: value, ...rest } = before;
      const after = change.value === undefined ? rest : { ...rest, [change.key]: change.value };
      return { after: after as DocumentOperator, inverse: { kind: "setExecution", operator, key: change.key, value } };
    }
  }
}

type EdgeChange = Extract<DocumentChange, { kind: "setPartitioner" | "setLatency" | "reconnect" }>;

function changeEdge(document: JobDocument, change: EdgeChange): AppliedChange {
  const before = find(document.edges, change.edge);
  const { after, inverse } = changedEdge(before, change);
  return {
    document: { ...document, edges: document.edges.map((edge) => (edge.id === before.id ? after : edge)) },
    inverse,
  };
}

function changedEdge(
  before: DocumentEdge,
  change: EdgeChange,
): { readonly after: DocumentEdge; readonly inverse: DocumentChange } {
  const { id: edge, from, to } = before;
  switch (change.kind) {
    case "reconnect":
      return { after: { ...before, from: change.from, to: change.to }, inverse: { kind: "reconnect", edge, from, to } };
    case "setPartitioner": {
      const { partitioner, ...rest } = before;
      const after = change.partitioner === undefined ? rest : { ...rest, partitioner: change.partitioner };
      return { after, inverse: { kind: "setPartitioner", edge, partitioner } };
    }
    case "setLatency": {
      const { latencyMs, ...rest } = before;
      const after = change.latencyMs === undefined ? rest : { ...rest, latencyMs: change.latencyMs };
      return { after, inverse: { kind: "setLatency", edge, latencyMs } };
    }
  }
}

function move(document: JobDocument, moved: Readonly<Record<string, Position | undefined>>): AppliedChange {
  const positions = { ...positionsOf(document) };
  const before: Record<string, Position | undefined> = {};
  for (const [id, position] of Object.entries(moved)) {
    before[id] = positions[id];
    if (position) positions[id] = position;
    else delete positions[id];
  }
  return { document: withLayout(document, positions, notesOf(document)), inverse: { kind: "move", positions: before } };
}

function addParts(document: JobDocument, parts: DocumentParts): JobDocument {
  const added = {
    ...document,
    operators: insertAll(document.operators, parts.operators),
    edges: insertAll(document.edges, parts.edges),
  };
  if (parts.notes.length === 0 && Object.keys(parts.positions).length === 0) return added;
  return withLayout(added, { ...positionsOf(document), ...parts.positions }, insertAll(notesOf(document), parts.notes));
}

function removalOf(parts: DocumentParts): DocumentChange {
  const ids = (list: readonly Placed<{ readonly id: string }>[]): string[] => list.map(({ value }) => value.id);
  return { kind: "removeParts", operators: ids(parts.operators), edges: ids(parts.edges), notes: ids(parts.notes) };
}

/** Takes the edges of the operators along. [DC3] */
function removeParts(document: JobDocument, change: Extract<DocumentChange, { kind: "removeParts" }>): AppliedChange {
  const operators = new Set(change.operators);
  const edges = new Set(change.edges);
  for (const edge of document.edges)
    if (operators.has(edge.from.operator) || operators.has(edge.to.operator)) edges.add(edge.id);
  const notes = new Set(change.notes);
  const positions = { ...positionsOf(document) };
  const lostPositions: Record<string, Position> = {};
  for (const id of operators) {
    const position = positions[id];
    if (position) lostPositions[id] = position;
    delete positions[id];
  }
  const parts: DocumentParts = {
    operators: placedWhere(document.operators, operators),
    edges: placedWhere(document.edges, edges),
    notes: placedWhere(notesOf(document), notes),
    positions: lostPositions,
  };
  const remaining = {
    ...document,
    operators: document.operators.filter(({ id }) => !operators.has(id)),
    edges: document.edges.filter(({ id }) => !edges.has(id)),
  };
  const changed = document.layout
    ? withLayout(
        remaining,
        positions,
        notesOf(document).filter(({ id }) => !notes.has(id)),
      )
    : remaining;
  return { document: changed, inverse: { kind: "addParts", reason: "restore", parts } };
}

function placedWhere<Value extends { readonly id: string }>(
  values: readonly Value[],
  ids: ReadonlySet<string>,
): Placed<Value>[] {
  return values.flatMap((value, index) => (ids.has(value.id) ? [{ index, value }] : []));
}

/** Indices are those in the resulting list, ascending; one past the end appends. */
function insertAll<Value>(values: readonly Value[], placed: readonly Placed<Value>[]): Value[] {
  const result = [...values];
  for (const { index, value } of placed.toSorted((a, b) => a.index - b.index)) result.splice(index, 0, value);
  return result;
}

const placesOf = new WeakMap<JobDocument, Readonly<Record<string, Position>>>();

/** Where every operator stands: as the document says, else along the stream. [UI118] */
export function positionsOf(document: JobDocument): Readonly<Record<string, Position>> {
  const known = placesOf.get(document);
  if (known) return known;
  const placed = document.layout?.positions ?? {};
  const isPlaced = document.operators.every(({ id }) => Object.hasOwn(placed, id));
  const all = isPlaced ? placed : { ...placed, ...placesOfUnplaced(document, placed) };
  placesOf.set(document, all);
  return all;
}

export function notesOf(document: JobDocument): readonly DocumentNote[] {
  return document.layout?.notes ?? [];
}

function withLayout(
  document: JobDocument,
  positions: Readonly<Record<string, Position>>,
  notes: readonly DocumentNote[],
): JobDocument {
  return {
    ...document,
    layout: notes.length > 0 ? { positions: { ...positions }, notes: [...notes] } : { positions: { ...positions } },
  };
}

function find<Value extends { readonly id: string }>(values: readonly Value[], id: string): Value {
  const value = values.find((candidate) => candidate.id === id);
  if (!value) throw new Error(`There is no ${id} in the document.`);
  return value;
}
