import { decodeUtf8 } from "../base/utf8.ts";
import type { Row } from "../stream/row.ts";
import { FormatError, type DecodedRecord, type RecordDecoder } from "../runtime/format.ts";
import { LineCutter } from "./record-cutter.ts";

export interface LineFormat {
  /** Character inside which a line end does not end a record; undefined: every line end does. */
  readonly quote: string | undefined;
  /** True: a record that cannot be read is passed over. */
  readonly ignoreErrors: boolean;
  /** The row of a line, `undefined` for a line that holds none. Throws an Error that says what is wrong with it. */
  readRow(line: string): Row | undefined;
}

/** Decoder of formats that write one record per line. */
export function lineDecoder({ quote, ignoreErrors, readRow }: LineFormat): RecordDecoder {
  const lines = new LineCutter(quote?.charCodeAt(0));
  return {
    push: (bytes) => lines.push(bytes),
    end: () => lines.end(),
    next(): DecodedRecord | undefined {
      const line = lines.next();
      if (line === undefined) return undefined;
      const { bytes, endOffset, endLine } = line;
      try {
        return { row: readRow(decodeUtf8(bytes)), endOffset, endLine };
      } catch (error) {
        if (ignoreErrors) return { row: undefined, endOffset, endLine };
        throw new FormatError(error instanceof Error ? error.message : String(error), { line: endLine, offset: endOffset });
      }
    },
  };
}
