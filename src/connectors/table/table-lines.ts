import { z } from "zod";
import { decodeUtf8 } from "../../base/utf8.ts";
import { RowKind } from "../../stream/row.ts";

const tableLine = z.object({
  /** Row kind as its byte. */
  kind: z.number(),
  /** Values as text, in the order of the fields. */
  values: z.array(z.string()),
  /** Primary key as text, in upsert mode. */
  key: z.string().optional(),
});
/** Line of a committed part of a table sink. */
export type TableLine = z.infer<typeof tableLine>;

export const writeTableLine = (line: TableLine): string => `${JSON.stringify(line)}\n`;

/** Lines of one committed part. */
export function readTableLines(bytes: Uint8Array): readonly TableLine[] {
  return decodeUtf8(bytes)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => tableLine.parse(JSON.parse(line)));
}

/** What an upsert table holds after `lines`: the last line of each key, without keys that were deleted; other lines as they are. */
export function materialize(lines: readonly TableLine[]): readonly TableLine[] {
  const byKey = new Map<string, TableLine>();
  const others: TableLine[] = [];
  for (const line of lines) {
    if (line.key === undefined) others.push(line);
    else if (line.kind === RowKind.delete || line.kind === RowKind.updateBefore) byKey.delete(line.key);
    else byKey.set(line.key, line);
  }
  return [...others, ...byKey.values()];
}
