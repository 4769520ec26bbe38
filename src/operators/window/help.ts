import type { Text } from "../../graph/descriptor.ts";

const functions: Text = {
  en: [
    "**Function**",
    "- `aggregate`: one row per key and window: the key, `window_start`, `window_end` (windows that have " +
      "them), and a column per result. Nulls do not count, as in SQL; sums of integers are BIGINT, " +
      "averages DOUBLE.",
    "- `sum min max minBy maxBy reduce`: one row with the fields of the input, as in Flink.",
    "- `process`: your function over all rows of the window, with `ctx.windowStart() ctx.windowEnd() " +
      "ctx.getCurrentKey() ctx.windowState ctx.globalState`; `ctx.output(tag, row)` writes a side output. The " +
      "window keeps every row until then, or one when rows are combined first.",
    "",
    "Results carry the last timestamp of the window (its end minus 1).",
  ].join("\n"),
  "zh-Hans": [
    "**窗口函数**",
    "- `aggregate`：每个键、每个窗口一行：键、`window_start`、`window_end`（有界窗口才有），以及每个结果一列。与 SQL 一样不计 null；整数之和为 " +
      "BIGINT，平均值为 DOUBLE。",
    "- `sum min max minBy maxBy reduce`：一行，字段与输入相同，与 Flink 一致。",
    "- `process`：对窗口所有行执行的函数，可用 `ctx.windowStart() ctx.windowEnd() ctx.getCurrentKey() ctx.windowState " +
      "ctx.globalState`；`ctx.output(tag, row)` 写入旁路输出。在此之前窗口保存每一行；若预先合并，则只保存一行。",
    "",
    "结果的时间戳是窗口的最后时间（结束时间减 1）。",
  ].join("\n"),
};

const lateness: Text = {
  en: [
    "**Late rows.** A window fires when the watermark reaches its last timestamp. A row for a window " +
      "that is over is dropped, or goes to the output `late`.",
    "With *allowed lateness* the window stays that much longer, and every late row fires it again with " +
      "all it has: refined results, not differences.",
  ].join("\n"),
  "zh-Hans": [
    "**迟到数据。** 水位线到达窗口的最后时间时窗口触发。窗口结束后到来的行被丢弃，或进入 `late` 输出。",
    "设置“允许延迟”后窗口会多保留这么久，每条迟到数据都会带着全部内容再次触发：是更新后的结果，而不是差值。",
  ].join("\n"),
};

function help(en: string, zh: string, parts: readonly Text[]): Text {
  return {
    en: [en, ...parts.map((part) => part.en)].join("\n\n"),
    "zh-Hans": [zh, ...parts.map((part) => part["zh-Hans"])].join("\n\n"),
  };
}

export const tumblingWindowHelp = help(
  "Cuts time into equal windows; every row is in exactly one. In Flink: " +
    "`window(TumblingEventTimeWindows.of(size))`. Windows begin at multiples of the size since 1970, " +
    "plus the offset.",
  "把时间切成等长的窗口，每行恰好属于一个。对应 Flink 的 `window(TumblingEventTimeWindows.of(size))`。窗口起点是自 1970 年起窗口大小的整数倍加偏移。",
  [functions, lateness],
);

export const slidingWindowHelp = help(
  "Windows of one size that begin every slide; a row is in size / slide of them. In Flink: " +
    "`window(SlidingEventTimeWindows.of(size, slide))`. With a slide larger than the size some rows are " +
    "in none.",
  "每隔一个步长开始一个同样大小的窗口，每行属于 size / slide 个窗口。对应 Flink 的 `window(SlidingEventTimeWindows.of(size, " +
    "slide))`。步长大于窗口大小时，有些行不属于任何窗口。",
  [functions, lateness],
);

export const sessionWindowHelp = help(
  "Rows of a key that follow one another within the gap; a row that touches two sessions makes them " +
    "one. In Flink: `window(EventTimeSessionWindows.withGap(gap))`. A trigger must be able to merge: " +
    "delta and timeout cannot, and windows have no state of their own.",
  "同一键中间隔不超过 gap 的连续数据行；一行若触及两个会话，则合并为一个。对应 Flink 的 `window(EventTimeSessionWindows.withGap(gap))`。" +
    "触发器必须可合并：delta 与 timeout 不行；也没有窗口状态。",
  [functions, lateness],
);

export const countWindowHelp = help(
  "A window per key that fires with every *size* rows and starts again; with a slide it fires every " +
    "*slide* rows over the last *size*. In Flink: `countWindow(size)`, `countWindow(size, slide)`. Rows " +
    "of an unfinished window are never emitted.",
  "每个键一个窗口，每满 size 行触发并重新开始；设置步长后每 slide 行触发一次，覆盖最近 size 行。对应 Flink 的 " +
    "`countWindow(size)`、`countWindow(size, slide)`。未满的窗口不会输出。",
  [functions],
);

export const globalWindowHelp = help(
  "One window per key that never ends; it needs a trigger, or fires at the end of the stream. In " +
    "Flink: `window(GlobalWindows.create())`. Its contents stay until the trigger purges them.",
  "每个键一个永不结束的窗口；需要触发器，或在流结束时触发。对应 Flink 的 `window(GlobalWindows.create())`。其内容在触发器清空之前一直保留。",
  [functions],
);
