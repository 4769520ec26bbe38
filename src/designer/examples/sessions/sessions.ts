import { byKey, edgeOf, exampleOf } from "../example.ts";

export const sessions = exampleOf({
  id: "sessions",
  title: { en: "sessions", "zh-Hans": "用户会话" },
  about: {
    en: "Clicks of four users, in sessions: until a user does nothing for 30 s.",
    "zh-Hans": "把四位用户的点击划分为会话：用户 30 秒没有动作，会话即结束。",
  },
  watch: {
    en: "Bob has two sessions until a click between them comes, out of order: they become one.",
    "zh-Hans": "bob 起初有两个会话，直到一次乱序的点击落在二者之间：它们合并为一个。",
  },
  topics: ["windows", "eventTime", "state"],
  config: { "execution.checkpointing.interval": "1 s" },
  run: { seed: 7, speed: 0.2, channelLatencyMs: 40, channelCapacity: 8 },
  operators: {
    clicks: {
      at: [0, 0],
      type: "values",
      parallelism: 1,
      serviceTimeMs: 20,
      config: {
        fields: [{ name: "user", type: "STRING" }, { name: "page", type: "STRING" }, { name: "at", type: "TIMESTAMP(3)" }],
        rows: [
          ["zoe", "home", "2026-01-01 10:00:00"],
          ["bob", "home", "2026-01-01 10:00:05"],
          ["zoe", "shoes", "2026-01-01 10:00:18"],
          ["cid", "home", "2026-01-01 10:00:22"],
          ["zoe", "cart", "2026-01-01 10:00:36"],
          // 45 s after bob's first: a session of its own ...
          ["bob", "shoes", "2026-01-01 10:00:50"],
          // ... until this one comes, within 30 s of both.
          ["bob", "bags", "2026-01-01 10:00:28"],
          ["zoe", "pay", "2026-01-01 10:00:58"],
          ["cid", "bags", "2026-01-01 10:01:30"],
          ["bob", "cart", "2026-01-01 10:01:36"],
          ["cid", "pay", "2026-01-01 10:01:44"],
          ["zoe", "home", "2026-01-01 10:02:20"],
          ["zoe", "bags", "2026-01-01 10:02:41"],
          ["dan", "home", "2026-01-01 10:02:45"],
        ],
        repeat: false,
        intervalMs: 300,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 1,
      config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 20_000 },
    },
    session: {
      at: [2, 0],
      type: "session-window",
      parallelism: 2,
      serviceTimeMs: 30,
      config: {
        time: "event",
        gap: 30_000,
        allowedLateness: 0,
        lateOutput: false,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "clicks" }] },
      },
    },
    visits: { at: [3, 0], type: "table", parallelism: 1, serviceTimeMs: 20, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("clicks", "clock"),
    edgeOf("clock", "session", byKey("user")),
    edgeOf("session", "visits", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [2, 1],
      heading: { en: "Two sessions become one", "zh-Hans": "两个会话合并为一个" },
      text: {
        en:
          "Watch bob in the state of session: his clicks of 10:00:05 and 10:00:50 are 45 s apart, two sessions. " +
          "Then his click of 10:00:28 comes, out of order, less than 30 s from both: one session of 3 clicks, from 10:00:05 to 10:01:20. " +
          "It comes out once, when the watermark passes its end.",
        "zh-Hans":
          "请在 session 的状态中看 bob：他在 10:00:05 和 10:00:50 的点击相隔 45 秒，是两个会话。" +
          "随后 10:00:28 的点击乱序到达，距二者都不到 30 秒：合并为 10:00:05 到 10:01:20、共 3 次点击的一个会话。" +
          "水位线越过其终点时，它只输出一次。",
      },
    },
  },
});
