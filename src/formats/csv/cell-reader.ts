import { engineMessage } from "../../base/engine-messages.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import type { Value } from "../../stream/row.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { parseTextValue } from "../../stream/text-value.ts";
import {
  namesADay, notA, parseBase64, parseDecimal, parseDouble, parseInteger, parseIsoTime, parseSqlDate, parseSqlTimestamp,
} from "../java-values.ts";
import { toWrittenValue } from "./cell-value.ts";
import { withoutBlanks } from "./csv-scanner.ts";
import type { CsvOptions } from "./options.ts";

/** Makes the value of a column of a cell's text. Throws an Error that says what is wrong with it. */
export type CellReader = (text: string) => Value;

/** True of types whose empty cell is an empty text. */
export const isTextual = ({ type }: LogicalType): boolean => type === "VARCHAR" || type === "CHAR";

/**
 * Reads the cells of a column as Flink does; where the options do not ask for Flink's rules alone, the forms that people write,
 * too. [CN105]
 */
export function cellReader(type: LogicalType, options: CsvOptions): CellReader {
  const nullLiteral = options["null-literal"];
  const emptyIsNull = options["empty-string-as-null"];
  const read = type.type === "ARRAY" || type.type === "ROW" ? partsReader(type, options) : simpleReader(type, options);
  const takesEmpty = type.type === "ARRAY" || type.type === "ROW";
  return (text) => {
    if ((text === nullLiteral || (emptyIsNull && text === "")) && !takesEmpty) return null;
    return read(text);
  };
}

function simpleReader(type: LogicalType, options: CsvOptions): CellReader {
  if (isTextual(type)) return (text) => text;
  const flink = flinkReader(type);
  if (options.strict) return flink;
  const written = toWrittenValue(type, options);
  return (text) => {
    // What is blank is SQL NULL for everything that is not text.
    const trimmed = text.trim();
    if (trimmed === "") return null;
    const form = written(trimmed);
    let value: Value;
    try {
      value = flink(form);
    } catch (error) {
      return commonForm(type, form, error);
    }
    if (isAnother(type, form, value)) throw notA(type, form);
    return value;
  };
}

/** True where Flink takes a text, without a word, for another value than the one it names. */
function isAnother(type: LogicalType, text: string, value: Value): boolean {
  switch (type.type) {
    case "BOOLEAN":
      return value === false && text.toLowerCase() !== "false";
    case "DECIMAL":
      return value === null;
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return !namesADay(text);
    default:
      return false;
  }
}

/** Times with `T`, a zone, parts of one digit or without seconds, which Flink's csv refuses. Throws `error` where it is none of them. */
function commonForm(type: LogicalType, text: string, error: unknown): Value {
  if (type.type !== "DATE" && type.type !== "TIME" && type.type !== "TIMESTAMP" && type.type !== "TIMESTAMP_LTZ") throw error;
  return parseTextValue(type, text.replace(/([-T ])(\d)(?=[-T :]|$)/g, "$10$2")) as Value;
}

function flinkReader(type: LogicalType): CellReader {
  switch (type.type) {
    case "BOOLEAN":
      return (text) => withoutBlanks(text).toLowerCase() === "true";
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT": {
      const integer = { ...type, type: type.type };
      return (text) => parseInteger(integer, withoutBlanks(text));
    }
    case "FLOAT":
    case "DOUBLE":
      return (text) => parseDouble(type, withoutBlanks(text));
    case "DECIMAL":
      return (text) => parseDecimal(type, text);
    case "DATE":
      return (text) => parseSqlDate(type, text);
    case "TIME":
      return (text) => parseIsoTime(type, text, type.precision);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ": {
      const timestamp = { ...type, type: type.type };
      return (text) => parseSqlTimestamp(timestamp, withoutBlanks(text));
    }
    case "BINARY":
    case "VARBINARY":
      return (text) => parseBase64(type, withoutBlanks(text));
    default:
      return (text) => parseTextValue(type, text) as Value;
  }
}

/** A cell that holds several values: it is split wherever the delimiter of elements stands. */
function partsReader(type: LogicalType & { readonly type: "ARRAY" | "ROW" }, options: CsvOptions): CellReader {
  const delimiter = options["array-element-delimiter"];
  const ignores = options["ignore-parse-errors"];
  const partsOf = (text: string): readonly string[] => {
    if (withoutBlanks(text) === "") return [];
    const parts = text.split(delimiter);
    return options["trim-spaces"] ? parts.map(withoutBlanks) : parts;
  };
  const reading = (part: LogicalType): CellReader => {
    const read = cellReader(part, options);
    return (text) => {
      try {
        return read(text);
      } catch (error) {
        if (ignores) return null;
        throw error;
      }
    };
  };
  if (type.type === "ARRAY") {
    const element = reading(type.element);
    return (text) => partsOf(text).map(element);
  }
  const makeRow = rowFromValues({ fields: type.fields });
  const members = type.fields.map((field) => reading(field.type));
  return (text) => {
    const parts = partsOf(text);
    if (parts.length === 0) return null;
    if (parts.length < members.length && !ignores) {
      throw new Error(engineMessage("columns", { columns: parts.length, fields: members.length, text }));
    }
    return makeRow(members.map((member, place) => (parts[place] === undefined ? null : member(parts[place]))));
  };
}
