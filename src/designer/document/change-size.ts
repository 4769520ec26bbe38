import type { Diagnostic } from "../../graph/diagnostic.ts";
import { documentLimits } from "../../graph/document-limits.ts";
import { findOversize, limitDiagnostic } from "../../graph/document-size.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { DocumentChange, DocumentParts } from "./document-change.ts";

/** What an edit would bring too much of: in itself, or with what the document has already. [DC22] */
export function excessOfChange(document: JobDocument, change: DocumentChange): Diagnostic | undefined {
  return findOversize(change) ?? (change.kind === "addParts" ? excessOfParts(document, change.parts) : undefined);
}

function excessOfParts({ operators, edges, layout }: JobDocument, added: DocumentParts): Diagnostic | undefined {
  const counts = {
    operators: operators.length + added.operators.length,
    edges: edges.length + added.edges.length,
    notes: (layout?.notes?.length ?? 0) + added.notes.length,
  };
  const nouns = ["operators", "edges", "notes"] as const;
  const noun = nouns.find((each) => counts[each] > documentLimits[each]);
  return noun && limitDiagnostic(noun, counts[noun], undefined);
}
