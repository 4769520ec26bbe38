import { decodeUtf8 } from "../base/utf8.ts";
import type { Row } from "../stream/row.ts";
import { FormatError, type DecodedRecord, type RecordDecoder } from "../runtime/format.ts";
import { LineCutter } from "./record-cutter.ts";

export interface LineFormat {
  /** Character inside which a line end does not end a record; undefined: every line end does. */
  readonly quote: string | undefined;
  /** True: a record that cannot be read is passed over. */
  readonly ignoreErrors: boolean;
  /** The rows of a line. Throws an Error that says what is wrong with it. */
  readRows(line: string): readonly Row[];
}

/** Of a line that holds none. */
export const noRows: readonly Row[] = [];

/** Decoder of formats that write one record per line. */
export function lineDecoder({ quote, ignoreErrors, readRows }: LineFormat): RecordDecoder {
  const lines = new LineCutter(quote?.charCodeAt(0));
  return {
    push: (bytes) => lines.push(bytes),
    end: () => lines.end(),
    next(): DecodedRecord | undefined {
      const line = lines.next();
      if (line === undefined) return undefined;
      const { bytes, endOffset, endLine } = line;
      const text = decodeUtf8(bytes);
      try {
        return { rows: readRows(text), endOffset, endLine };
      } catch (error) {
        if (ignoreErrors) return { rows: noRows, endOffset, endLine };
        throw new FormatError(error instanceof Error ? error.message : String(error), { line: endLine, offset: endOffset, text });
      }
    },
  };
}
