import { byKey, edgeOf, exampleOf } from "../example.ts";

/** The lower gateway is silent behind this second, until it is back with all that it measured meanwhile. */
const silentFrom = 24;
const backAt = 55;
const seconds = 70;

const wave = [0, 1, 2, 3, 2, 1];
const at = (second: number): string =>
  `2026-01-01 09:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}`;

/** A reading a second of two gauges in turns. */
function readingsOf(gauges: readonly (readonly [name: string, cm: number])[], arrival: (second: number) => number) {
  return Array.from({ length: seconds }, (_, second) => {
    const [name = "", cm = 0] = gauges[second % gauges.length] ?? [];
    return [name, cm + (wave[Math.floor(second / 2) % wave.length] ?? 0), at(arrival(second)), at(second)];
  });
}

const upper = readingsOf([["mill", 210], ["bridge", 140]], (second) => second);
const lower = readingsOf([["dam", 320], ["lock", 95]], (second) => (second < silentFrom || second >= backAt ? second : backAt));

export const sensorGaps = exampleOf({
  id: "sensor-gaps",
  title: { en: "sensor gaps", "zh-Hans": "传感器断线" },
  about: {
    en: "Water levels from two gateways in windows of ten seconds; one gateway falls silent and comes back with what it kept.",
    "zh-Hans": "两个网关上报水位，按十秒窗口统计；其中一个中途断线，恢复后补发断线期间的读数。",
  },
  watch: {
    en: "Event time stands still until the silent source counts as idle; what it sends later is late.",
    "zh-Hans": "断线的数据源被判定为空闲之前，事件时间停滞不前；它之后补发的数据就迟到了。",
  },
  topics: ["idleness", "eventTime", "lateness", "sideOutput"],
  config: { "execution.checkpointing.interval": "2 s", "execution.checkpointing.min-pause": "500 ms" },
  // Rows come by the time of their arrival, a second of it in a tenth of the run's, so at this speed a second is a second.
  run: { seed: 7, speed: 0.1, channelLatencyMs: 100, channelCapacity: 8, pace: { kind: "eventTime", factor: 10 } },
  operators: {
    readings: {
      at: [0, 0.2],
      type: "values",
      parallelism: 2,
      config: {
        fields: [
          { name: "gauge", type: "STRING" },
          { name: "cm", type: "INT" },
          { name: "arrived", type: "TIMESTAMP(3)" },
          { name: "measured", type: "TIMESTAMP(3)" },
        ],
        rows: [...upper, ...lower],
        repeat: false,
        intervalMs: 0,
      },
    },
    clock: {
      at: [1.02, 0.2],
      type: "assign-timestamps",
      parallelism: 2,
      config: { timestamp: "function", function: "row.measured", strategy: "bounded", delayMs: 2000, idlenessMs: 1000 },
    },
    levels: {
      at: [2.1, 0.2],
      type: "tumbling-window",
      parallelism: 2,
      serviceTimeMs: 20,
      config: {
        time: "event",
        size: 10_000,
        offset: 0,
        stagger: "aligned",
        allowedLateness: 0,
        lateOutput: true,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "readings" }, { kind: "max", field: "cm", as: "highest" }] },
      },
    },
    highest: { at: [3.2, -0.4], type: "table", parallelism: 1, config: { mode: "append", key: [] } },
    late: { at: [3.2, 1], type: "table", parallelism: 1, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("readings", "clock"),
    edgeOf("clock", "levels", byKey("gauge")),
    edgeOf("levels", "highest", { type: "rebalance" }),
    edgeOf("levels.late", "late", { type: "rebalance" }),
  ],
  notes: {
    silence: {
      at: [0.5, 1.3],
      heading: { en: "One gateway falls silent", "zh-Hans": "一个网关断线" },
      text: {
        en:
          "Watch Physical from 09:00:24 on: readings 1 sends nothing more. A watermark is the lowest of its inputs, so event time stands " +
          "still at levels, and no window closes, though readings 0 goes on. After a second of the job clock without a record " +
          "readings 1 counts as idle (dotted): time goes on, windows close.",
        "zh-Hans":
          "请看物理视图，从 09:00:24 起 readings 1 不再发出数据。水位线取各输入的最小值，所以 levels 处的事件时间停滞，" +
          "窗口都不关闭，尽管 readings 0 仍在继续。作业时钟过了一秒仍没有记录，readings 1 便被判定为空闲（虚线）：时间继续前进，窗口关闭。",
      },
    },
    return: {
      at: [1.75, 1.3],
      heading: { en: "It comes back", "zh-Hans": "网关恢复" },
      text: {
        en:
          "At 09:00:55 the gateway sends all that it measured meanwhile. Readings of windows that are closed by then, 26 of them, " +
          "are late and go to their own table; those from 09:00:50 on still count.",
        "zh-Hans":
          "09:00:55 网关补发断线期间的全部读数。属于已关闭窗口的 26 条已经迟到，进入单独的表；09:00:50 及以后的读数仍计入结果。",
      },
    },
  },
});
