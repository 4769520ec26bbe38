import { byKey, edgeOf, exampleOf } from "../example.ts";

export const windowedOrders = exampleOf({
  id: "windowed-orders",
  title: { en: "windowed orders", "zh-Hans": "订单窗口统计" },
  about: {
    en: "Orders of two shops in windows of a minute. Some come late: windows wait a little, then send them aside.",
    "zh-Hans": "按一分钟的窗口统计两家店的订单。有的订单迟到：窗口会稍等片刻，再晚就转到旁路输出。",
  },
  watch: {
    en: "The harbour's first minute comes out twice, the second time with a late order; two orders come too late for any result.",
    "zh-Hans": "harbour 店第一分钟的结果先后输出两次，第二次多了一笔迟到的订单；另有两笔订单太迟，不计入任何结果。",
  },
  topics: ["windows", "eventTime", "lateness", "sideOutput"],
  config: { "execution.checkpointing.interval": "1 s" },
  run: { seed: 7, speed: 0.2, channelLatencyMs: 40, channelCapacity: 8 },
  operators: {
    orders: {
      at: [0, 0],
      type: "values",
      parallelism: 1,
      serviceTimeMs: 20,
      config: {
        fields: [
          { name: "order", type: "STRING" },
          { name: "shop", type: "STRING" },
          { name: "amount", type: "INT" },
          { name: "at", type: "TIMESTAMP(3)" },
        ],
        rows: [
          ["o1", "market", 20, "2026-01-01 09:00:05"],
          ["o2", "harbour", 35, "2026-01-01 09:00:12"],
          ["o3", "market", 15, "2026-01-01 09:00:31"],
          ["o4", "harbour", 10, "2026-01-01 09:00:26"],
          ["o5", "market", 40, "2026-01-01 09:00:48"],
          ["o6", "harbour", 25, "2026-01-01 09:01:04"],
          // Out of order, and in time: the watermark stays 10 s behind.
          ["o7", "market", 30, "2026-01-01 09:00:57"],
          // The watermark passes 09:01: the first minute comes out.
          ["o8", "market", 12, "2026-01-01 09:01:15"],
          // Late, within the 30 s that a window waits: the harbour's first minute comes out again.
          ["o9", "harbour", 50, "2026-01-01 09:00:44"],
          ["o10", "harbour", 18, "2026-01-01 09:01:33"],
          // As above, for the market.
          ["o11", "market", 60, "2026-01-01 09:00:52"],
          // The watermark passes 09:01:30: nobody waits for the first minute any more.
          ["o12", "market", 22, "2026-01-01 09:01:46"],
          // Too late.
          ["o13", "harbour", 70, "2026-01-01 09:00:58"],
          ["o14", "harbour", 5, "2026-01-01 09:01:58"],
          // The watermark passes 09:02: the second minute comes out.
          ["o15", "market", 33, "2026-01-01 09:02:11"],
          // Late: the harbour's second minute comes out again.
          ["o16", "harbour", 45, "2026-01-01 09:01:20"],
          // Too late.
          ["o17", "market", 9, "2026-01-01 09:00:40"],
          ["o18", "harbour", 27, "2026-01-01 09:02:24"],
          ["o19", "market", 14, "2026-01-01 09:02:37"],
          // The third minute comes out at the end of the input.
          ["o20", "harbour", 8, "2026-01-01 09:02:50"],
        ],
        repeat: false,
        intervalMs: 260,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 1,
      config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 10_000 },
    },
    minute: {
      at: [2, 0],
      type: "tumbling-window",
      parallelism: 2,
      serviceTimeMs: 30,
      config: {
        time: "event",
        size: 60_000,
        offset: 0,
        stagger: "aligned",
        allowedLateness: 30_000,
        lateOutput: true,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "orders" }, { kind: "sum", field: "amount", as: "total" }] },
      },
    },
    totals: { at: [3, -0.5], type: "table", parallelism: 1, serviceTimeMs: 20, config: { mode: "append", key: [] } },
    late: { at: [3, 1.5], name: "too late", type: "table", parallelism: 1, serviceTimeMs: 20, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("orders", "clock"),
    edgeOf("clock", "minute", byKey("shop")),
    edgeOf("minute", "totals", { type: "rebalance" }),
    edgeOf("minute.late", "late", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [1.85, 1.05],
      heading: { en: "Late, and counted", "zh-Hans": "迟到，但仍计入" },
      text: {
        en:
          "The minute from 09:00 fires when the watermark, 10 s behind the orders, passes 09:01. " +
          "Watch o9, of 09:00:44: it comes after that, but within the 30 s that a window waits, " +
          "and the result of harbour comes out again: 3 orders instead of 2.",
        "zh-Hans":
          "水位线比订单落后 10 秒，越过 09:01 时，从 09:00 开始的窗口触发。请看 09:00:44 的订单 o9：它在此之后才到，" +
          "但仍在窗口等待的 30 秒之内，于是 harbour 的结果再次输出：由 2 笔变为 3 笔。",
      },
    },
    late: {
      at: [3, 2.4],
      heading: { en: "Too late", "zh-Hans": "太迟" },
      text: {
        en:
          "Two orders, o13 and o17, come when nobody waits for their minute any more. " +
          "They are in no result, but not lost: the side output has them.",
        "zh-Hans": "订单 o13 和 o17 到达时，它们所属的窗口已不再等待。它们不计入任何结果，但也没有丢失：旁路输出里有它们。",
      },
    },
  },
});
