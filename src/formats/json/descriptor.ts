import type { FormatDescriptor } from "../../graph/descriptor.ts";
import { optionsSchema } from "../options-schema.ts";
import { jsonOptions } from "./options.ts";

/** JSON lines: one object per line. Fields that the schema does not name are passed over. */
export const json: FormatDescriptor = {
  type: "json",
  label: { en: "JSON lines", "zh-Hans": "JSON 行" },
  options: optionsSchema(jsonOptions, {
    "fail-on-missing-field": { en: "A missing field is an error", "zh-Hans": "缺少字段时报错" },
    "ignore-parse-errors": { en: "Skip bad records", "zh-Hans": "跳过错误记录" },
    "encode.ignore-null-fields": { en: "Leave NULL fields out", "zh-Hans": "不写出 NULL 字段" },
  }),
  optionsFor: (fileName) => (/\.(json|jsonl|ndjson)$/i.test(fileName) ? {} : undefined),
};
