import type { FormatDescriptor } from "../../graph/descriptor.ts";
import { dateOrderLabel, encodingLabel } from "../option-labels.ts";
import { optionsSchema, writingForm } from "../options-schema.ts";
import { jsonOptions } from "./options.ts";

const options = optionsSchema(jsonOptions, {
  "fail-on-missing-field": { en: "A missing field is an error", "zh-Hans": "缺少字段时报错" },
  "ignore-parse-errors": { en: "Skip bad records", "zh-Hans": "跳过错误记录" },
  "encode.ignore-null-fields": { en: "Leave NULL fields out", "zh-Hans": "不写出 NULL 字段" },
  encoding: encodingLabel,
  "date-order": dateOrderLabel,
});

/** JSON: an object per line, objects over several lines, or arrays of objects. Fields that the schema does not name are passed over. */
export const json: FormatDescriptor = {
  type: "json",
  label: { en: "JSON", "zh-Hans": "JSON" },
  options,
  forms: { reading: options.omit({ "encode.ignore-null-fields": true }), writing: writingForm(options, jsonOptions) },
  optionsFor: (fileName) => (/\.(json|jsonl|ndjson)$/i.test(fileName) ? {} : undefined),
};
