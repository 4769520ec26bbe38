import { byKey, edgeOf, exampleOf } from "../example.ts";

const regions = ["eu", "us", "cn", "jp"];
const otherPages = ["cart", "sale", "login", "news"];

/** Each of two lists of clicks: two a second; of five, four are on the same page. */
function clicksOf(list: number): readonly (readonly string[])[] {
  return Array.from({ length: 80 }, (_, index) => {
    const page = index % 5 === 3 ? otherPages[Math.floor(index / 5 + list) % otherPages.length] : "home";
    const second = String(Math.floor(index / 2)).padStart(2, "0");
    return [page ?? "", regions[index % regions.length] ?? "", `2026-01-01 09:00:${second}`];
  });
}

export const skew = exampleOf({
  id: "skew",
  title: { en: "skew and back pressure", "zh-Hans": "数据倾斜与反压" },
  about: {
    en: "Clicks per page in windows of ten seconds, and one page that is clicked more than all others.",
    "zh-Hans": "按页面统计每十秒的点击数，其中一个页面的点击比其他页面的总和还多。",
  },
  watch: {
    en: "One subtask is busy all the time, its buffers fill, both sources wait, and checkpoints take a second.",
    "zh-Hans": "一个子任务始终繁忙，它的缓冲区被填满，两个数据源只能等待，检查点耗时一秒。",
  },
  topics: ["flow", "keys", "checkpoints"],
  config: { "execution.checkpointing.interval": "2 s", "execution.checkpointing.min-pause": "500 ms" },
  run: { seed: 7, speed: 0.1, channelLatencyMs: 60, channelCapacity: 8 },
  operators: {
    clicks: {
      at: [0, 0],
      type: "values",
      parallelism: 2,
      config: {
        fields: [{ name: "page", type: "STRING" }, { name: "region", type: "STRING" }, { name: "at", type: "TIMESTAMP(3)" }],
        rows: [...clicksOf(0), ...clicksOf(1)],
        repeat: false,
        intervalMs: 60,
      },
    },
    clock: {
      at: [1, 0],
      type: "assign-timestamps",
      parallelism: 2,
      config: { timestamp: "field", field: "at", strategy: "monotonous", delayMs: 0 },
    },
    views: {
      at: [2, 0],
      type: "tumbling-window",
      parallelism: 2,
      serviceTimeMs: 60,
      config: {
        time: "event",
        size: 10_000,
        offset: 0,
        stagger: "aligned",
        allowedLateness: 0,
        lateOutput: false,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "views" }] },
      },
    },
    counts: { at: [3, 0], type: "table", parallelism: 1, config: { mode: "append", key: [] } },
  },
  edges: [
    edgeOf("clicks", "clock"),
    edgeOf("clock", "views", byKey("page")),
    edgeOf("views", "counts", { type: "rebalance" }),
  ],
  notes: {
    watch: {
      at: [0.9, 1],
      heading: { en: "One hot key", "zh-Hans": "一个热点键" },
      text: {
        en:
          "Watch Physical: all clicks on home go to views 0, which is busy all the time; its buffers fill (bricks) and both sources " +
          "have to wait. A barrier waits in the same queue, so a checkpoint takes a second; " +
          "only the last one, behind empty buffers, is quick. Charts has busy and back-pressured time.",
        "zh-Hans":
          "请看物理视图：home 的点击全部进入 views 0，它始终繁忙；它的缓冲区被填满（砖纹），两个数据源只能等待。" +
          "屏障也排在同一队列中，所以一个检查点要一秒；只有最后一个很快，因为那时缓冲区已空。“图表”中有繁忙时间和反压时间。",
      },
    },
    remedy: {
      at: [1.9, 1],
      heading: { en: "What helps, what does not", "zh-Hans": "什么有用，什么没用" },
      text: {
        en:
          "More subtasks do not: with views at parallelism 4, home stays with one of them. " +
          "Two stages do: key views by page and region, put a second window behind it, keyed by page, " +
          "that adds up the views of the first. The sources then never wait.",
        "zh-Hans":
          "增加子任务没有用：把 views 的并行度设为 4，home 仍然只占其中一个。两级统计有用：让 views 按 page 和 region 分键，" +
          "其后再加一个按 page 分键的窗口，把第一级的 views 相加。这样数据源就不必再等待。",
      },
    },
  },
});
