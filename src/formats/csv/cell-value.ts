import { engineMessage } from "../../base/engine-messages.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import { toIsoDate } from "../date-order.ts";
import type { CsvOptions } from "./options.ts";

type Notation = Pick<CsvOptions, "decimal-comma" | "date-order">;

const grouped = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/;
const plain = /^[+-]?\d*(?:,\d*)?(?:[eE][+-]?\d+)?$/;

/** The number of a cell with a decimal comma, with a point; undefined when it has a point where none can be. */
export function pointedNumber(text: string): string | undefined {
  if (plain.test(text)) return text.replace(",", ".");
  return grouped.test(text) ? text.replaceAll(".", "").replace(",", ".") : undefined;
}

/** How the text of a cell is written where the engine reads it as a value of `type`. */
export function toWrittenValue(type: LogicalType, options: Notation): (text: string) => string {
  const order = options["date-order"];
  switch (type.type) {
    case "FLOAT":
    case "DOUBLE":
    case "DECIMAL":
      if (!options["decimal-comma"]) return same;
      return (text) => {
        const number = pointedNumber(text);
        if (number === undefined) throw new Error(engineMessage("noDecimalComma", { text }));
        return number;
      };
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return order === "iso" ? same : (text) => toIsoDate(text, order);
    default:
      return same;
  }
}

const same = (text: string): string => text;
