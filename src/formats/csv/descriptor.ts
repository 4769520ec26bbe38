import type { FormatDescriptor } from "../../graph/descriptor.ts";
import { optionsSchema } from "../options-schema.ts";
import { csvOptions } from "./options.ts";

export const csv: FormatDescriptor = {
  type: "csv",
  label: { en: "CSV", "zh-Hans": "CSV" },
  options: optionsSchema(csvOptions, {
    header: { en: "First line is a header", "zh-Hans": "首行是表头" },
    "field-delimiter": { en: "Delimiter", "zh-Hans": "分隔符" },
    "quote-character": { en: "Quote", "zh-Hans": "引号" },
    "disable-quote-character": { en: "No quotes", "zh-Hans": "不使用引号" },
    "allow-comments": { en: "Skip lines that begin with #", "zh-Hans": "跳过以 # 开头的行" },
    "ignore-parse-errors": { en: "Skip bad records", "zh-Hans": "跳过错误记录" },
    "null-literal": { en: "Text of NULL", "zh-Hans": "NULL 的写法" },
  }),
  optionsFor(fileName) {
    if (/\.tsv$/i.test(fileName)) return { header: true, "field-delimiter": "\t" };
    return /\.(csv|txt)$/i.test(fileName) ? { header: true } : undefined;
  },
};
