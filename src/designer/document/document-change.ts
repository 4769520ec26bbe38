import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface DocumentNote extends Position {
  readonly id: string;
  readonly text: string;
}

/** A value at its place in a list, so that taking it out and putting it back is the identity. */
export interface Placed<Value> {
  readonly index: number;
  readonly value: Value;
}

/** Operators, edges, notes and positions that come or go together. */
export interface DocumentParts {
  readonly operators: readonly Placed<DocumentOperator>[];
  readonly edges: readonly Placed<DocumentEdge>[];
  readonly notes: readonly Placed<DocumentNote>[];
  readonly positions: Readonly<Record<string, Position>>;
}

/** Optional properties of an operator that tell how it is executed. */
export type ExecutionKey = "parallelism" | "maxParallelism" | "uid" | "slotSharingGroup" | "chain" | "serviceTimeMs";

export type RunSettings = NonNullable<JobDocument["run"]>;

/** What the parts of an `add` are: names the entry in the undo menu. */
export type AddReason = "add" | "connect" | "paste" | "note" | "restore";

/** One named edit. Plain data, so that it can be logged, sent and stored. Every one has an inverse: `invertChange`. [DC1] */
export type DocumentChange =
  | { readonly kind: "addParts"; readonly reason: AddReason; readonly parts: DocumentParts }
  | {
      readonly kind: "removeParts";
      readonly operators: readonly string[];
      readonly edges: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly kind: "rename"; readonly operator: string; readonly name: string }
  | { readonly kind: "setConfig"; readonly operator: string; readonly config: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "setExecution";
      readonly operator: string;
      readonly key: ExecutionKey;
      readonly value: string | number | undefined;
    }
  | { readonly kind: "setPartitioner"; readonly edge: string; readonly partitioner: DocumentPartitioner | undefined }
  | { readonly kind: "setLatency"; readonly edge: string; readonly latencyMs: number | undefined }
  | {
      readonly kind: "reconnect";
      readonly edge: string;
      readonly from: DocumentEdge["from"];
      readonly to: DocumentEdge["to"];
    }
  | { readonly kind: "move"; readonly positions: Readonly<Record<string, Position | undefined>> }
  | { readonly kind: "setNote"; readonly note: DocumentNote }
  | { readonly kind: "setOption"; readonly key: string; readonly value: string | undefined }
  | { readonly kind: "setRun"; readonly run: RunSettings | undefined }
  | { readonly kind: "renameJob"; readonly name: string }
  | { readonly kind: "replace"; readonly document: JobDocument }
  | { readonly kind: "batch"; readonly name: BatchName; readonly changes: readonly DocumentChange[] };

export type BatchName = "healAndRemove" | "tidy" | "move" | "fix" | "join" | "insert" | "several";

export type ChangeKind = DocumentChange["kind"];
