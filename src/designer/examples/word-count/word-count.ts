import { byKey, edgeOf, exampleOf } from "../example.ts";

/** What a first visit shows: the one example that the page loads at once. */
export const firstExample = exampleOf({
  id: "word-count",
  title: { en: "word count", "zh-Hans": "单词计数" },
  about: {
    en: "Lines are split, words are keyed, each key counts. A checkpoint every 600 ms.",
    "zh-Hans": "拆分文本行，按单词分键，逐键计数。每 600 毫秒一个检查点。",
  },
  watch: {
    en: "Checkpoint 1 in Physical: a barrier comes in one input of count, which is held until the other's has come.",
    "zh-Hans": "物理视图中的检查点 1：count 的一个输入的屏障到达后被挡住，直到另一个输入的屏障也到达。",
  },
  topics: ["checkpoints", "keys", "state"],
  config: {
    "execution.checkpointing.interval": "600 ms",
    "execution.checkpointing.min-pause": "100 ms",
    "execution.checkpointing.num-retained": "3",
  },
  run: { seed: 7, speed: 0.1, serviceTimeMs: 0, channelLatencyMs: 60, channelCapacity: 8 },
  operators: {
    lines: {
      at: [0, 0],
      type: "values",
      parallelism: 2,
      serviceTimeMs: 40,
      config: {
        fields: [{ name: "line", type: "STRING" }, { name: "at", type: "TIMESTAMP(3)" }],
        rows: [
          ["over the weir falls the river", "2026-01-01 12:00:00"],
          ["river water falls", "2026-01-01 12:00:01"],
          ["the gate holds the water", "2026-01-01 12:00:02"],
          ["stream and river meet", "2026-01-01 12:00:03"],
          ["the stream falls", "2026-01-01 12:00:04"],
          ["water over the weir", "2026-01-01 12:00:05"],
          ["the river holds", "2026-01-01 12:00:06"],
          ["gate and weir", "2026-01-01 12:00:07"],
          ["falls of the stream", "2026-01-01 12:00:08"],
          ["the water meets the gate", "2026-01-01 12:00:09"],
          ["river over the falls", "2026-01-01 12:00:10"],
          ["weir and water", "2026-01-01 12:00:11"],
        ],
        repeat: true,
        advance: { field: "at", ms: 12_000 },
        intervalMs: 320,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 2,
      config: { timestamp: "field", field: "at", strategy: "monotonous", delayMs: 0 },
    },
    words: {
      at: [2, 0],
      type: "flat-map",
      parallelism: 2,
      config: {
        function: 'for (const word of row.line.split(" ")) collect({ word });',
        fields: [{ name: "word", type: "STRING" }],
      },
    },
    count: { at: [3, 0], type: "count", parallelism: 2, serviceTimeMs: 60, config: { as: "count" } },
    print: { at: [4, 0], type: "print", parallelism: 2, chain: "head", serviceTimeMs: 30, config: { standardError: false } },
  },
  edges: [
    edgeOf("lines", "clock"),
    edgeOf("clock", "words"),
    edgeOf("words", "count", byKey("word")),
    edgeOf("count", "print"),
  ],
  notes: {
    watch: {
      at: [3, 1],
      heading: { en: "A count for each word", "zh-Hans": "每个单词一个计数" },
      text: {
        en:
          "All records of a word meet in one subtask, which keeps its count. " +
          "Kill it in Physical: the count goes on from the last checkpoint.",
        "zh-Hans": "同一单词的记录都汇集到同一个子任务，由它保存计数。在物理视图中终止它：计数会从最近的检查点接着算。",
      },
    },
  },
});
