import type { FormatDescriptor } from "../../graph/descriptor.ts";
import { dateOrderLabel, encodingLabel } from "../option-labels.ts";
import { optionsSchema, writingForm } from "../options-schema.ts";
import { csvOptions } from "./options.ts";

const options = optionsSchema(csvOptions, {
  header: { en: "First line is a header", "zh-Hans": "首行是表头" },
  "field-delimiter": { en: "Delimiter", "zh-Hans": "分隔符" },
  "quote-character": { en: "Quote", "zh-Hans": "引号" },
  "disable-quote-character": { en: "No quotes", "zh-Hans": "不使用引号" },
  "allow-comments": { en: "Skip lines that begin with #", "zh-Hans": "跳过以 # 开头的行" },
  "ignore-parse-errors": { en: "Skip bad records", "zh-Hans": "跳过错误记录" },
  "escape-character": { en: "Escape character", "zh-Hans": "转义字符" },
  "null-literal": { en: "Text of NULL", "zh-Hans": "NULL 的写法" },
  "array-element-delimiter": { en: "Delimiter inside arrays", "zh-Hans": "数组元素分隔符" },
  "empty-string-as-null": { en: "Empty text is NULL", "zh-Hans": "空文本为 NULL" },
  "trim-spaces": { en: "Trim blanks around cells", "zh-Hans": "去除单元格两端空格" },
  "allow-trailing-comma": { en: "Delimiter may end a line", "zh-Hans": "行尾可有分隔符" },
  "ignore-trailing-unmappable": { en: "Skip surplus cells", "zh-Hans": "忽略多余的单元格" },
  "fail-on-missing-columns": { en: "Missing cells are errors", "zh-Hans": "缺少单元格时报错" },
  strict: { en: "Flink's rules only", "zh-Hans": "仅按 Flink 的规则" },
  encoding: encodingLabel,
  "decimal-comma": { en: "Decimal comma (12,5)", "zh-Hans": "小数点写作逗号（12,5）" },
  "date-order": dateOrderLabel,
  "pad-short-rows": { en: "Missing cells at the end of a row are NULL", "zh-Hans": "行尾缺少的单元格为 NULL" },
});

export const csv: FormatDescriptor = {
  type: "csv",
  label: { en: "CSV", "zh-Hans": "CSV" },
  options,
  forms: { reading: options, writing: writingForm(options, csvOptions) },
  optionsFor(fileName) {
    if (/\.tsv$/i.test(fileName)) return { header: true, "field-delimiter": "\t" };
    return /\.(csv|txt)$/i.test(fileName) ? { header: true } : undefined;
  },
};
