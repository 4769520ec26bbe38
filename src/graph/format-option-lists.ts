import type { OptionSpecs } from "./format-options.ts";

/** Flink's `csv.*` options without the prefix, and `header`, which Flink lacks. */
export const csvOptions = {
  header: { type: "boolean", default: false, label: { en: "First line is a header", "zh-Hans": "首行是表头" } },
  "field-delimiter": { type: "character", default: ",", label: { en: "Delimiter", "zh-Hans": "分隔符" } },
  "quote-character": { type: "character", default: '"', label: { en: "Quote", "zh-Hans": "引号" } },
  "disable-quote-character": { type: "boolean", default: false, label: { en: "No quotes", "zh-Hans": "不使用引号" } },
  "allow-comments": { type: "boolean", default: false, label: { en: "Skip lines that begin with #", "zh-Hans": "跳过以 # 开头的行" } },
  "ignore-parse-errors": { type: "boolean", default: false, label: { en: "Skip bad records", "zh-Hans": "跳过错误记录" } },
  "null-literal": { type: "text", label: { en: "Text of NULL", "zh-Hans": "NULL 的写法" } },
} as const satisfies OptionSpecs;

/** Flink's `json.*` options without the prefix. */
export const jsonOptions = {
  "fail-on-missing-field": { type: "boolean", default: false, label: { en: "A missing field is an error", "zh-Hans": "缺少字段时报错" } },
  "ignore-parse-errors": { type: "boolean", default: false, label: { en: "Skip bad records", "zh-Hans": "跳过错误记录" } },
  "encode.ignore-null-fields": { type: "boolean", default: false, label: { en: "Leave NULL fields out", "zh-Hans": "不写出 NULL 字段" } },
} as const satisfies OptionSpecs;
