import { byKey, edgeOf, exampleOf } from "../example.ts";

export const cardAlerts = exampleOf({
  id: "card-alerts",
  title: { en: "card alerts", "zh-Hans": "银行卡告警" },
  about: {
    en: "Payments per card, with state and timers: three within a minute raise an alert.",
    "zh-Hans": "按银行卡保存状态和定时器：一分钟内三笔支付即告警。",
  },
  watch: {
    en: "Of five cards only 4481 and 4487 raise alerts; a minute after a first payment a timer frees the card's state.",
    "zh-Hans": "五张卡中只有 4481 和 4487 告警；首笔支付一分钟后，定时器释放该卡的状态。",
  },
  topics: ["state", "timers", "eventTime"],
  config: { "execution.checkpointing.interval": "1 s" },
  run: { seed: 7, speed: 0.1, channelLatencyMs: 60, channelCapacity: 8 },
  operators: {
    payments: {
      at: [0, 0],
      type: "values",
      parallelism: 1,
      serviceTimeMs: 30,
      config: {
        fields: [{ name: "card", type: "STRING" }, { name: "amount", type: "INT" }, { name: "at", type: "TIMESTAMP(3)" }],
        rows: [
          ["4481", 40, "2026-01-01 09:00:05"],
          ["4483", 12, "2026-01-01 09:00:10"],
          ["4481", 40, "2026-01-01 09:00:20"],
          ["4487", 250, "2026-01-01 09:00:30"],
          // The third of 4481, 30 s after its first.
          ["4481", 40, "2026-01-01 09:00:35"],
          ["4487", 90, "2026-01-01 09:00:55"],
          ["4483", 12, "2026-01-01 09:01:00"],
          ["4496", 31, "2026-01-01 09:01:08"],
          ["4490", 75, "2026-01-01 09:01:15"],
          // The third of 4487, 59 s after its first: just within the minute.
          ["4487", 60, "2026-01-01 09:01:29"],
          ["4490", 75, "2026-01-01 09:01:45"],
          // The third of 4483, 100 s after its first: a new minute begins.
          ["4483", 12, "2026-01-01 09:01:50"],
        ],
        repeat: true,
        advance: { field: "at", ms: 120_000 },
        intervalMs: 100,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 1,
      config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 5000 },
    },
    score: {
      at: [2, 0],
      type: "process",
      parallelism: 2,
      serviceTimeMs: 60,
      config: {
        processElement: [
          "const since = ctx.state.since.value() ?? 0;",
          "const goesOn = ctx.timestamp() - since < 60000;",
          "const n = goesOn ? ctx.state.payments.value() + 1 : 1;",
          "ctx.state.payments.update(n);",
          "if (!goesOn) {",
          "  ctx.state.since.update(ctx.timestamp());",
          "  ctx.registerEventTimeTimer(ctx.timestamp() + 60000);",
          "}",
          "if (n === 3) collect({ card: row.card, payments: n, seconds: (ctx.timestamp() - since) / 1000 });",
        ].join("\n"),
        onTimer: [
          "// Not that of a minute before: the next one may have begun.",
          "if (timestamp === ctx.state.since.value() + 60000) {",
          "  ctx.state.since.clear();",
          "  ctx.state.payments.clear();",
          "}",
        ].join("\n"),
        states: [{ kind: "value", name: "since", type: "BIGINT" }, { kind: "value", name: "payments", type: "INT" }],
        fields: [{ name: "card", type: "STRING" }, { name: "payments", type: "INT" }, { name: "seconds", type: "INT" }],
        sideOutputs: [],
      },
    },
    alerts: { at: [3, 0], type: "table", parallelism: 1, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("payments", "clock"),
    edgeOf("clock", "score", byKey("card")),
    edgeOf("score", "alerts", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [2, 1],
      heading: { en: "Three within a minute", "zh-Hans": "一分钟内三笔" },
      text: {
        en:
          "Watch 4481: its third payment, at 09:00:35, comes 30 s after the first and raises an alert. " +
          "4483 pays three times as well, but over 100 s, and raises none. " +
          "A minute after a first payment, when the watermark gets there, a timer frees the card's state.",
        "zh-Hans":
          "请看 4481：它在 09:00:35 的第三笔支付距首笔 30 秒，触发告警。4483 同样支付了三笔，但前后相隔 100 秒，不会告警。" +
          "首笔支付一分钟后，当水位线到达时，定时器释放该卡的状态。",
      },
    },
  },
});
