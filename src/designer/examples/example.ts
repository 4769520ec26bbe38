import { jobDocumentSchema, type JobDocument } from "../../graph/job-document.ts";
import type { Text } from "../../graph/descriptor.ts";
import { textOf } from "../i18n/use-text.ts";
import cardAlerts from "./card-alerts.json" with { type: "json" };
import wordCount from "./word-count.json" with { type: "json" };

/** A job that comes with the product, complete with its data. */
export interface Example {
  readonly id: string;
  readonly title: Text;
  readonly about: Text;
  /** Text of its notes by id. */
  readonly notes?: Readonly<Record<string, Text>>;
  readonly document: JobDocument;
}

/** The example's job with its name and its notes in the present language. */
export function translated({ title, notes, document }: Example): JobDocument {
  const { layout } = document;
  const inLanguage = layout?.notes?.map((note) => {
    const words = notes?.[note.id];
    return words ? { ...note, text: textOf(words) } : note;
  });
  return { ...document, name: textOf(title), ...(layout && { layout: { ...layout, ...(inLanguage && { notes: inLanguage }) } }) };
}

/** In the order of the list; the first one is what a first visit shows. */
export const examples: readonly Example[] = [
  {
    id: "word-count",
    title: { en: "word count", "zh-Hans": "单词计数" },
    about: {
      en: "Lines are split, words are keyed, each key counts. A checkpoint every 600 ms.",
      "zh-Hans": "拆分文本行，按单词分键，逐键计数。每 600 毫秒一个检查点。",
    },
    document: jobDocumentSchema.parse(wordCount),
  },
  {
    id: "card-alerts",
    title: { en: "card alerts", "zh-Hans": "银行卡告警" },
    about: {
      en: "Payments per card with state and timers: three within a minute raise an alert.",
      "zh-Hans": "按银行卡保存状态和定时器：一分钟内三笔支付即告警。",
    },
    notes: {
      "note-1": {
        en: "Three within a minute\nA timer clears the count of a card 60 s after its first payment, so only bursts raise an alert.",
        "zh-Hans": "一分钟内三笔\n首笔支付 60 秒后，定时器会清除该卡的计数，因此只有短时间内的连续支付才会告警。",
      },
    },
    document: jobDocumentSchema.parse(cardAlerts),
  },
];
