import type { JobDocument } from "../../graph/job-document.ts";
import { notesOf } from "./apply-change.ts";

/** Hands out ids and names that a document does not use yet: readable, so that a diff of two documents is. */
export interface Identities {
  readonly operator: (type: string) => string;
  readonly edge: () => string;
  readonly note: () => string;
  /** `name` itself when it is free, else "name 2", "name 3", ... */
  readonly name: (name: string) => string;
}

export function identitiesFor(document: JobDocument): Identities {
  // Both stand on one canvas.
  const nodes = new Set([...document.operators, ...notesOf(document)].map(({ id }) => id));
  const edges = new Set(document.edges.map(({ id }) => id));
  const names = new Set(document.operators.map(({ name }) => name));
  return {
    operator: (type) => claim(nodes, (n) => `${type}-${n}`),
    edge: () => claim(edges, (n) => `edge-${n}`),
    note: () => claim(nodes, (n) => `note-${n}`),
    name: (name) => claim(names, (n) => (n === 1 ? name : `${name.replace(/ \d+$/, "")} ${n}`)),
  };
}

function claim(taken: Set<string>, nth: (n: number) => string): string {
  let n = 1;
  while (taken.has(nth(n))) n++;
  const id = nth(n);
  taken.add(id);
  return id;
}
