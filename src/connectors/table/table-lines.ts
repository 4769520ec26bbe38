import { decodeUtf8 } from "../../base/utf8.ts";
import { RowKind } from "../../stream/row.ts";

/** Line of a committed part of a table sink. */
export interface TableLine {
  /** Row kind as its byte. */
  readonly kind: number;
  /** Values as text, in the order of the fields; null for NULL. */
  readonly values: readonly (string | null)[];
  /** Primary key as text, in upsert mode. */
  readonly key?: string | undefined;
}

export const writeTableLine = (line: TableLine): string => `${JSON.stringify(line)}\n`;

const lineFeed = 10;
/** Bytes that are decoded in one go: a part may be longer than the longest string. */
const blockBytes = 1 << 20;

/** Lines of one committed part, read as they are asked for. Throws for a line that is none. */
export function* readTableLines(bytes: Uint8Array): Generator<TableLine> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, Math.min(from + blockBytes, bytes.length) - 1);
    const to = end < 0 ? bytes.length : end + 1;
    for (const line of decodeUtf8(bytes.subarray(from, to)).split("\n")) if (line !== "") yield tableLine(JSON.parse(line));
    from = to;
  }
}

function tableLine(value: unknown): TableLine {
  const line: Partial<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  const { kind, values, key } = line;
  const hasValues = Array.isArray(values) && values.every((text): text is string | null => text === null || typeof text === "string");
  if (typeof kind === "number" && hasValues && (key === undefined || typeof key === "string")) return { kind, values, key };
  throw new Error("A published part of a table has a line that is no row of a table.");
}

/** What an upsert table holds: the last line of each key, without keys that were deleted. */
export class UpsertTable {
  readonly #byKey = new Map<string, TableLine>();
  #bytes = 0;

  apply(line: TableLine, key: string): void {
    const before = this.#byKey.get(key);
    if (before !== undefined) this.#bytes -= bytesOf(before);
    if (line.kind === RowKind.delete || line.kind === RowKind.updateBefore) this.#byKey.delete(key);
    else {
      this.#byKey.set(key, line);
      this.#bytes += bytesOf(line);
    }
  }

  /** About the memory that its rows take. */
  get bytes(): number {
    return this.#bytes;
  }

  get lines(): Iterable<TableLine> {
    return this.#byKey.values();
  }
}

/** What a line, its array and its place in a map take besides the text. */
const lineBytes = 200;

function bytesOf({ values, key = "" }: TableLine): number {
  return values.reduce((sum, value) => sum + (value?.length ?? 0), lineBytes + key.length);
}
