import type { Text } from "../graph/descriptor.ts";

/** Labels of the options that formats share. */
export const encodingLabel: Text = { en: "Encoding", "zh-Hans": "字符编码" };
export const dateOrderLabel: Text = { en: "Order of dates", "zh-Hans": "日期的顺序" };
