import { z } from "zod";
import type { FieldMeta } from "../graph/descriptor.ts";

/** Configuration fields of everything that reads or writes files. */
export const formatFields = {
  format: z.enum(["csv", "json"]).meta({
    label: { en: "Format", "zh-Hans": "格式" },
    flink: "format",
    widget: "select",
  } satisfies FieldMeta),
  formatOptions: z.record(z.string(), z.unknown()).meta({
    label: { en: "Format options", "zh-Hans": "格式选项" },
    widget: "json",
  } satisfies FieldMeta),
};
