import type { LogicalType } from "../../stream/logical-type.ts";
import type { GeneratorOptions } from "./generator-options.ts";

type TypeName = LogicalType["type"];

const numeric: readonly TypeName[] = ["TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL"];
const moments: readonly TypeName[] = ["TIMESTAMP", "TIMESTAMP_LTZ"];
const sized: readonly TypeName[] = ["VARCHAR", "VARBINARY"];

/** Types that an option of random values means something for; one that is not listed does for all. */
export const optionTypes: ReadonlyMap<string, readonly TypeName[]> = new Map([
  ["min", numeric],
  ["max", numeric],
  ["max-past", moments],
  ["length", sized],
  ["var-len", sized],
]);

/** Options of a field, which may have a name that every object has. */
export const optionsOf = ({ options }: { readonly options: Readonly<Record<string, GeneratorOptions>> }, field: string): GeneratorOptions =>
  Object.hasOwn(options, field) ? (options[field] ?? {}) : {};
