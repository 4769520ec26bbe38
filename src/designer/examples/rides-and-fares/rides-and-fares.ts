import { byKey, edgeOf, exampleOf } from "../example.ts";

const half = [
  { name: "ride", type: "INT" },
  { name: "driver", type: "STRING" },
  { name: "fare", type: "INT" },
  { name: "at", type: "TIMESTAMP(3)" },
];

export const ridesAndFares = exampleOf({
  id: "rides-and-fares",
  title: { en: "rides and fares", "zh-Hans": "行程与车费" },
  about: {
    en: "Taxi rides and their fares come in two streams, in any order; keyed state matches them.",
    "zh-Hans": "出租车的行程与车费来自两个流，先后不定；用按键状态将它们配对。",
  },
  watch: {
    en: "Whichever half comes first waits in state; after a minute alone, a timer sends it aside.",
    "zh-Hans": "先到的一半留在状态中等待；独自等待一分钟后，定时器把它转到旁路输出。",
  },
  topics: ["state", "timers", "sideOutput", "keys"],
  config: { "execution.checkpointing.interval": "800 ms" },
  run: { seed: 7, speed: 0.2, channelLatencyMs: 40, channelCapacity: 8 },
  operators: {
    rides: {
      at: [0, 0],
      type: "values",
      parallelism: 1,
      serviceTimeMs: 20,
      config: {
        fields: [{ name: "ride", type: "INT" }, { name: "driver", type: "STRING" }, { name: "startedAt", type: "TIMESTAMP(3)" }],
        rows: [
          [1, "ann", "2026-01-01 08:00:00"],
          [2, "bob", "2026-01-01 08:00:12"],
          [3, "cid", "2026-01-01 08:00:20"],
          [4, "ann", "2026-01-01 08:00:45"],
          // Nobody pays.
          [5, "bob", "2026-01-01 08:01:10"],
          [6, "cid", "2026-01-01 08:01:30"],
          [7, "ann", "2026-01-01 08:01:55"],
          [8, "bob", "2026-01-01 08:02:40"],
          [9, "cid", "2026-01-01 08:03:10"],
          [10, "ann", "2026-01-01 08:03:40"],
        ],
        repeat: false,
        intervalMs: 320,
      },
    },
    fares: {
      at: [0, 1],
      type: "values",
      parallelism: 1,
      serviceTimeMs: 20,
      config: {
        fields: [{ name: "ride", type: "INT" }, { name: "fare", type: "INT" }, { name: "paidAt", type: "TIMESTAMP(3)" }],
        rows: [
          [1, 14, "2026-01-01 08:00:15"],
          // Paid before the ride: this half waits.
          [3, 22, "2026-01-01 08:00:18"],
          [2, 9, "2026-01-01 08:00:40"],
          [4, 31, "2026-01-01 08:01:02"],
          // So does this one.
          [7, 18, "2026-01-01 08:01:40"],
          [6, 12, "2026-01-01 08:01:50"],
          // Of a ride that nobody knows.
          [11, 25, "2026-01-01 08:02:05"],
          [8, 16, "2026-01-01 08:02:55"],
          [9, 20, "2026-01-01 08:03:20"],
          [10, 11, "2026-01-01 08:03:50"],
        ],
        repeat: false,
        intervalMs: 320,
      },
    },
    rideHalf: {
      at: [1, 0],
      name: "ride half",
      type: "map",
      parallelism: 1,
      config: { function: "({ ride: row.ride, driver: row.driver, fare: null, at: row.startedAt })", fields: half },
    },
    fareHalf: {
      at: [1, 1],
      name: "fare half",
      type: "map",
      parallelism: 1,
      config: { function: "({ ride: row.ride, driver: null, fare: row.fare, at: row.paidAt })", fields: half },
    },
    halves: { at: [2, 0.5], type: "union", config: {} },
    clock: {
      at: [3, 0.5],
      type: "assign-timestamps",
      parallelism: 1,
      config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 10_000 },
    },
    match: {
      at: [4, 0.5],
      type: "process",
      parallelism: 2,
      serviceTimeMs: 40,
      config: {
        processElement: [
          "const first = ctx.state.first.value();",
          "if (first === null) {",
          "  const until = ctx.timestamp() + 60000;",
          "  ctx.state.first.update({ driver: row.driver, fare: row.fare, until });",
          "  ctx.registerEventTimeTimer(until);",
          "} else {",
          "  ctx.deleteEventTimeTimer(first.until);",
          "  ctx.state.first.clear();",
          "  collect({ ride: row.ride, driver: row.driver ?? first.driver, fare: row.fare ?? first.fare });",
          "}",
        ].join("\n"),
        onTimer: [
          "const { driver, fare } = ctx.state.first.value();",
          "ctx.output(\"alone\", { ride: ctx.getCurrentKey(), driver, fare });",
          "ctx.state.first.clear();",
        ].join("\n"),
        states: [{ kind: "value", name: "first", type: "ROW<driver STRING, fare INT, until BIGINT>" }],
        fields: [{ name: "ride", type: "INT" }, { name: "driver", type: "STRING" }, { name: "fare", type: "INT" }],
        sideOutputs: [
          {
            tag: "alone",
            fields: [{ name: "ride", type: "INT" }, { name: "driver", type: "STRING" }, { name: "fare", type: "INT" }],
          },
        ],
      },
    },
    matched: { at: [5, -0.2], type: "table", parallelism: 1, serviceTimeMs: 20, config: { mode: "append", key: [] } },
    unmatched: { at: [5, 1.2], type: "table", parallelism: 1, serviceTimeMs: 20, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("rides", "rideHalf"),
    edgeOf("fares", "fareHalf"),
    edgeOf("rideHalf", "halves"),
    edgeOf("fareHalf", "halves"),
    edgeOf("halves", "clock", { type: "rebalance" }),
    edgeOf("clock", "match", byKey("ride")),
    edgeOf("match", "matched", { type: "rebalance" }),
    edgeOf("match.alone", "unmatched", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [4, 1.5],
      heading: { en: "The first half waits", "zh-Hans": "先到的一半在等待" },
      text: {
        en:
          "Watch ride 3 in the state of match: its fare comes before its start and waits there; " +
          "the start clears it, and the pair comes out. " +
          "Nobody pays for ride 5, and nobody knows ride 11: " +
          "a minute of event time later a timer puts each among the unmatched.",
        "zh-Hans":
          "请在 match 的状态中看行程 3：它的车费先于行程到达，留在状态中等待；行程到达后清除状态，输出配对结果。" +
          "行程 5 无人付费，行程 11 无人知晓：事件时间过去一分钟后，定时器把它们分别转到 unmatched。",
      },
    },
    shape: {
      at: [1.5, 1.85],
      heading: { en: "One shape for both", "zh-Hans": "统一成一种结构" },
      text: {
        en:
          "Two maps give rides and fares the same fields, so that a union makes one stream of them. " +
          "Keyed by ride, both halves meet in one subtask.",
        "zh-Hans": "两个 map 让行程和车费具有相同的字段，再由 union 合成一个流。按 ride 分键后，同一行程的两半汇集到同一个子任务。",
      },
    },
  },
});
