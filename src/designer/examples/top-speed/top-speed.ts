import { byKey, edgeOf, exampleOf } from "../example.ts";

const seconds = 40;

/** What a car drives: from so many seconds on, so many km/h. */
type Drive = readonly (readonly [from: number, kmh: number])[];

/** A reading a second: speed, and the metres driven so far. */
function readingsOf(car: number, drive: Drive): readonly (readonly (number | string)[])[] {
  let metres = 0;
  return Array.from({ length: seconds }, (_, second) => {
    const kmh = drive.findLast(([from]) => from <= second)?.[1] ?? 0;
    if (second > 0) metres += kmh / 3.6;
    return [car, kmh, Math.round(metres), `2026-01-01 09:00:${String(second).padStart(2, "0")}`];
  });
}

/** Readings of two cars in turns. */
function readingsOfTwo(first: readonly [number, Drive], second: readonly [number, Drive]) {
  const others = readingsOf(...second);
  return readingsOf(...first).flatMap((reading, index) => [reading, others[index] ?? []]);
}

export const topSpeed = exampleOf({
  id: "top-speed",
  title: { en: "top speed", "zh-Hans": "最高车速" },
  about: {
    en: "Flink's TopSpeedWindowing: every 50 metres that a car drives, its highest speed of the last ten seconds.",
    "zh-Hans": "Flink 的 TopSpeedWindowing：汽车每行驶 50 米，给出它最近十秒的最高车速。",
  },
  watch: {
    en: "A window that never ends, a trigger that goes by distance, and an evictor that forgets what is older than ten seconds.",
    "zh-Hans": "永不结束的窗口，按行驶距离触发的触发器，以及只保留最近十秒的驱逐器。",
  },
  topics: ["windows", "state", "eventTime"],
  config: { "execution.checkpointing.interval": "1 s", "execution.checkpointing.min-pause": "200 ms" },
  run: { seed: 7, speed: 0.1, channelLatencyMs: 80, channelCapacity: 8 },
  operators: {
    cars: {
      at: [0, 0],
      type: "values",
      parallelism: 2,
      config: {
        fields: [
          { name: "car", type: "INT" },
          { name: "kmh", type: "INT" },
          { name: "metres", type: "INT" },
          { name: "at", type: "TIMESTAMP(3)" },
        ],
        // All speeds are multiples of 18 km/h, which are 5 metres a second.
        rows: [
          ...readingsOfTwo(
            [44, [[0, 90], [6, 108], [12, 126], [16, 90], [20, 54], [24, 36], [30, 54], [34, 72]]],
            [7, [[0, 54], [8, 72], [16, 108], [22, 144], [25, 108], [28, 72], [34, 54]]],
          ),
          ...readingsOfTwo(
            [21, [[0, 36], [10, 54], [18, 72], [26, 90], [32, 72]]],
            [8, [[0, 72], [5, 54], [10, 36], [20, 18], [28, 36], [34, 54]]],
          ),
        ],
        repeat: false,
        intervalMs: 100,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 2,
      config: { timestamp: "field", field: "at", strategy: "monotonous", delayMs: 0 },
    },
    top: {
      at: [2, 0],
      name: "top speed",
      type: "global-window",
      parallelism: 2,
      serviceTimeMs: 40,
      config: {
        endOfStream: false,
        function: { type: "maxBy", field: "kmh", first: true },
        trigger: { type: "delta", threshold: 50, delta: "row.metres - last.metres", purging: false },
        evictor: { type: "time", time: 10_000, after: false },
        allowedLateness: 0,
        lateOutput: false,
      },
    },
    speeds: { at: [3, 0], type: "table", parallelism: 1, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("cars", "clock"),
    edgeOf("clock", "top", byKey("car")),
    edgeOf("top", "speeds", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [0.9, 1],
      heading: { en: "By distance, not by time", "zh-Hans": "按距离，不按时间" },
      text: {
        en:
          "Watch Physical: a result comes when a car has driven more than 50 m since its last one: 13 of the fast car 44, " +
          "7 of the slow car 8. Each car has one window, which fires again and again; nothing waits for a watermark.",
        "zh-Hans":
          "请看物理视图：汽车自上次结果起行驶超过 50 米时产生一个结果，较快的 44 号车有 13 个，" +
          "较慢的 8 号车只有 7 个。每辆车只有一个窗口，反复触发；不需要等待水位线。",
      },
    },
    evictor: {
      at: [1.9, 1],
      heading: { en: "What the evictor does", "zh-Hans": "驱逐器的作用" },
      text: {
        en:
          "Before each firing, readings ten seconds or more older than the newest leave the window. " +
          "So the 126 km/h of car 44 are its top speed while it slows down, and ten seconds later no more. " +
          "Without the evictor 126 would stand for ever.",
        "zh-Hans":
          "每次触发之前，比最新读数早十秒及以上的读数会移出窗口。所以 44 号车减速时，126 km/h 仍是它的最高车速，十秒之后便不再是。" +
          "没有驱逐器，126 会一直保留下去。",
      },
    },
  },
});
