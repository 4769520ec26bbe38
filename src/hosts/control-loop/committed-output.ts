import { decodeUtf8 } from "../../base/utf8.ts";
import type { CommittedOutput } from "../../control/job-client.ts";
import type { Topology } from "../../graph/topology.ts";

/** A published file of a two-phase sink. */
export interface PublishedFile {
  readonly target: string;
  readonly bytes: Uint8Array;
}

interface TableLine {
  readonly kind: number;
  readonly values: readonly string[];
}

/** Directories below which the table sinks of `documentId` publish their parts, one JSON line per row. */
export function tableDirectories({ vertices }: Topology, documentId: string): readonly string[] {
  return vertices
    .flatMap(({ operators }) => operators)
    .filter((operator) => operator.documentId === documentId)
    .map(({ id }) => `table/${id}/`);
}

/** Rows in `files`, which are given in commit order, from row `from` on. Files of other sinks are passed over. */
export function committedOutput(files: Iterable<PublishedFile>, directories: readonly string[], from: number): CommittedOutput {
  const rows: TableLine[] = [];
  let next = 0;
  for (const { target, bytes } of files) {
    if (!directories.some((directory) => target.startsWith(directory))) continue;
    for (const line of decodeUtf8(bytes).split("\n")) {
      if (line !== "" && next++ >= from) rows.push(JSON.parse(line) as TableLine);
    }
  }
  return { next, rows };
}
